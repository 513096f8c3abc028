/** The objects of a PDF as of one revision, by its classic cross-reference tables (ISO 32000-1, 7.5.4); other tables are not read. */
import { latin1 } from './bytes.ts';
import { inflate } from './crypto.ts';
import { PdfSyntaxError, readPdfObjectAt, type PdfObject } from './pdf-object.ts';

export type Entries = ReadonlyMap<string, PdfObject>;

export interface StoredObject {
  readonly object: PdfObject;
  /** The bytes between `stream` and `endstream`, unpacked when asked for; `null` for anything but a stream. */
  readonly stream: (() => Promise<Uint8Array>) | null;
  readonly end: number;
}

/** Tables that lead back through more revisions than this are an attack. */
const MAX_REVISIONS = 64;
/** An unpacked stream: a report's attached data stay far below. Bytes. */
const MAX_UNPACKED = 512_000_000;

export class PdfDocument {
  readonly #pdf: Uint8Array;
  readonly #offsets: ReadonlyMap<number, number>;
  readonly trailer: Entries;
  /** Where the newest table stands: what a next revision must name as its Prev. */
  readonly startxref: number;

  private constructor(pdf: Uint8Array, offsets: ReadonlyMap<number, number>, trailer: Entries, startxref: number) {
    this.#pdf = pdf;
    this.#offsets = offsets;
    this.trailer = trailer;
    this.startxref = startxref;
  }

  /**
   * @param end the document is read as if it ended there.
   * @throws PdfSyntaxError
   */
  static open(whole: Uint8Array, end = whole.length): PdfDocument {
    const pdf = whole.subarray(0, end);
    const tail = latin1(pdf.subarray(Math.max(0, end - 64)));
    const start = /startxref\s+(\d{1,15})\s+%%EOF\s*$/.exec(tail)?.[1];
    if (start === undefined) throw new PdfSyntaxError('no startxref at the end');
    const offsets = new Map<number, number>();
    let trailer: Entries | null = null;
    let at: number | null = Number(start);
    for (let revisions = 0; at !== null; revisions += 1) {
      if (revisions >= MAX_REVISIONS) throw new PdfSyntaxError('too many revisions');
      const table = readTable(pdf, at);
      // The newest table comes first and wins.
      for (const [number, offset] of table.offsets) if (!offsets.has(number)) offsets.set(number, offset);
      trailer ??= table.trailer;
      const previous = table.trailer.get('Prev');
      const earlier: number | null = previous === undefined ? null : integerOf(previous);
      if (earlier !== null && earlier >= at) throw new PdfSyntaxError('the tables lead in a circle');
      at = earlier;
    }
    if (trailer === null) throw new PdfSyntaxError('no trailer');
    return new PdfDocument(pdf, offsets, trailer, Number(start));
  }

  get numbers(): Iterable<number> {
    return this.#offsets.keys();
  }

  has(number: number): boolean {
    return (this.#offsets.get(number) ?? 0) > 0;
  }

  /** @throws PdfSyntaxError */
  read(number: number): StoredObject {
    const offset = this.#offsets.get(number) ?? 0;
    if (offset === 0) throw new PdfSyntaxError(`object ${String(number)} is not there`);
    const stored = readIndirect(this.#pdf, offset);
    if (stored.number !== number) throw new PdfSyntaxError(`object ${String(number)} is not where the table says`);
    return stored;
  }

  /** The dictionary that a value is or refers to. @throws PdfSyntaxError */
  dictionary(value: PdfObject | undefined): Entries | null {
    const object = this.follow(value)?.object;
    return object?.kind === 'dictionary' ? object.entries : null;
  }

  /** What a value refers to, or the value itself. @throws PdfSyntaxError */
  follow(value: PdfObject | undefined): StoredObject | null {
    if (value === undefined) return null;
    const number = referenceOf(value);
    return number === null ? { object: value, stream: null, end: 0 } : this.read(number);
  }

  get rootNumber(): number {
    const root = this.trailer.get('Root');
    const number = root === undefined ? null : referenceOf(root);
    if (number === null) throw new PdfSyntaxError('no catalog');
    return number;
  }
}

/** Number of the object that `12 0 R` names; only generation 0 is written by anything that is read here. */
export function referenceOf(value: PdfObject): number | null {
  const match = value.kind === 'word' ? /^(\d{1,10}) 0 R$/.exec(value.value) : null;
  return match === null ? null : Number(match[1]);
}

export function integerOf(value: PdfObject | undefined): number {
  if (value?.kind !== 'number' || !/^\d{1,15}$/.test(value.text)) throw new PdfSyntaxError('a number is missing');
  return value.value;
}

/** `12 0 obj … endobj` at this offset. @throws PdfSyntaxError */
export function readIndirect(pdf: Uint8Array, offset: number): StoredObject & { readonly number: number } {
  const head = /^(\d{1,10}) 0 obj[\r\n ]+/.exec(latin1(pdf.subarray(offset, offset + 32)));
  if (head === null) throw new PdfSyntaxError(`no object at ${String(offset)}`);
  const { object, end } = readPdfObjectAt(pdf, offset + head[0].length);
  const number = Number(head[1]);
  const after = /^[\r\n ]*(endobj|stream\r?\n)/.exec(latin1(pdf.subarray(end, end + 16)));
  if (after === null) throw new PdfSyntaxError(`object ${String(number)} has no end`);
  if (after[1] === 'endobj') return { number, object, stream: null, end: end + after[0].length };
  if (object.kind !== 'dictionary') throw new PdfSyntaxError('a stream without a dictionary');
  const start = end + after[0].length;
  const length = integerOf(object.entries.get('Length'));
  const close = /^\r?\n?endstream[\r\n ]+endobj/.exec(latin1(pdf.subarray(start + length, start + length + 32)));
  if (close === null) throw new PdfSyntaxError(`the stream of object ${String(number)} has no end`);
  const packed = pdf.subarray(start, start + length);
  return { number, object, stream: () => unpack(packed, object.entries.get('Filter')), end: start + length + close[0].length };
}

async function unpack(packed: Uint8Array, filter: PdfObject | undefined): Promise<Uint8Array> {
  if (filter?.kind !== 'name' || filter.value !== 'FlateDecode') return packed;
  try {
    return await inflate(packed, MAX_UNPACKED);
  } catch (error) {
    throw new PdfSyntaxError('a stream cannot be unpacked', { cause: error });
  }
}

export interface Table {
  readonly offsets: ReadonlyMap<number, number>;
  readonly trailer: Entries;
  readonly end: number;
}

/** @throws PdfSyntaxError */
export function readTable(pdf: Uint8Array, offset: number): Table {
  const text = (at: number, length: number): string => latin1(pdf.subarray(at, at + length));
  const head = /^xref[\r\n ]+/.exec(text(offset, 16));
  if (head === null) throw new PdfSyntaxError('no classic cross-reference table');
  const offsets = new Map<number, number>();
  let at = offset + head[0].length;
  for (;;) {
    const section = /^(\d{1,10}) (\d{1,10}) ?\r?\n/.exec(text(at, 32));
    if (section === null) break;
    at += section[0].length;
    for (let i = 0; i < Number(section[2]); i += 1, at += 20) {
      const line = /^(\d{10}) (\d{5}) ([nf])[ \r][\r\n]$/.exec(text(at, 20));
      if (line === null) throw new PdfSyntaxError('a line of the cross-reference table is malformed');
      const number = Number(section[1]) + i;
      if (offsets.has(number)) throw new PdfSyntaxError(`object ${String(number)} stands twice in one table`);
      // Zero stands for "free": no object begins at the first byte.
      offsets.set(number, line[3] === 'n' ? Number(line[1]) : 0);
    }
  }
  const trailer = /^trailer[\r\n ]+/.exec(text(at, 16));
  if (trailer === null) throw new PdfSyntaxError('no trailer');
  const { object, end } = readPdfObjectAt(pdf, at + trailer[0].length);
  if (object.kind !== 'dictionary') throw new PdfSyntaxError('no trailer');
  return { offsets, trailer: object.entries, end };
}
