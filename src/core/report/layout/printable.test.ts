import { describe, expect, it } from 'vitest';
import { printable } from './printable.ts';

const latin = (codePoint: number): boolean => codePoint < 0x250;

describe('printable', () => {
  it.each([
    ['plain text, 12 %', 'plain text, 12 %'],
    ['Z\u030Cofie', '\u017Dofie'],
    ['東京', '\\u{6771}\\u{4EAC}'],
    ['😀', '\\u{1F600}'],
    ['gpj.\u202Eexe', 'gpj.\\u{202E}exe'],
    ['a\u200Bb\u0000c\nd', 'a\\u{200B}b\\u{0}c\\u{A}d'],
    ['\ud800', '\\u{D800}'],
  ])('%j', (text, shown) => {
    expect(printable(text, latin)).toBe(shown);
  });
});
