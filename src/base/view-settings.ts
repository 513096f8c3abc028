/** View settings: how a decoded frame is looked at. They are applied to a copy, in the window and in the report by this same code, and never to evidence. */
import type { Channel, Contrast, Matrix, ViewSettings } from '../contract/view.ts';
import { luma, MATRICES } from './luma.ts';

export const NEUTRAL: ViewSettings = {
  channel: 'rgb',
  contrast: 'none',
  black: 0,
  white: 255,
  gamma: 1,
  invert: false,
  matrix: 'bt601',
};

/** The matrix alone changes nothing that is shown. */
export const isNeutral = (view: ViewSettings): boolean => viewPartWords(view).length === 0;

const CHANNEL_NAMES: Readonly<Record<Channel, string>> = { rgb: 'RGB', r: 'R', g: 'G', b: 'B', y: 'Y′', cb: 'Cb', cr: 'Cr' };
export const channelName = (channel: Channel): string => CHANNEL_NAMES[channel];

function viewPartWords(view: ViewSettings): string[] {
  const by = ` (${MATRICES[view.matrix].name})`;
  const weighted = view.channel === 'y' || view.channel === 'cb' || view.channel === 'cr';
  const contrast = view.contrast === 'clahe' ? 'local contrast by CLAHE' : 'histogram equalised';
  return [
    ...(view.channel === 'rgb' ? [] : [`channel ${channelName(view.channel)}${weighted ? by : ''}`]),
    ...(view.contrast === 'none' ? [] : [view.channel === 'rgb' ? `${contrast}, of luma${by}` : contrast]),
    ...(view.black === 0 && view.white === 255 ? [] : [`black ${view.black}, white ${view.white}`]),
    ...(view.gamma === 1 ? [] : [`gamma ${view.gamma}`]),
    ...(view.invert ? ['inverted'] : []),
  ];
}

/** `gamma 1.8, channel R`; as decoded where nothing is set. */
export const viewWords = (view: ViewSettings): string => (isNeutral(view) ? 'as decoded' : viewPartWords(view).join(', '));

/** What becomes of each value 0 to 255: levels, gamma, inversion. */
export function levelsTable({ black, white, gamma, invert }: Omit<ViewSettings, 'channel' | 'contrast' | 'matrix'>): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => {
    const part = Math.min(1, Math.max(0, (value - black) / (white - black)));
    const shown = Math.round(255 * part ** (1 / gamma));
    return invert ? 255 - shown : shown;
  });
}

/** R, G, B weights and offset of a single channel; the same row serves the window's filter while the player runs. `null` for RGB. */
export function channelRow({ channel, matrix }: ViewSettings): readonly [number, number, number, number] | null {
  const { red, blue } = MATRICES[matrix];
  const green = 1 - red - blue;
  switch (channel) {
    case 'rgb':
      return null;
    case 'r':
      return [1, 0, 0, 0];
    case 'g':
      return [0, 1, 0, 0];
    case 'b':
      return [0, 0, 1, 0];
    case 'y':
      return [red, green, blue, 0];
    // ITU-R BT.601-7 2.5.2 and 2.5.3, full range: the difference to luma, halved to fit, around 128.
    case 'cb':
      return [-red / (2 - 2 * blue), -green / (2 - 2 * blue), 0.5, 128];
    case 'cr':
      return [0.5, -green / (2 - 2 * red), -blue / (2 - 2 * red), 128];
  }
}

const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** `pixels`: R, G, B, A of each pixel, row by row; a new picture comes back, opaque. */
export function applyView(
  pixels: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  view: ViewSettings,
): Uint8ClampedArray<ArrayBuffer> {
  const shown = new Uint8ClampedArray(pixels.length);
  const table = levelsTable(view);
  const row = channelRow(view);
  const plane = row === null && view.contrast === 'none' ? null : planeOf(pixels, width * height, row, view.matrix);
  const mapped = plane === null ? null : contrasted(plane, width, height, view.contrast);
  for (let at = 0, pixel = 0; at < pixels.length; at += 4, pixel++) {
    for (let k = 0; k < 3; k++) {
      const value =
        row !== null
          ? (mapped?.[pixel] ?? 0)
          : (pixels[at + k] ?? 0) + (mapped === null ? 0 : (mapped[pixel] ?? 0) - (plane?.[pixel] ?? 0));
      shown[at + k] = table[Math.min(255, Math.max(0, value))] ?? 0;
    }
    shown[at + 3] = 255;
  }
  return shown;
}

function planeOf(pixels: Uint8Array | Uint8ClampedArray, count: number, row: ReturnType<typeof channelRow>, matrix: Matrix): Uint8Array {
  const plane = new Uint8Array(count);
  for (let at = 0, pixel = 0; pixel < count; at += 4, pixel++) {
    const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
    plane[pixel] = byte(row === null ? luma(matrix, red, green, blue) : row[0] * red + row[1] * green + row[2] * blue + row[3]);
  }
  return plane;
}

function contrasted(plane: Uint8Array, width: number, height: number, contrast: Contrast): Uint8Array {
  if (contrast === 'none') return plane;
  if (contrast === 'clahe') return clahe(plane, width, height);
  const table = equalisingTable(histogramOf(plane, width, { left: 0, top: 0, right: width, bottom: height }));
  return plane.map((value) => table[value] ?? 0);
}

interface Tile {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function histogramOf(plane: Uint8Array, width: number, { left, top, right, bottom }: Tile): Float64Array {
  const bins = new Float64Array(256);
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const value = plane[y * width + x] ?? 0;
      bins[value] = (bins[value] ?? 0) + 1;
    }
  return bins;
}

/** Gonzalez and Woods, Digital Image Processing, 4th edition, equation 3-15. */
function equalisingTable(bins: Float64Array): Uint8Array {
  const count = bins.reduce((sum, bin) => sum + bin, 0);
  let below = 0;
  return Uint8Array.from(bins, (bin) => byte((255 * (below += bin)) / Math.max(1, count)));
}

/** Tiles on each side and the highest bin over the mean one: usual values of the method. */
const TILES = 8;
const CLIP = 3;

/** Contrast-limited adaptive equalisation: Zuiderveld, Graphics Gems IV, 1994, pages 474 to 485. */
function clahe(plane: Uint8Array, width: number, height: number): Uint8Array {
  const [across, down] = [Math.min(TILES, width), Math.min(TILES, height)];
  const edge = (nth: number, tiles: number, size: number) => Math.floor((nth * size) / tiles);
  const tables = Array.from({ length: across * down }, (_, nth) => {
    const [column, line] = [nth % across, Math.floor(nth / across)];
    const tile = {
      left: edge(column, across, width),
      right: edge(column + 1, across, width),
      top: edge(line, down, height),
      bottom: edge(line + 1, down, height),
    };
    return equalisingTable(clipped(histogramOf(plane, width, tile)));
  });
  const shown = new Uint8Array(plane.length);
  for (let y = 0; y < height; y++) {
    const [above, under, dy] = between(y, down, height);
    for (let x = 0; x < width; x++) {
      const [before, behind, dx] = between(x, across, width);
      const value = plane[y * width + x] ?? 0;
      const at = (column: number, line: number) => tables[line * across + column]?.[value] ?? 0;
      const upper = at(before, above) * (1 - dx) + at(behind, above) * dx;
      shown[y * width + x] = byte(upper * (1 - dy) + (at(before, under) * (1 - dx) + at(behind, under) * dx) * dy);
    }
  }
  return shown;
}

/** The two tiles whose middles enclose a place, and how far it is from the first. */
function between(place: number, tiles: number, size: number): readonly [number, number, number] {
  const at = ((place + 0.5) * tiles) / size - 0.5;
  const first = Math.max(0, Math.min(tiles - 1, Math.floor(at)));
  return [first, Math.min(tiles - 1, first + 1), Math.min(1, Math.max(0, at - first))];
}

/** What is over the limit is shared by all bins. */
function clipped(bins: Float64Array): Float64Array {
  const limit = Math.max(1, (CLIP * bins.reduce((sum, bin) => sum + bin, 0)) / 256);
  const over = bins.reduce((sum, bin) => sum + Math.max(0, bin - limit), 0) / 256;
  return bins.map((bin) => Math.min(bin, limit) + over);
}
