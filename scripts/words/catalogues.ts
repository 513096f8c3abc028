/** The catalogues of src/renderer/words against the messages that the sources hold. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language } from '../../src/contract/language.ts';
import { everyMessage, root } from './sources.ts';

export type Catalogue = Readonly<Record<string, string>>;

export const TRANSLATED = Language.options.filter((language) => language !== 'en');

const pathOf = (language: Language): string => join(root, 'src/renderer/words', `${language}.json`);

export const readCatalogue = (language: Language): Catalogue => JSON.parse(readFileSync(pathOf(language), 'utf8')) as Catalogue;

const placeholders = (text: string): string => (text.match(/\{\d\}/g) ?? []).sort().join();
const edges = (text: string): string => JSON.stringify([/^\s*/.exec(text)?.[0], /\s*$/.exec(text)?.[0]]);

/** What is wrong with a translation itself, or `null`. A value may be put in more than once, but none may be lost. */
export function flawOf(text: string, translation: string): string | null {
  if (translation.trim() === '') return 'has no translation';
  if (placeholders(text) !== placeholders(translation)) return 'puts in other values';
  if (edges(text) !== edges(translation)) return 'begins or ends with other white space';
  return null;
}

/** Every lack of a catalogue as a line for a person. */
export function complaints(messages: Iterable<string>, catalogue: Catalogue): string[] {
  const wanted = new Set(messages);
  return [
    ...[...wanted].flatMap((text) => {
      const flaw = flawOf(text, catalogue[text] ?? '');
      return flaw === null ? [] : [`${flaw}: ${JSON.stringify(text)}`];
    }),
    ...Object.keys(catalogue).flatMap((text) => (wanted.has(text) ? [] : [`is said nowhere any more: ${JSON.stringify(text)}`])),
  ];
}

/** In the order of the sources; new messages empty, dead ones gone. */
export function updateCatalogue(language: Language): void {
  const old = readCatalogue(language);
  const updated = Object.fromEntries([...everyMessage().keys()].map((text) => [text, old[text] ?? '']));
  writeFileSync(pathOf(language), `${JSON.stringify(updated, null, 2)}\n`);
}
