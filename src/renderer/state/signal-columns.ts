/** From bins of time to columns of pixels. */
import { binUs, TILE_BINS, type BinsTile } from '../../base/signal-grid.ts';

export interface Column {
  /** NaN: no value under this pixel. */
  low: number;
  high: number;
  /** Of the bin under the middle of the pixel. */
  mean: number;
  /** The largest share of a bin under this pixel in which nothing was measured. */
  gap: number;
}

/**
 * What of one series lies under the pixel from `fromUs` to `toUs`: of every bin that it touches, within this tile.
 * Fills `into`, so that drawing thousands of pixels leaves nothing behind.
 */
export function columnOf(tile: BinsTile, level: number, index: number, series: number, fromUs: number, toUs: number, into: Column): Column {
  const width = binUs(level);
  const base = index * TILE_BINS;
  const first = Math.max(0, Math.floor(fromUs / width) - base);
  const last = Math.min(TILE_BINS - 1, Math.max(Math.floor(fromUs / width), Math.ceil(toUs / width) - 1) - base);
  const one = tile.series[series];
  into.low = into.high = into.mean = Number.NaN;
  into.gap = 0;
  if (one === undefined) return into;
  for (let bin = first; bin <= last; bin += 1) {
    const low = one.low[bin] ?? Number.NaN;
    const high = one.high[bin] ?? Number.NaN;
    if (!(into.low <= low)) into.low = Number.isNaN(low) ? into.low : low;
    if (!(into.high >= high)) into.high = Number.isNaN(high) ? into.high : high;
    into.gap = Math.max(into.gap, tile.gap[bin] ?? 0);
  }
  const middle = Math.min(last, Math.max(first, Math.floor((fromUs + toUs) / 2 / width) - base));
  into.mean = one.mean[middle] ?? Number.NaN;
  return into;
}
