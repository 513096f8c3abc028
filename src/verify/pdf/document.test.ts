import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { PdfDocument } from './document.ts';
import { PdfSyntaxError } from './pdf-object.ts';

const entry = (offset: number): string => `${String(offset).padStart(10, '0')} 00000 n \n`;
const table = (offsets: readonly number[], trailer: string): string =>
  `xref\n1 ${String(offsets.length)}\n${offsets.map(entry).join('')}trailer\n<< ${trailer} >>\n`;
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const HEAD = '%PDF-1.7\n';
const OBJECT = '1 0 obj\n<< /Type /Catalog >>\nendobj\n';
const whole = (body: string, at: number): Uint8Array => bytes(`${body}startxref\n${String(at)}\n%%EOF\n`);
const AT = HEAD.length + OBJECT.length;

/** Each revision names the one before it. */
function revisions(count: number): Uint8Array {
  let body = HEAD + OBJECT;
  let previous = '';
  let at = 0;
  for (let k = 0; k < count; k += 1) {
    at = body.length;
    body += table([HEAD.length], `/Root 1 0 R ${previous}`);
    previous = `/Prev ${String(at)}`;
  }
  return whole(body, at);
}

it('reads a document of 64 revisions', () => {
  const document = PdfDocument.open(revisions(64));
  expect([document.rootNumber, document.read(1).object.kind]).toEqual([1, 'dictionary']);
});

it.each<[string, Uint8Array, RegExp]>([
  ['65 revisions', revisions(65), /too many revisions/],
  ['a table that names itself', whole(HEAD + OBJECT + table([9], `/Prev ${String(AT)}`), AT), /circle/],
  ['a table that names one behind it', whole(HEAD + OBJECT + table([9], '/Prev 99999999'), AT), /circle/],
  ['a table at the end of the file', whole(HEAD + OBJECT, 99_999), /no classic/],
  ['a table of 10^10 lines', whole(`${HEAD}xref\n0 9999999999\n${entry(9)}trailer\n<< >>\n`, HEAD.length), /malformed/],
  ['an object that stands twice', whole(`${HEAD}xref\n1 1\n${entry(9)}1 1\n${entry(9)}trailer\n<< >>\n`, HEAD.length), /twice/],
  ['a trailer of 100,000 dictionaries in dictionaries', whole(HEAD + OBJECT + table([9], '/A <<'.repeat(100_000)), AT), /deep/],
  ['a trailer of 100,000 lists in lists', whole(HEAD + OBJECT + table([9], `/A ${'['.repeat(100_000)}`), AT), /deep/],
  [
    'a trailer of 100,000 keys',
    whole(HEAD + OBJECT + table([9], Array.from({ length: 100_000 }, (_, k) => `/A${String(k)} 1 `).join('')), AT),
    /twice/,
  ],
])('%s: refused', (_words, pdf, words) => {
  const open = (): unknown => PdfDocument.open(pdf);
  expect(open).toThrow(PdfSyntaxError);
  expect(open).toThrow(words);
});

it('an object that refers to itself, lies about its number or its length is refused where it is read', () => {
  const own = '1 0 obj\n<< /Length 1 0 R >>\nstream\nx\nendstream\nendobj\n';
  const other = '7 0 obj\n1\nendobj\n';
  const far = '3 0 obj\n<< /Length 999999999999999 >>\nstream\nx\nendstream\nendobj\n';
  const at = [HEAD.length, HEAD.length + own.length, HEAD.length + own.length + other.length, 9_999_999_999];
  const body = HEAD + own + other + far;
  const document = PdfDocument.open(whole(body + table(at, '/Root 1 0 R'), body.length));
  for (const number of [1, 2, 3, 4, 5]) expect(() => document.read(number), String(number)).toThrow(PdfSyntaxError);
});

it('a stream that unpacks to more than a report can have is refused', async () => {
  const packed = deflateSync(Buffer.alloc(520_000_000)).toString('latin1');
  const stream = `1 0 obj\n<< /Filter /FlateDecode /Length ${String(packed.length)} >>\nstream\n${packed}\nendstream\nendobj\n`;
  const body = HEAD + stream;
  const document = PdfDocument.open(whole(body + table([HEAD.length], '/Root 1 0 R'), body.length));
  await expect(document.read(1).stream?.()).rejects.toThrow(PdfSyntaxError);
});
