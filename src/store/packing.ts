/** How rows of numbers lie in blobs: little-endian, described here once, so that another program can read them. */
import type { FaceRow } from '../engine/protocol.ts';
import type { ObservationRow } from '../engine/detectors/interface.ts';
import { assert } from '../base/assert.ts';
import { Failure } from '../base/failure.ts';

/** Frame numbers and track ids are unsigned 32-bit; this value stands for "no track". */
const NO_TRACK = 0xffffffff;

/** Reads one value after another and turns an end that comes too early into CASE_DAMAGED. */
class Reader {
  readonly #view: DataView;
  #at = 0;
  constructor(data: Uint8Array) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }
  get done(): boolean {
    return this.#at === this.#view.byteLength;
  }
  #take(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#view.byteLength) throw new Failure('CASE_DAMAGED', 'a batch of rows is cut off');
    this.#at += bytes;
    return at;
  }
  u16 = (): number => this.#view.getUint16(this.#take(2), true);
  u32 = (): number => this.#view.getUint32(this.#take(4), true);
  i64 = (): number => Number(this.#view.getBigInt64(this.#take(8), true));
  f32 = (): number => this.#view.getFloat32(this.#take(4), true);
  /** In one go: a film of two hours has 35 million. */
  manyF32(count: number): number[] {
    const view = this.#view;
    const from = this.#take(4 * count);
    const values: number[] = [];
    for (let k = 0; k < count; k += 1) values.push(view.getFloat32(from + 4 * k, true));
    return values;
  }
  f64 = (): number => this.#view.getFloat64(this.#take(8), true);
}

class Writer {
  #view: DataView;
  #at = 0;
  constructor(bytes: number) {
    this.#view = new DataView(new ArrayBuffer(bytes));
  }
  #next(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
  u16(value: number): void {
    assert(Number.isInteger(value) && value >= 0 && value <= 0xffff, 'not an unsigned 16-bit integer');
    this.#view.setUint16(this.#next(2), value, true);
  }
  u32(value: number): void {
    assert(Number.isInteger(value) && value >= 0 && value <= 0xffffffff, 'not an unsigned 32-bit integer');
    this.#view.setUint32(this.#next(4), value, true);
  }
  i64(value: number): void {
    assert(Number.isSafeInteger(value), 'not a safe integer');
    this.#view.setBigInt64(this.#next(8), BigInt(value), true);
  }
  f32(value: number): void {
    assert(Number.isFinite(value), 'not a finite number');
    this.#view.setFloat32(this.#next(4), value, true);
  }
  /** NaN stands for "no measure". */
  f64(value: number | null): void {
    assert(value === null || Number.isFinite(value), 'not a finite number');
    this.#view.setFloat64(this.#next(8), value ?? Number.NaN, true);
  }
  bytes(): Uint8Array {
    assert(this.#at === this.#view.byteLength, 'a blob of another length than reckoned');
    return new Uint8Array(this.#view.buffer);
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Each face: frame u32, pts i64 (microseconds), track u32, confidence f32, box 4 x f32, number of floats u16, floats f32 (x, y, x, y, ...). */
export function packFaces(rows: readonly FaceRow[]): Uint8Array {
  const writer = new Writer(sum(rows.map((row) => 38 + 4 * row.points.length)));
  for (const row of rows) {
    writer.u32(row.frame);
    writer.i64(row.ptsUs);
    writer.u32(row.trackId);
    writer.f32(row.confidence);
    for (const side of row.box) writer.f32(side);
    writer.u16(row.points.length);
    for (const value of row.points) writer.f32(value);
  }
  return writer.bytes();
}

export function unpackFaces(data: Uint8Array): FaceRow[] {
  const reader = new Reader(data);
  const rows: FaceRow[] = [];
  while (!reader.done) {
    const frame = reader.u32();
    const ptsUs = reader.i64();
    const trackId = reader.u32();
    const confidence = reader.f32();
    const box: [number, number, number, number] = [reader.f32(), reader.f32(), reader.f32(), reader.f32()];
    const points = reader.manyF32(reader.u16());
    rows.push({ frame, ptsUs, trackId, confidence, box, points });
  }
  return rows;
}

/** Each row: frame u32, pts i64 (microseconds), track u32, number of values u16, values f64. */
export function packObservations(rows: readonly ObservationRow[]): Uint8Array {
  const writer = new Writer(sum(rows.map((row) => HEAD + 8 * row.values.length)));
  for (const row of rows) {
    writer.u32(row.frame);
    writer.i64(row.ptsUs);
    writer.u32(row.trackId ?? NO_TRACK);
    writer.u16(row.values.length);
    for (const value of row.values) writer.f64(value);
  }
  return writer.bytes();
}

/** A row whose numbers stay as they lie until they are read: a boxed number takes three times as much, and hours of film have millions. */
class PackedRow implements ObservationRow {
  readonly frame: number;
  readonly ptsUs: number;
  readonly trackId: number | null;
  readonly #view: DataView;
  readonly #at: number;
  readonly #lately: LatelyRead;
  #values: (number | null)[] | null = null;

  constructor(view: DataView, at: number, lately: LatelyRead) {
    const track = view.getUint32(at + 12, true);
    this.frame = view.getUint32(at, true);
    this.ptsUs = Number(view.getBigInt64(at + 4, true));
    this.trackId = track === NO_TRACK ? null : track;
    this.#view = view;
    this.#at = at;
    this.#lately = lately;
  }

  get values(): (number | null)[] {
    if (this.#values !== null) return this.#values;
    const count = this.#view.getUint16(this.#at + 16, true);
    const values: (number | null)[] = [];
    for (let k = 0, at = this.#at + HEAD; k < count; k += 1, at += 8) {
      const value = this.#view.getFloat64(at, true);
      values.push(Number.isNaN(value) ? null : value);
    }
    this.#values = values;
    this.#lately.add(this, count);
    return values;
  }

  forget(): void {
    this.#values = null;
  }
}

/** Numbers that stay as they were read: conclusions go through the rows of a film once for each measure, and those of minutes are all found again. */
const REMEMBERED = 2 ** 18;

/** The rows of one reading of which the numbers stay; dies with them. */
export class LatelyRead {
  #now: PackedRow[] = [];
  #before: PackedRow[] = [];
  #numbers = 0;

  /** Half of what is remembered is forgotten at a time. */
  add(row: PackedRow, count: number): void {
    this.#now.push(row);
    this.#numbers += count;
    if (this.#numbers < REMEMBERED / 2) return;
    for (const one of this.#before) one.forget();
    this.#before = this.#now;
    this.#now = [];
    this.#numbers = 0;
  }
}

/** Bytes of a row before its values. */
const HEAD = 18;

/** As unpackObservations, in a quarter of the memory: `data` is kept. Two rows must not be compared by their own properties. `lately`: of all batches that are read together. */
export function packedRows(data: Uint8Array, lately: LatelyRead): ObservationRow[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const rows: ObservationRow[] = [];
  for (let at = 0; at < data.length;) {
    const end = at + HEAD <= data.length ? at + HEAD + 8 * view.getUint16(at + 16, true) : Number.POSITIVE_INFINITY;
    if (end > data.length) throw new Failure('CASE_DAMAGED', 'a batch of rows is cut off');
    rows.push(new PackedRow(view, at, lately));
    at = end;
  }
  return rows;
}

export function unpackObservations(data: Uint8Array): ObservationRow[] {
  const reader = new Reader(data);
  const rows: ObservationRow[] = [];
  while (!reader.done) {
    const frame = reader.u32();
    const ptsUs = reader.i64();
    const track = reader.u32();
    const values = Array.from({ length: reader.u16() }, () => {
      const value = reader.f64();
      return Number.isNaN(value) ? null : value;
    });
    rows.push({ frame, ptsUs, trackId: track === NO_TRACK ? null : track, values });
  }
  return rows;
}

/** 64-bit integers, little-endian. */
export function packPts(pts: readonly number[]): Uint8Array {
  const writer = new Writer(8 * pts.length);
  for (const value of pts) writer.i64(value);
  return writer.bytes();
}

export function unpackPts(data: Uint8Array): number[] {
  const reader = new Reader(data);
  return Array.from({ length: data.length / 8 }, reader.i64);
}

/** 32-bit unsigned integers, little-endian. */
export function packFrameNumbers(frames: readonly number[]): Uint8Array {
  const writer = new Writer(4 * frames.length);
  for (const value of frames) writer.u32(value);
  return writer.bytes();
}

export function unpackFrameNumbers(data: Uint8Array): number[] {
  const reader = new Reader(data);
  return Array.from({ length: data.length / 4 }, reader.u32);
}
