/** Reads one PDF object at a time out of bytes that may be hostile (ISO 32000-1, 7.3); keeps where each string stood. */
import { fromHex, fromLatin1, latin1 } from './bytes.ts';

export type PdfObject =
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'string'; readonly bytes: Uint8Array }
  /** `start` is the offset of `<`, `end` the offset after `>`; `digits` is what stands between them, unchanged. */
  | { readonly kind: 'hex'; readonly start: number; readonly end: number; readonly digits: string }
  | { readonly kind: 'array'; readonly items: readonly PdfObject[] }
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, PdfObject> }
  | { readonly kind: 'word'; readonly value: string };

/** The bytes are not a PDF object; the caller decides what that means. */
export class PdfSyntaxError extends Error {
  override readonly name = 'PdfSyntaxError';
}

/** A signature dictionary needs three levels; anything deeper than this is an attack. */
const MAX_DEPTH = 16;
/** Entries of one array or dictionary. */
const MAX_ENTRIES = 4096;

const WHITE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const DELIMITERS = new Set(fromLatin1('()<>[]{}/%'));

/** @throws PdfSyntaxError */
export function readPdfObject(bytes: Uint8Array, offset: number): PdfObject {
  return readPdfObjectAt(bytes, offset).object;
}

/** The object, and the offset after it. @throws PdfSyntaxError */
export function readPdfObjectAt(bytes: Uint8Array, offset: number): { readonly object: PdfObject; readonly end: number } {
  const reader = new Reader(bytes, offset);
  return { object: reader.object(0), end: reader.at };
}

class Reader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#at = offset;
  }

  get at(): number {
    return this.#at;
  }

  object(depth: number): PdfObject {
    if (depth > MAX_DEPTH) throw new PdfSyntaxError('too deep');
    this.#skipWhite();
    const byte = this.#peek();
    if (byte === 0x2f) return { kind: 'name', value: this.#name() };
    if (byte === 0x28) return { kind: 'string', bytes: this.#literal() };
    if (byte === 0x5b) return this.#array(depth);
    if (byte === 0x3c) return this.#peek(1) === 0x3c ? this.#dictionary(depth) : this.#hex();
    const text = this.#regular();
    if (text === '') throw new PdfSyntaxError(`unexpected byte at ${String(this.#at)}`);
    return /^[+-]?\d+(\.\d*)?$/.test(text) ? { kind: 'number', value: Number(text), text } : { kind: 'word', value: text };
  }

  #dictionary(depth: number): PdfObject {
    this.#at += 2;
    const entries = new Map<string, PdfObject>();
    for (;;) {
      this.#skipWhite();
      if (this.#peek() === 0x3e && this.#peek(1) === 0x3e) break;
      if (this.#peek() !== 0x2f) throw new PdfSyntaxError('a dictionary key must be a name');
      const key = this.#name();
      // Two values under one key would let two readers see two documents.
      if (entries.has(key) || entries.size >= MAX_ENTRIES) throw new PdfSyntaxError(`key ${key} stands twice`);
      entries.set(key, this.#valueOrReference(depth + 1));
    }
    this.#at += 2;
    return { kind: 'dictionary', entries };
  }

  /** `12 0 R` is three tokens that mean one object. */
  #valueOrReference(depth: number): PdfObject {
    const first = this.object(depth);
    if (first.kind !== 'number') return first;
    const reference = /^[\s\0]+(\d{1,5})[\s\0]+R(?=[\s\0/<>[\]()%])/.exec(this.#ahead(24));
    if (reference === null) return first;
    this.#at += reference[0].length;
    return { kind: 'word', value: `${first.text} ${String(reference[1])} R` };
  }

  #array(depth: number): PdfObject {
    this.#at += 1;
    const items: PdfObject[] = [];
    for (;;) {
      this.#skipWhite();
      if (this.#peek() === 0x5d) break;
      if (items.length >= MAX_ENTRIES) throw new PdfSyntaxError('array too long');
      items.push(this.#valueOrReference(depth + 1));
    }
    this.#at += 1;
    return { kind: 'array', items };
  }

  #hex(): PdfObject {
    const start = this.#at;
    const close = this.#bytes.indexOf(0x3e, start);
    if (close === -1) throw new PdfSyntaxError('hexadecimal string without end');
    this.#at = close + 1;
    return { kind: 'hex', start, end: close + 1, digits: latin1(this.#bytes.subarray(start + 1, close)) };
  }

  #literal(): Uint8Array {
    const out: number[] = [];
    this.#at += 1;
    for (let nesting = 1; ; this.#at += 1) {
      const byte = this.#peek();
      if (byte === 0x5c) {
        this.#at += 1;
        out.push(...this.#escape());
        continue;
      }
      if (byte === 0x28) nesting += 1;
      if (byte === 0x29) nesting -= 1;
      if (nesting === 0) break;
      out.push(byte);
    }
    this.#at += 1;
    return Uint8Array.from(out);
  }

  #escape(): number[] {
    const byte = this.#peek();
    const octal = /^[0-7]{1,3}/.exec(this.#ahead(3));
    if (octal !== null) {
      this.#at += octal[0].length - 1;
      return [parseInt(octal[0], 8) & 0xff];
    }
    if (byte === 0x0a || byte === 0x0d) return [];
    const simple: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, b: 0x08, f: 0x0c };
    return [simple[String.fromCharCode(byte)] ?? byte];
  }

  #name(): string {
    this.#at += 1;
    return this.#regular().replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  }

  #regular(): string {
    const start = this.#at;
    while (this.#at < this.#bytes.length) {
      const byte = this.#peek();
      if (WHITE.has(byte) || DELIMITERS.has(byte)) break;
      this.#at += 1;
    }
    return latin1(this.#bytes.subarray(start, this.#at));
  }

  #skipWhite(): void {
    for (; this.#at < this.#bytes.length; this.#at += 1) {
      const byte = this.#peek();
      if (byte === 0x25) {
        while (this.#at < this.#bytes.length && this.#peek() !== 0x0a && this.#peek() !== 0x0d) this.#at += 1;
      } else if (!WHITE.has(byte)) return;
    }
  }

  #peek(ahead = 0): number {
    const byte = this.#bytes[this.#at + ahead];
    if (byte === undefined) throw new PdfSyntaxError('unexpected end');
    return byte;
  }

  #ahead(count: number): string {
    return latin1(this.#bytes.subarray(this.#at, this.#at + count));
  }
}

/** A text string (ISO 32000-1, 7.9.2.2): UTF-16 with its mark, or close to Latin-1. */
export function textIn(object: PdfObject | undefined): string | null {
  const bytes = object?.kind === 'hex' ? fromHex(object.digits) : object?.kind === 'string' ? object.bytes : null;
  if (bytes === null) return null;
  const utf16 = bytes[0] === 0xfe && bytes[1] === 0xff;
  return utf16 ? new TextDecoder('utf-16be').decode(bytes.subarray(2)) : latin1(bytes);
}
