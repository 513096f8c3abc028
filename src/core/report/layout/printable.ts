/** Text that can be shown as it stands: what the fonts lack, and what could deceive the eye, is written as its code point. */

/** Whether the font has a glyph for this code point. */
export type Coverage = (codePoint: number) => boolean;

/** Controls, format characters (among them those that turn the direction of writing), private use and unassigned ones. */
const UNSEEN = /^[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]$/u;

/** `日` becomes `\u{65E5}` where the font has no such glyph. */
export function printable(text: string, covers: Coverage): string {
  let out = '';
  for (const character of text.normalize('NFC')) {
    const codePoint = character.codePointAt(0) ?? 0;
    out += UNSEEN.test(character) || !covers(codePoint) ? `\\u{${codePoint.toString(16).toUpperCase()}}` : character;
  }
  return out;
}
