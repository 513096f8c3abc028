/** How a plot of signals is cut into tiles, and how the bytes of a tile lie: engine and window both count by this. */

/** `rows`: the stored values themselves; a number: bins of two to that power microseconds. */
export type Level = 'rows' | number;

/** A tile of rows covers so much time: 840 frames at 25 per second. */
const ROWS_TILE_US = 2 ** 25;
export const TILE_BINS = 512;
/** Bins of 4 ms and of 12 days. */
export const LEAST_LEVEL = 12;
export const MOST_LEVEL = 40;

export const binUs = (level: number): number => 2 ** level;
export const tileUs = (level: Level): number => (level === 'rows' ? ROWS_TILE_US : TILE_BINS * binUs(level));

/** Of the whole plot, in every one of its tiles; NaN where nothing was measured. */
export interface PlotExtent {
  readonly low: number;
  readonly high: number;
  readonly firstUs: number;
  readonly lastUs: number;
  /** The usual distance of two rows: three of four stand no further apart. */
  readonly usualUs: number;
}

/** The rows of a tile, the one before and the one after; NaN: no value. A row without any value stands inside each gap. */
export interface RowsTile extends PlotExtent {
  readonly ptsUs: Float64Array;
  readonly values: readonly Float64Array[];
}

/** One entry for each of TILE_BINS bins; NaN where the bin has no value. */
export interface BinsTile extends PlotExtent {
  /** The share of the bin's time in which nothing was measured. */
  readonly gap: Float32Array;
  readonly series: readonly { readonly low: Float32Array; readonly high: Float32Array; readonly mean: Float32Array }[];
}

/** Then, of rows: times and each series (Float64); of bins: gaps, and of each series lowest, highest and mean (Float32). Little-endian. */
const HEAD = ['low', 'high', 'firstUs', 'lastUs', 'usualUs', 'series', 'count'] as const;
const HEAD_BYTES = 8 * HEAD.length;

export function writeTile(extent: PlotExtent, series: number, arrays: readonly (Float64Array | Float32Array)[]): ArrayBuffer {
  const bytes = new Uint8Array(HEAD_BYTES + arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  const { low, high, firstUs, lastUs, usualUs } = extent;
  new Float64Array(bytes.buffer, 0, HEAD.length).set([low, high, firstUs, lastUs, usualUs, series, arrays[0]?.length ?? 0]);
  let at = HEAD_BYTES;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes.buffer;
}

function head(bytes: ArrayBuffer): PlotExtent & { readonly series: number; readonly count: number } {
  const [low = Number.NaN, high = Number.NaN, firstUs = 0, lastUs = 0, usualUs = 0, series = 0, count = 0] = new Float64Array(
    bytes,
    0,
    HEAD.length,
  );
  return { low, high, firstUs, lastUs, usualUs, series, count };
}

export function readRows(bytes: ArrayBuffer): RowsTile {
  const { series, count, ...extent } = head(bytes);
  const part = (k: number): Float64Array => new Float64Array(bytes, HEAD_BYTES + 8 * count * k, count);
  return { ...extent, ptsUs: part(0), values: Array.from({ length: series }, (_, k) => part(k + 1)) };
}

export function readBins(bytes: ArrayBuffer): BinsTile {
  const { series, count, ...extent } = head(bytes);
  const part = (k: number): Float32Array => new Float32Array(bytes, HEAD_BYTES + 4 * count * k, count);
  const one = (k: number) => ({ low: part(3 * k + 1), high: part(3 * k + 2), mean: part(3 * k + 3) });
  return { ...extent, gap: part(0), series: Array.from({ length: series }, (_, k) => one(k)) };
}

/** The finest level at which a bin is no wider than a pixel; rows as soon as fewer than two of them share a pixel. */
export function levelFor(usPerPixel: number, usualUs: number): Level {
  if (usPerPixel < 2 * usualUs) return 'rows';
  return Math.min(MOST_LEVEL, Math.max(LEAST_LEVEL, Math.floor(Math.log2(usPerPixel))));
}

/** The level at which one tile is as long as all of it. */
export function overviewLevel(fullUs: number): number {
  return Math.min(MOST_LEVEL, Math.max(LEAST_LEVEL, Math.ceil(Math.log2(Math.max(1, fullUs) / TILE_BINS))));
}

/** From the last value before to the first value after: stretches of rows in which no series has a value. */
export function gapsOf(ptsUs: Float64Array, series: readonly Float64Array[]): [number, number][] {
  const found: [number, number][] = [];
  let from: number | null = null;
  let lastValued = ptsUs[0] ?? 0;
  for (const [at, us] of ptsUs.entries()) {
    if (series.every((values) => Number.isNaN(values[at] ?? Number.NaN))) from ??= lastValued;
    else {
      if (from !== null) found.push([from, us]);
      from = null;
      lastValued = us;
    }
  }
  if (from !== null) found.push([from, ptsUs.at(-1) ?? from]);
  return found;
}
