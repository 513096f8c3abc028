/** Text that can be shown as it stands: what the fonts lack, and what could deceive the eye, is written as its code point. */
import { asCodePoint, seenText } from '../../../base/seen-text.ts';

/** Whether the font has a glyph for this code point. */
export type Coverage = (codePoint: number) => boolean;

/** `日` becomes `\u{65E5}` where the font has no such glyph. */
export function printable(text: string, covers: Coverage): string {
  let out = '';
  for (const character of text.normalize('NFC')) {
    out += covers(character.codePointAt(0) ?? 0) ? seenText(character) : asCodePoint(character);
  }
  return out;
}
