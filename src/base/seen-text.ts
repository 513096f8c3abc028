/** Text of others with all that it says in sight: an unseen character could turn the direction of writing, and show another name. */

/** Controls, format characters (among them those that turn the direction of writing), private use and unassigned ones. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** `\u{202E}` for the mark that turns the direction. */
export const asCodePoint = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;

/** `gpj.<U+202E>exe` becomes `gpj.\u{202E}exe`. */
export const seenText = (text: string): string => text.replaceAll(UNSEEN, asCodePoint);
