/** Says whether a file ends before its own structure says it does; decoders forgive that silently, an examiner must not. */
import { open, type FileHandle } from 'node:fs/promises';
import { HEIF } from './heif.ts';
import type { Sniffed } from './sniff.ts';
import { jpegFill, readAt } from './sniff.ts';

/** A crafted file has a part every few bytes, and each read of a disk costs as much as thousands of them. */
const WINDOW_BYTES = 65_536;

/** Reads a file forwards, in pieces. */
class Window {
  readonly size: number;
  readonly #file: FileHandle;
  #from = 0;
  #piece: Buffer = Buffer.alloc(0);

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  /** What is in memory from there on: at least `length` bytes where the file has them. */
  async from(position: number, length: number): Promise<Buffer> {
    // A stated length may lead to a place that no file reaches, and that no read can name.
    if (position >= this.size) return Buffer.alloc(0);
    const at = position - this.#from;
    if (at < 0 || at + length > this.#piece.length) {
      this.#piece = await readAt(this.#file, position, Math.max(length, WINDOW_BYTES));
      this.#from = position;
      return this.#piece;
    }
    return this.#piece.subarray(at);
  }

  /** At most `length` bytes; fewer at the end of the file. */
  async read(position: number, length: number): Promise<Buffer> {
    return (await this.from(position, length)).subarray(0, length);
  }
}

/** null: whole, or a format that does not say how long it is (MPEG-TS, MP3, Ogg, FLAC, TIFF); otherwise what is missing, in words. */
export async function whatIsMissing(path: string, sniffed: Sniffed): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Window(file, size);
    switch (sniffed.demuxer) {
      case 'mov':
      case HEIF:
        return await boxes(bytes);
      case 'matroska':
        return await matroska(bytes);
      case 'avi':
      case 'wav':
      case 'webp_pipe':
        return await riff(bytes);
      case 'png_pipe':
      case 'apng':
        return await png(bytes);
      case 'jpeg_pipe':
        return await jpeg(bytes);
      case 'gif':
        return (await readAt(file, Math.max(0, size - 64), 64)).includes(0x3b) ? null : 'the GIF trailer is missing';
      default:
        return null;
    }
  } finally {
    await file.close();
  }
}

const by = (position: number, length: number, size: number): string => `${position + length - size} of its bytes are missing`;

/** More boxes, chunks or segments than this at the top level is no real file; the decoder then says what it is. */
const MOST_PARTS = 1_000_000;
/** HEIF and AVIF stills have no `moov`. */
const STILL_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'avif']);

/** ISO/IEC 14496-12 section 4.2: a size, a type; size 1: 64 bits follow; size 0: to the end of the file. */
async function boxes(bytes: Window): Promise<string | null> {
  const { size } = bytes;
  let position = 0;
  let index = false;
  let still = false;
  for (let count = 0; count < MOST_PARTS && position + 8 <= size; count++) {
    const head = await bytes.read(position, 16);
    const type = head.toString('latin1', 4, 8);
    let length = head.readUInt32BE(0);
    if (length === 1 && head.length === 16) length = Number(head.readBigUInt64BE(8));
    else if (length === 0) length = size - position;
    // What follows the last box may be anything; only things that look like boxes count.
    if (length < 8 || !/^[\w ©-]{4}$/.test(type)) break;
    if (position + length > size) return `box ${type}: ${by(position, length, size)}`;
    index ||= type === 'moov';
    still ||= type === 'ftyp' && STILL_BRANDS.has(head.toString('latin1', 8, 12));
    position += length;
  }
  return index || still ? null : 'the index (moov) is missing';
}

/** RFC 8794 section 4: the leading zeros of the first byte say how many bytes follow; all ones means unknown. */
function vint(bytes: Buffer, at: number): { readonly value: number | null; readonly length: number } {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > 8) return { value: null, length: 1 };
  let value = first & ((1 << (8 - length)) - 1);
  let ones = value === (1 << (8 - length)) - 1;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    ones &&= byte === 0xff;
    value = value * 256 + byte;
  }
  return { value: ones ? null : value, length };
}

async function matroska(bytes: Window): Promise<string | null> {
  const { size } = bytes;
  const head = await bytes.read(0, 64);
  const header = vint(head, 4);
  if (header.value === null) return null;
  const at = 4 + header.length + header.value;
  const next = await bytes.read(at, 12);
  if (next.toString('hex', 0, 4) !== '18538067') return next.length < 12 ? 'the segment is missing' : null;
  const segment = vint(next, 4);
  if (segment.value === null) return null;
  const from = at + 4 + segment.length;
  return from + segment.value > size ? `the segment: ${by(from, segment.value, size)}` : null;
}

async function riff(bytes: Window): Promise<string | null> {
  const { size } = bytes;
  const head = await bytes.read(0, 12);
  const length = head.readUInt32LE(4);
  // Recorders that were switched off, and streams, leave 0 or all ones.
  if (length === 0 || length === 0xffffffff) return null;
  // One byte of padding at the end is often left out.
  return 8 + length > size + 1 ? `RIFF: ${by(8, length, size)}` : null;
}

async function png(bytes: Window): Promise<string | null> {
  const { size } = bytes;
  let position = 8;
  for (let count = 0; position + 12 <= size; count++) {
    if (count === MOST_PARTS) return null;
    const head = await bytes.read(position, 8);
    const length = head.readUInt32BE(0) + 12;
    if (position + length > size) return `chunk ${head.toString('latin1', 4, 8)}: ${by(position, length, size)}`;
    if (head.toString('latin1', 4, 8) === 'IEND') return null;
    position += length;
  }
  return 'the end chunk (IEND) is missing';
}

/** ITU-T T.81 annex B: segments up to the scan; inside the scan FF is followed by 00 or a restart, so the first FF D9 is the end. */
async function jpeg(bytes: Window): Promise<string | null> {
  const { size } = bytes;
  let position = 2;
  for (let count = 0; ; count++) {
    if (count === MOST_PARTS) return null;
    const head = await bytes.read(position, 4);
    if (head.length < 4) return 'the picture data is missing';
    const marker = head[1] ?? 0;
    if (head[0] !== 0xff) return null;
    if (marker === 0xff) {
      position += jpegFill(await bytes.from(position, 4));
      continue;
    }
    position += 2 + head.readUInt16BE(2);
    if (position > size) return 'a header segment is cut off';
    if (marker === 0xda) break;
  }
  for (let last = 0; position < size;) {
    const part = await bytes.read(position, 1 << 20);
    if (last === 0xff && part[0] === 0xd9) return null;
    if (part.includes(Buffer.from([0xff, 0xd9]))) return null;
    last = part[part.length - 1] ?? 0;
    position += part.length;
  }
  return 'the end marker (EOI) is missing';
}
