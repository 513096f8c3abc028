/** The languages of the window and their catalogues; English is the source itself and has none. */
import type { Language } from '../../contract/language.ts';
import type { Catalogue } from './say.ts';

/** Each by its own name, so that whoever reads only that one finds it. */
export const RECORD_LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Only the chosen one is loaded. */
export const CATALOGUES: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: Catalogue }>>> = {
  de: () => import('./de.json'),
};
