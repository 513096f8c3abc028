/** Turns levels of tiles into pixels; what is read at the cursor comes from the same levels, never from a colour. */
import { dbOf, hopOf, NOTHING, TILE_COLUMNS } from '../../base/sound-grid.ts';
import type { FrequencyAxis } from './sound-axis.ts';

/** One channel under one window at one level. */
export interface Grid {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly level: number;
}

export interface Tile {
  readonly codes: Uint16Array;
}

export const hopAt = ({ sampleRate, level }: Pick<Grid, 'sampleRate' | 'level'>): number => hopOf(sampleRate) * 2 ** level;

/** The level whose columns are nearest to a pixel. */
export function levelFor(sampleRate: number, samplesPerPixel: number): number {
  return Math.min(26, Math.max(0, Math.round(Math.log2(samplesPerPixel / hopOf(sampleRate)))));
}

/** The column that stands for a sample. */
export const columnAt = (grid: Grid, sample: number): number => Math.max(0, Math.round(sample / hopAt(grid)));

/** First and last bin of a row of pixels: all that it covers, or the one nearest to its middle. */
export function binsAt({ sampleRate, fftSize }: Grid, axis: FrequencyAxis, y: number): readonly [number, number] {
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

export interface Look {
  readonly axis: FrequencyAxis;
  /** White, and so many decibels below it black. */
  readonly topDb: number;
  readonly rangeDb: number;
  /** 256 colours, red, green and blue after one another. */
  readonly colours: Uint8Array;
}

/** Paints as wide as the image; pixels without sound or without a tile stay transparent. Returns the loudest level that was painted. */
export function paint(
  image: ImageData,
  grid: Grid,
  startSample: number,
  samplesPerPixel: number,
  look: Look,
  tileOf: (index: number) => Tile | undefined,
): number | null {
  const { width, height, data } = image;
  const bins = grid.fftSize / 2 + 1;
  const rows = Array.from({ length: height }, (_, y) => binsAt(grid, look.axis, y));
  const firsts = Int32Array.from(rows, ([first]) => first);
  const lasts = Int32Array.from(rows, ([, last]) => last);
  const codeTop = (look.topDb + 200) * 100;
  const perCode = 255 / (look.rangeDb * 100);
  let loudest = -1;
  data.fill(0);
  for (let x = 0; x < width; x += 1) {
    const sample = startSample + (x + 0.5) * samplesPerPixel;
    if (sample < 0) continue;
    const column = columnAt(grid, sample);
    const codes = tileOf(Math.floor(column / TILE_COLUMNS))?.codes;
    if (codes === undefined) continue;
    const from = (column % TILE_COLUMNS) * bins;
    if (codes[from] === NOTHING) continue;
    for (let y = 0; y < height; y += 1) {
      let most = 0;
      for (let bin = firsts[y] ?? 0, end = lasts[y] ?? 0; bin <= end; bin += 1) {
        const code = codes[from + bin] ?? 0;
        if (code > most) most = code;
      }
      if (most > loudest) loudest = most;
      const shade = 3 * Math.round(Math.min(255, Math.max(0, 255 + (most - codeTop) * perCode)));
      const to = 4 * (y * width + x);
      data[to] = look.colours[shade] ?? 0;
      data[to + 1] = look.colours[shade + 1] ?? 0;
      data[to + 2] = look.colours[shade + 2] ?? 0;
      data[to + 3] = 255;
    }
  }
  return loudest < 0 ? null : dbOf(loudest);
}

export const COLOURS = ['grey', 'amber'] as const;
export type Colours = (typeof COLOURS)[number];

/** The accent of tokens.css, linear light. */
const AMBER = [0.687, 0.361, 0.045] as const;
const LUMINANCE = [0.2126, 0.7152, 0.0722] as const;
/** Lightness at the bottom and top of the range, CIE L*: the bottom is the stage's own grey. */
const DARKEST = 7;
const BRIGHTEST = 97;

/** 256 colours whose lightness (CIE L*) rises in equal steps, so that equal steps of level look equal. */
export function colourTable(colours: Colours): Uint8Array {
  const table = new Uint8Array(3 * 256);
  const hue = colours === 'grey' ? [1, 1, 1] : AMBER;
  const own = hue.reduce<number>((sum, value, k) => sum + value * (LUMINANCE[k] ?? 0), 0);
  for (let n = 0; n < 256; n += 1) {
    const lightness = DARKEST + ((BRIGHTEST - DARKEST) * n) / 255;
    const wanted = lightness > 8 ? ((lightness + 16) / 116) ** 3 : lightness / 903.3;
    // The hue as bright as wanted; what a channel cannot hold is made up by white.
    const most = Math.max(...hue);
    const pure = Math.min(wanted / own, 1 / most);
    const white = Math.max(0, (wanted - pure * own) / (1 - pure * own));
    hue.forEach((value, k) => {
      const linear = pure * value + white * (1 - pure * value);
      const encoded = linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
      table[3 * n + k] = Math.round(255 * Math.min(1, Math.max(0, encoded)));
    });
  }
  return table;
}
