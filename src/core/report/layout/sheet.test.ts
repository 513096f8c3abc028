import PDFDocument from 'pdfkit';
import { expect, it } from 'vitest';
import { currentFont } from './sheet.ts';
import { fontFiles } from './style.ts';

it('finds the font that the library draws with, and says so where another version would keep it elsewhere', () => {
  const pdf = new PDFDocument({ font: '' });
  const [file] = fontFiles();
  pdf.registerFont('one', file?.path).font('one', 10);
  expect(currentFont(pdf).widthOfString('width', 10)).toBeCloseTo(pdf.widthOfString('width'), 9);
  expect(['A', '東'].map((one) => currentFont(pdf).font.hasGlyphForCodePoint(one.codePointAt(0) ?? 0))).toEqual([true, false]);
  for (const other of [{}, { _font: null }, { _font: { widthOfString: 1, font: {} } }])
    expect(() => currentFont(other)).toThrow('this version of pdfkit keeps its current font elsewhere');
});
