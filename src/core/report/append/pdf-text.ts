/** Takes a PDF dictionary apart into its keys and the text of their values, as far as this program's own reports need it. */
import { Failure } from '../../../base/failure.ts';

const SPACE = /[\0\t\n\f\r ]/;
const REGULAR = /[^\0\t\n\f\r ()<>[\]{}/%]/;

/** Raw text of each value, by key without its slash. */
export type RawDictionary = Map<string, string>;

/** @throws Failure PDF_UNREADABLE */
export function readDictionary(text: string, at: number): { readonly entries: RawDictionary; readonly end: number } {
  let here = skipSpace(text, at);
  if (!text.startsWith('<<', here)) unreadable('a dictionary is missing');
  const entries: RawDictionary = new Map();
  here = skipSpace(text, here + 2);
  while (!text.startsWith('>>', here)) {
    const keyEnd = skipRegular(text, here + 1);
    if (text[here] !== '/' || keyEnd >= text.length) unreadable('a dictionary is malformed');
    const valueStart = skipSpace(text, keyEnd);
    const valueEnd = skipValue(text, valueStart);
    entries.set(text.slice(here + 1, keyEnd), text.slice(valueStart, valueEnd));
    here = skipSpace(text, valueEnd);
  }
  return { entries, end: here + 2 };
}

export function writeDictionary(entries: ReadonlyMap<string, string>): string {
  return `<<\n${[...entries].map(([key, value]) => `/${key} ${value}\n`).join('')}>>`;
}

/** `[1 0 R 2 0 R]` with one more. */
export function appendToArray(array: string, item: string): string {
  if (!array.startsWith('[') || !array.endsWith(']')) unreadable('a list is malformed');
  return `${array.slice(0, -1).trimEnd()} ${item}]`;
}

/** A text string: plain where it can be, else UTF-16 with its mark (ISO 32000-1, 7.9.2.2). */
export function textString(words: string): string {
  if (/^[\x20-\x7e]*$/.test(words)) return `(${words.replace(/[\\()]/g, (sign) => `\\${sign}`)})`;
  return `<feff${Buffer.from(words, 'utf16le').swap16().toString('hex')}>`;
}

/** `(D:20260304050607Z)` */
export function dateString(at: Date): string {
  return `(D:${at.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z)`;
}

/** Number of the object that `12 0 R` refers to, or null. */
export function referenceIn(value: string | undefined): number | null {
  const match = /^(\d+) 0 R$/.exec(value ?? '');
  return match === null ? null : Number(match[1]);
}

function skipValue(text: string, at: number): number {
  if (text.startsWith('<<', at)) return readDictionary(text, at).end;
  if (text[at] === '<') return text.indexOf('>', at) + 1 || unreadable('a string has no end');
  if (text[at] === '(') return skipLiteral(text, at);
  if (text[at] === '[') return skipArray(text, at);
  if (text[at] === '/') return skipRegular(text, at + 1);
  const end = skipRegular(text, at);
  if (end === at) unreadable('a value is malformed');
  const reference = /^\s+\d+\s+R(?![^\0\t\n\f\r ()<>[\]{}/%])/.exec(text.slice(end, end + 24));
  return /^\d+$/.test(text.slice(at, end)) && reference !== null ? end + reference[0].length : end;
}

function skipArray(text: string, at: number): number {
  let here = skipSpace(text, at + 1);
  while (text[here] !== ']') here = skipSpace(text, skipValue(text, here));
  return here + 1;
}

function skipLiteral(text: string, at: number): number {
  let nesting = 0;
  for (let here = at; here < text.length; here += 1) {
    if (text[here] === '\\') here += 1;
    else if (text[here] === '(') nesting += 1;
    else if (text[here] === ')') nesting -= 1;
    if (nesting === 0) return here + 1;
  }
  return unreadable('a string has no end');
}

function skipRegular(text: string, at: number): number {
  let here = at;
  while (REGULAR.test(text[here] ?? ' ')) here += 1;
  return here;
}

function skipSpace(text: string, at: number): number {
  let here = at;
  while (SPACE.test(text[here] ?? '%')) here += 1;
  return here;
}

function unreadable(words: string): never {
  throw new Failure('PDF_UNREADABLE', words);
}
