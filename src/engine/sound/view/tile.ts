/** One tile of a spectrogram: 64 columns of levels, column by column, each from the window's mean power. */
import { codeOf, hopOf, NOTHING, TILE_COLUMNS, windowsIn } from '../../../base/sound-grid.ts';
import { decibels, type ShortTime } from '../../signal/short-time.ts';

export interface TilePlace {
  readonly sampleRate: number;
  readonly level: number;
  readonly index: number;
}

/** Samples from column to column. */
export const hopAt = ({ sampleRate, level }: Pick<TilePlace, 'sampleRate' | 'level'>): number => hopOf(sampleRate) * 2 ** level;

/** The first sample that a tile's last window needs no more. */
export const endOf = (place: TilePlace, span: number): number =>
  ((place.index + 1) * TILE_COLUMNS - 1) * hopAt(place) + Math.floor(hopAt(place) / 2) + span;

/**
 * `TILE_COLUMNS` x `bins` codes of base/sound-grid. Column k stands at sample (index * TILE_COLUMNS + k) * hop, the middle of its window;
 * where its stretch is longer than the window, it is the mean power of up to four windows evenly spread over the stretch.
 * `read` gives samples (zeros outside the recording); `silent` says where there is no sound.
 */
export function spectrogramTile(
  place: TilePlace,
  short: ShortTime,
  read: (from: number, count: number) => Float32Array,
  silent: (sample: number) => boolean,
): Uint16Array {
  const hop = hopAt(place);
  const windows = windowsIn(hop, short.span);
  const half = short.span / 2;
  const tile = new Uint16Array(TILE_COLUMNS * short.bins);
  const power = new Float64Array(short.bins);
  const first = place.index * TILE_COLUMNS * hop;
  // Close up, windows share their samples: one read for all.
  const shared = windows === 1 && hop <= short.span ? Float64Array.from(read(first - half, (TILE_COLUMNS - 1) * hop + short.span)) : null;
  for (let k = 0; k < TILE_COLUMNS; k += 1) {
    const centre = first + k * hop;
    const column = tile.subarray(k * short.bins, (k + 1) * short.bins);
    if (silent(centre)) {
      column.fill(NOTHING);
      continue;
    }
    power.fill(0);
    for (let w = 0; w < windows; w += 1) {
      const middle = centre + Math.round(((w + 0.5) / windows - 0.5) * hop);
      if (shared !== null) short.add(shared, k * hop, power);
      else short.add(Float64Array.from(read(middle - half, short.span)), 0, power);
    }
    for (let bin = 0; bin < short.bins; bin += 1) column[bin] = codeOf(decibels((power[bin] ?? 0) / windows));
  }
  return tile;
}
