/** Ways to change a signed PDF as someone would who knows its format. */
import { must } from '../../src/base/assert.ts';
import { appendToArray, writeDictionary } from '../../src/core/report/append/pdf-text.ts';
import { Revision } from '../../src/core/report/append/revision.ts';

export function latin1(pdf: Uint8Array): string {
  return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
}

export function flip(pdf: Uint8Array, at: number, mask = 1): Uint8Array {
  const changed = pdf.slice();
  changed[at] = (changed[at] ?? 0) ^ mask;
  return changed;
}

/** Where these words stand; they must. */
export function place(pdf: Uint8Array, words: string, after = 0): number {
  const at = latin1(pdf).indexOf(words, after);
  if (at === -1) throw new Error(`"${words}" is not in the document`);
  return at;
}

export function write(pdf: Uint8Array, at: number, words: string): Uint8Array {
  const changed = Buffer.from(pdf);
  changed.write(words, at, 'latin1');
  return new Uint8Array(changed);
}

export function replaced(pdf: Uint8Array, was: string, is: string): Uint8Array {
  if (is.length !== was.length) throw new Error('both must be of one length');
  return write(pdf, place(pdf, was), is);
}

/** Changes the DER of the first signature, whose length stays. */
export function inSignature(pdf: Uint8Array, change: (der: Buffer) => void): Uint8Array {
  const start = place(pdf, '<', place(pdf, '/Contents ', place(pdf, '/ByteRange ['))) + 1;
  const der = Buffer.from(latin1(pdf).slice(start, latin1(pdf).indexOf('>', start)), 'hex');
  change(der);
  return write(pdf, start, der.toString('hex'));
}

export function updated(pdf: Uint8Array, change: (revision: Revision, catalog: Map<string, string>) => void): Uint8Array {
  const revision = new Revision(pdf);
  change(revision, revision.object(revision.root));
  return revision.toBytes();
}

export function addAnnotation(revision: Revision, page: number, annotation: string): void {
  const object = revision.object(page);
  const list = appendToArray(object.get('Annots') ?? '[]', `${String(revision.add(annotation))} 0 R`);
  revision.set(page, writeDictionary(object.set('Annots', list)));
}

/** An update whose table tells another place of its one object. */
export function unlisted(pdf: Uint8Array): Uint8Array {
  const update = updated(pdf, (revision) => void revision.add('<< /A 1 >>'));
  return write(update, latin1(update).lastIndexOf(' 00000 n ') - 10, '0000000009');
}

export function otherRoot(pdf: Uint8Array): Uint8Array {
  const update = updated(pdf, (revision, catalog) => void revision.add(writeDictionary(catalog)));
  const at = latin1(update).lastIndexOf('/Root ') + 6;
  return write(update, at, String(Number(latin1(update).slice(at, at + 1)) + 1));
}

/** First length, second offset and second length of each signature's range, oldest first. */
export function rangesOf(pdf: Uint8Array): [number, number, number][] {
  return [...latin1(pdf).matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/g)].map(([, a, b, c]) => [Number(a), Number(b), Number(c)]);
}

/** The first signature's range with a hole that begins or ends elsewhere. */
export function widened(pdf: Uint8Array, before: number, after: number): Uint8Array {
  const at = place(pdf, '/ByteRange [');
  const [first, second, length] = must(rangesOf(pdf)[0], 'there is a signature');
  const was = latin1(pdf).slice(at, latin1(pdf).indexOf(']', at) + 1);
  return write(pdf, at, `/ByteRange [0 ${[first + before, second + after, length - after].join(' ')}]`.padEnd(was.length, ' '));
}

export function pageNumber(pdf: Uint8Array): number {
  return Number(/(\d+) 0 obj\n<<\n\/Type \/Page\n/.exec(latin1(pdf))?.[1]);
}

/** Of what the page shows. */
export function contentNumber(pdf: Uint8Array): number {
  return Number(/\/Contents (\d+) 0 R/.exec(latin1(pdf))?.[1]);
}

export function embeddedNumber(pdf: Uint8Array): number {
  return Number(/(\d+) 0 obj\n<<\n\/Type \/EmbeddedFile/.exec(latin1(pdf))?.[1]);
}

export function endOfFirst(pdf: Uint8Array): number {
  return place(pdf, '%%EOF') + 5;
}

/** Within the signature's value: behind the last ECDSA with SHA-256 before the timestamp. */
export function valueAt(der: Buffer): number {
  const token = der.indexOf(Buffer.from('060b2a864886f70d010910020e', 'hex'));
  return der.lastIndexOf(Buffer.from('06082a8648ce3d040302', 'hex'), token) + 20;
}

/** The first message-digest attribute belongs to the signer. */
export function digestAt(der: Buffer): number {
  return der.indexOf(Buffer.from('06092a864886f70d010904', 'hex')) + 20;
}
