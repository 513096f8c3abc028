import { expect, test } from 'vitest';
import { seenText } from './seen-text.ts';

test.each([
  ['clip of 2026-114 – Größe 日本.mp4', 'clip of 2026-114 – Größe 日本.mp4'],
  ['gpj.\u202Eexe', 'gpj.\\u{202E}exe'],
  ['one\ntwo\u0000', 'one\\u{A}two\\u{0}'],
  ['a\u200Bb\u2028c\uD800', 'a\\u{200B}b\\u{2028}c\\u{D800}'],
  ['already \\u{202E}', 'already \\u{202E}'],
])('%j is shown as %j', (text, shown) => {
  expect(seenText(text)).toBe(shown);
});
