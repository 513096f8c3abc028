/** Levels of sound from the tiles of base/sound-grid: which column and which bins stand for a place of a picture, and in which grey; the same in the window and in the report. */
import { dbOf, hopOf, NOTHING, TILE_COLUMNS } from './sound-grid.ts';

/** One channel under one window at one level. */
export interface Grid {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly level: number;
}

export interface Tile {
  readonly codes: Uint16Array;
}

/** Rows of pixels counted from the top, where the highest frequency is. */
export interface Frequencies {
  hzAt(y: number): number;
}

export const hopAt = ({ sampleRate, level }: Pick<Grid, 'sampleRate' | 'level'>): number => hopOf(sampleRate) * 2 ** level;

/** The level whose columns are nearest to a pixel. */
export function levelFor(sampleRate: number, samplesPerPixel: number): number {
  return Math.min(26, Math.max(0, Math.round(Math.log2(samplesPerPixel / hopOf(sampleRate)))));
}

/** The column that stands for a sample. */
export const columnAt = (grid: Grid, sample: number): number => Math.max(0, Math.round(sample / hopAt(grid)));

/** First and last bin of a row of pixels: all that it covers, or the one nearest to its middle. */
export function binsAt({ sampleRate, fftSize }: Grid, axis: Frequencies, y: number): readonly [number, number] {
  const step = sampleRate / fftSize;
  const last = fftSize / 2;
  const [low, high] = [axis.hzAt(y + 1) / step, axis.hzAt(y) / step];
  const [first, final] = [Math.ceil(low), Math.ceil(high) - 1];
  if (final >= first) return [Math.max(0, first), Math.min(last, final)];
  const nearest = Math.min(last, Math.max(0, Math.round(axis.hzAt(y + 0.5) / step)));
  return [nearest, nearest];
}

/** The loudest level among bins of one column, dB, and its bin; null where there is no sound or no tile yet. */
export function levelAt(
  grid: Grid,
  tile: Tile | undefined,
  column: number,
  [first, last]: readonly [number, number],
): { readonly bin: number; readonly db: number } | null {
  if (tile === undefined) return null;
  const from = (column % TILE_COLUMNS) * (grid.fftSize / 2 + 1);
  let [most, loudest] = [-1, first];
  for (let bin = first; bin <= last; bin += 1) {
    const code = tile.codes[from + bin] ?? NOTHING;
    if (code === NOTHING) return null;
    if (code > most) [most, loudest] = [code, bin];
  }
  return most < 0 ? null : { bin: loudest, db: dbOf(most) };
}
