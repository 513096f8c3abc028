/** Which language the window speaks: a setting of this machine that no case knows of. */
import type { Handlers } from '../context.ts';
import type { SettingsFile } from './settings.ts';

export function languageProcedures(settings: SettingsFile): Pick<Handlers, `language.${'chosen' | 'choose'}`> {
  return {
    'language.chosen': async () => ({ language: await settings.language() }),
    'language.choose': async ({ language }) => {
      await settings.setLanguage(language);
      return { language };
    },
  };
}
