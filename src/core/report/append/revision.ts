/**
 * One more revision behind a finished PDF (ISO 32000-1, 7.5.6): not one of the earlier bytes is changed, so that the
 * signatures over them stay what they are. Reads the classic tables that this program's reports have, and no others.
 */
import { Failure } from '../../../base/failure.ts';
import { must } from '../../../base/assert.ts';
import { readDictionary, referenceIn, writeDictionary, type RawDictionary } from './pdf-text.ts';

/** More revisions than any report has. */
const MAX_TABLES = 64;

export class Revision {
  readonly #pdf: Uint8Array;
  readonly #text: string;
  readonly #offsets = new Map<number, number>();
  readonly #trailer: RawDictionary;
  readonly #startxref: number;
  readonly #objects = new Map<number, Buffer>();
  #next: number;

  /** @throws Failure PDF_UNREADABLE when the document is not one that can be appended to. */
  constructor(pdf: Uint8Array) {
    this.#pdf = pdf;
    this.#text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
    this.#startxref = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(this.#text.slice(-64))?.[1] ?? unreadable('it has no table at its end'));
    const trailers: RawDictionary[] = [];
    for (let at: number | null = this.#startxref; at !== null;) {
      const trailer = this.#readTable(at);
      trailers.push(trailer);
      if (trailers.length > MAX_TABLES) unreadable('it has too many revisions');
      const previous: string | undefined = trailer.get('Prev');
      at = previous === undefined ? null : Number(previous);
    }
    this.#trailer = must(trailers[0], 'one table was read');
    this.#next = Number(this.#trailer.get('Size') ?? unreadable('it does not say how many objects it has'));
    if (this.#trailer.has('Encrypt')) unreadable('it is encrypted');
  }

  get root(): number {
    return referenceIn(this.#trailer.get('Root')) ?? unreadable('it has no catalog');
  }

  /** The dictionary that a raw value is or refers to. */
  dictionary(value: string | undefined): RawDictionary {
    const number = referenceIn(value);
    return number === null ? readDictionary(value ?? unreadable('a dictionary is missing'), 0).entries : this.object(number);
  }

  object(number: number): RawDictionary {
    return readDictionary(this.#bodyOf(number), 0).entries;
  }

  /** Raw text of an object that is no stream. */
  text(number: number): string {
    const body = this.#bodyOf(number);
    return body.slice(0, body.indexOf('endobj')).trim();
  }

  /** Number for an object that is written later. */
  reserve(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  set(number: number, content: string): void {
    this.#objects.set(number, Buffer.from(`${String(number)} 0 obj\n${content}\nendobj\n`, 'latin1'));
  }

  add(content: string): number {
    const number = this.reserve();
    this.set(number, content);
    return number;
  }

  addStream(bytes: Uint8Array): number {
    const number = this.reserve();
    const head = Buffer.from(`${String(number)} 0 obj\n<<\n/Length ${String(bytes.length)}\n>>\nstream\n`, 'latin1');
    this.#objects.set(number, Buffer.concat([head, bytes, Buffer.from('\nendstream\nendobj\n', 'latin1')]));
    return number;
  }

  toBytes(): Uint8Array {
    const chunks: Uint8Array[] = [this.#pdf, Buffer.from('\n', 'latin1')];
    let at = this.#pdf.length + 1;
    const offsets = new Map<number, number>();
    for (const [number, bytes] of [...this.#objects].sort(([a], [b]) => a - b)) {
      offsets.set(number, at);
      chunks.push(bytes);
      at += bytes.length;
    }
    const trailer: RawDictionary = new Map([['Size', String(this.#next)]]);
    for (const key of ['Root', 'Info', 'ID']) {
      const value = this.#trailer.get(key);
      if (value !== undefined) trailer.set(key, value);
    }
    trailer.set('Prev', String(this.#startxref));
    const end = `${tableOf(offsets)}trailer\n${writeDictionary(trailer)}\nstartxref\n${String(at)}\n%%EOF`;
    return new Uint8Array(Buffer.concat([...chunks, Buffer.from(end, 'latin1')]));
  }

  #bodyOf(number: number): string {
    const offset = this.#offsets.get(number) ?? 0;
    const head = new RegExp(`^${String(number)} 0 obj\\s`).exec(this.#text.slice(offset, offset + 24));
    if (offset === 0 || head === null) unreadable(`object ${String(number)} is not where its table says`);
    return this.#text.slice(offset + head[0].length);
  }

  #readTable(start: number): RawDictionary {
    if (!/^xref\s/.test(this.#text.slice(start, start + 5))) unreadable('it has no classic cross-reference table');
    let at = start + 'xref'.length;
    for (;;) {
      const section = /^\s*(\d+) (\d+) ?\r?\n/.exec(this.#text.slice(at, at + 40));
      if (section === null) break;
      at += section[0].length;
      for (let i = 0; i < Number(section[2]); i += 1, at += 20) {
        const number = Number(section[1]) + i;
        // The newest table is read first and wins.
        if (!this.#offsets.has(number)) this.#offsets.set(number, this.#text[at + 17] === 'n' ? Number(this.#text.slice(at, at + 10)) : 0);
      }
    }
    const trailer = /^\s*trailer\s*/.exec(this.#text.slice(at, at + 32));
    if (trailer === null) unreadable('its table has no trailer');
    return readDictionary(this.#text, at + trailer[0].length).entries;
  }
}

function tableOf(offsets: ReadonlyMap<number, number>): string {
  const numbers = [...offsets.keys()];
  const lines = ['xref\n'];
  for (const number of numbers) {
    if (offsets.has(number - 1)) continue;
    let count = 1;
    while (offsets.has(number + count)) count += 1;
    lines.push(`${String(number)} ${String(count)}\n`);
    for (let i = 0; i < count; i += 1) lines.push(`${String(offsets.get(number + i)).padStart(10, '0')} 00000 n \n`);
  }
  return lines.join('');
}

function unreadable(words: string): never {
  throw new Failure('PDF_UNREADABLE', words);
}
