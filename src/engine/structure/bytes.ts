/** Bounded random access to a file that may lie about everything: pages, a limit on what is read, and a limit on what is kept. */
import { open, type FileHandle } from 'node:fs/promises';
import type { FileStructure } from '../../contract/structure.ts';
import { readAt } from '../media/sniff.ts';

/** Reading ends here: what was gathered so far is kept, and the reason is told. */
export class ReadingEnded extends Error {
  override readonly name = 'ReadingEnded';
}

const PAGE_BYTES = 65_536;
const PAGES_KEPT = 16;
/** A film's index lies in a few MiB; entropy-coded data of a still is passed through once. */
const PAGES_READ_AT_MOST = 4096;

export class FileBytes {
  readonly size: number;
  readonly #file: FileHandle;
  readonly #signal: AbortSignal;
  readonly #pages = new Map<number, Buffer>();
  #read = 0;

  private constructor(file: FileHandle, size: number, signal: AbortSignal) {
    this.#file = file;
    this.size = size;
    this.#signal = signal;
  }

  static async open(path: string, signal: AbortSignal): Promise<FileBytes> {
    const file = await open(path, 'r');
    return new FileBytes(file, (await file.stat()).size, signal);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** At most `length` bytes (never above 1 MiB); fewer at the end of the file. */
  async read(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, 1 << 20, this.size - offset));
    const parts: Buffer[] = [];
    for (let at = offset; at < offset + wanted;) {
      const page = await this.#page(Math.floor(at / PAGE_BYTES));
      const from = at % PAGE_BYTES;
      const piece = page.subarray(from, Math.min(page.length, from + offset + wanted - at));
      if (piece.length === 0) break;
      parts.push(piece);
      at += piece.length;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  async #page(number: number): Promise<Buffer> {
    const kept = this.#pages.get(number);
    if (kept !== undefined) return kept;
    this.#signal.throwIfAborted();
    if (++this.#read > PAGES_READ_AT_MOST) throw new ReadingEnded('Reading ended: the structure is spread over too much of the file.');
    const page = await readAt(this.#file, number * PAGE_BYTES, PAGE_BYTES);
    const oldest = this.#pages.keys().next();
    if (this.#pages.size >= PAGES_KEPT && oldest.done !== true) this.#pages.delete(oldest.value);
    this.#pages.set(number, page);
    return page;
  }
}

export type Part = FileStructure['parts'][number];

const PARTS_KEPT = 1500;
const PARTS_AT_MOST = 100_000;
const PROBLEMS_KEPT = 30;
const LISTED = 60;

/** Printable, on one line, not longer than `limit`. */
export function printable(text: string, limit: number): string {
  const plain = text.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 1)}…`;
}

/** What a reader of one format finds, within limits. */
export class Gathered {
  readonly parts: Part[] = [];
  readonly problems: string[] = [];
  readonly writers: { where: string; text: string }[] = [];
  readonly times: { where: string; atUtc: string | null }[] = [];
  jpeg: FileStructure['jpeg'] = null;
  iso: NonNullable<FileStructure['iso']> | undefined;
  partsOmitted = 0;

  part(name: string, depth: number, offset: number, sizeBytes: number, note: string | null = null): void {
    if (this.parts.length + this.partsOmitted >= PARTS_AT_MOST) throw new ReadingEnded('Reading ended: too many parts.');
    if (this.parts.length >= PARTS_KEPT) {
      this.partsOmitted += 1;
      return;
    }
    const words = note === null ? null : printable(note, 400);
    this.parts.push({ name: printable(name, 80), depth, offset, sizeBytes: Math.max(0, sizeBytes), note: words === '' ? null : words });
  }

  problem(words: string): void {
    if (this.problems.length < PROBLEMS_KEPT) this.problems.push(printable(words, 400));
  }

  writer(where: string, text: string): void {
    const words = printable(text, 1000);
    const known = this.writers.some((writer) => writer.text === words && writer.where === where);
    if (words !== '' && !known && this.writers.length < LISTED) this.writers.push({ where: printable(where, 80), text: words });
  }

  time(where: string, atUtc: string | null): void {
    if (this.times.length < LISTED) this.times.push({ where: printable(where, 80), atUtc });
  }
}

/** Seconds or fractions of them since an epoch as UTC; `null` for zero and for what no calendar of this age holds. */
export function utcSince(epochMs: number, seconds: number): string | null {
  const ms = epochMs + seconds * 1000;
  if (seconds === 0 || !Number.isFinite(ms) || Math.abs(ms) > 8e15) return null;
  const date = new Date(ms);
  return date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999 ? null : date.toISOString();
}
