/** Turns levels of tiles into pixels; what is read at the cursor comes from the same levels, never from a colour. */
import { dbOf, NOTHING, TILE_COLUMNS } from '../../base/sound-grid.ts';
import { binsAt, columnAt, type Grid, type Tile } from '../../base/sound-levels.ts';
import type { FrequencyAxis } from './sound-axis.ts';

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
