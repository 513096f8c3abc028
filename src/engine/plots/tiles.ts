/** Tiles of a plot: the rows themselves, or bins of time with the lowest, the highest and the mean value of each series. */
import { firstAbove } from '../../base/ascending.ts';
import { binUs, TILE_BINS, tileUs, writeTile } from '../../base/signal-grid.ts';
import type { PlotRows } from './plot-rows.ts';

/** All bins of a plot at one level, from bin `first` on; bin k covers [k, k + 1) times the width of the level. */
export interface Bins {
  readonly first: number;
  readonly gap: Float32Array;
  readonly series: readonly { readonly low: Float32Array; readonly high: Float32Array; readonly mean: Float32Array }[];
}

export function binned(rows: PlotRows, level: number): Bins {
  const width = binUs(level);
  const first = Math.floor(rows.firstUs / width);
  const count = rows.ptsUs.length === 0 ? 0 : Math.floor(rows.lastUs / width) - first + 1;
  const bins = Int32Array.from(rows.ptsUs, (us) => Math.floor(us / width) - first);
  return { first, gap: gapShares(rows, first, count, width), series: rows.series.map((values) => summary(values, bins, count)) };
}

function summary(values: Float64Array, bins: Int32Array, count: number): Bins['series'][number] {
  const empty = (): Float32Array => new Float32Array(count).fill(Number.NaN);
  const [low, high, mean] = [empty(), empty(), empty()];
  const sum = new Float64Array(count);
  const valued = new Uint32Array(count);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const bin = bins[row] ?? 0;
    if (!((low[bin] ?? Number.NaN) <= value)) low[bin] = value;
    if (!((high[bin] ?? Number.NaN) >= value)) high[bin] = value;
    sum[bin] = (sum[bin] ?? 0) + value;
    valued[bin] = (valued[bin] ?? 0) + 1;
  }
  for (let bin = 0; bin < count; bin += 1) if ((valued[bin] ?? 0) > 0) mean[bin] = (sum[bin] ?? 0) / (valued[bin] ?? 1);
  return { low, high, mean };
}

/** What of each bin's time lies in a gap: a gap stays visible, however wide the bins. */
function gapShares({ gaps }: PlotRows, first: number, count: number, width: number): Float32Array {
  const shares = new Float32Array(count);
  for (const [from, to] of gaps) {
    const last = Math.min(count - 1, Math.floor(to / width) - first);
    for (let bin = Math.max(0, Math.floor(from / width) - first); bin <= last; bin += 1) {
      const start = (first + bin) * width;
      shares[bin] = (shares[bin] ?? 0) + Math.max(0, Math.min(to, start + width) - Math.max(from, start)) / width;
    }
  }
  return shares;
}

export function binsTile(rows: PlotRows, bins: Bins, index: number): ArrayBuffer {
  const from = index * TILE_BINS - bins.first;
  const part = (all: Float32Array, rest: number): Float32Array => {
    const own = new Float32Array(TILE_BINS).fill(rest);
    own.set(all.subarray(Math.max(0, from), Math.max(0, from + TILE_BINS)), Math.min(TILE_BINS, Math.max(0, -from)));
    return own;
  };
  const none = Number.NaN;
  const series = bins.series.flatMap(({ low, high, mean }) => [part(low, none), part(high, none), part(mean, none)]);
  return writeTile(rows, bins.series.length, [part(bins.gap, 0), ...series]);
}

/** With the row before and the row after, so that a line can be drawn to the tile's edges. */
export function rowsTile(rows: PlotRows, index: number): ArrayBuffer {
  const width = tileUs('rows');
  const from = Math.max(0, firstAbove(rows.ptsUs, index * width - 0.5) - 1);
  const to = Math.min(rows.ptsUs.length, firstAbove(rows.ptsUs, (index + 1) * width - 0.5) + 1);
  return writeTile(rows, rows.series.length, [rows.ptsUs.subarray(from, to), ...rows.series.map((values) => values.subarray(from, to))]);
}
