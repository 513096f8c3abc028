/** Codes luma as JPEG does (8 x 8 transform, standard table, rounding), on a grid that may begin anywhere, and puts the face of it into the picture. */
import { at } from '../../src/base/at.ts';
import { standardTable } from '../../src/engine/detectors/compression/standard-table.ts';
import type { Planes } from './eye-patch.ts';
import { depth, outlineOf, type Points } from './face-patch.ts';

export interface Coding {
  /** 1 to 100, of the standard luminance table. */
  readonly quality: number;
  /** Where the grid begins, 0..7 pixels right and down. */
  readonly dx: number;
  readonly dy: number;
}

/** cos basis of the orthonormal transform: index u · 8 + x. */
const BASIS = Float64Array.from(
  { length: 64 },
  (_, k) => ((k < 8 ? Math.SQRT1_2 : 1) / 2) * Math.cos(((2 * (k % 8) + 1) * (k >> 3) * Math.PI) / 16),
);

/** Pixels: left, top, right, bottom. */
type Area = readonly [number, number, number, number];

/** A coded and decoded copy; pixels outside whole blocks, and outside blocks that touch `area`, stay as they are. */
export function codeLuma(
  luma: Uint8Array,
  width: number,
  height: number,
  { quality, dx, dy }: Coding,
  [left, top, right, bottom]: Area = [0, 0, width, height],
): Uint8Array {
  const steps = standardTable(quality);
  const out = luma.slice();
  const from = (start: number, low: number): number => start + 8 * Math.max(0, Math.floor((low - start) / 8));
  for (let y = from(dy, top); y + 8 <= height && y < bottom; y += 8) {
    for (let x = from(dx, left); x + 8 <= width && x < right; x += 8) {
      const block = Float64Array.from({ length: 64 }, (_, k) => at(luma, (y + (k >> 3)) * width + x + (k % 8)) - 128);
      const coded = transformed(block, false).map((value, k) => Math.round(value / at(steps, k)) * at(steps, k));
      for (const [k, value] of transformed(coded, true).entries()) {
        out[(y + (k >> 3)) * width + x + (k % 8)] = Math.max(0, Math.min(255, Math.round(value + 128)));
      }
    }
  }
  return out;
}

/** T.81 A.3.3: the transform of 64 values row by row, or its inverse. */
function transformed(values: Float64Array, inverse: boolean): Float64Array {
  const weight = (frequency: number, place: number): number =>
    inverse ? at(BASIS, place * 8 + frequency) : at(BASIS, frequency * 8 + place);
  const along = (from: Float64Array): Float64Array => {
    const out = new Float64Array(64);
    // Transposed, so that twice the same step does rows and columns.
    for (let row = 0; row < 8; row += 1) {
      for (let to = 0; to < 8; to += 1) {
        let sum = 0;
        for (let k = 0; k < 8; k += 1) sum += weight(to, k) * at(from, row * 8 + k);
        out[to * 8 + row] = sum;
      }
    }
    return out;
  };
  return along(along(values));
}

/** Inside the face's outline (468 points, full-size pixels) luma becomes that of the coded copy; in place, with a hard edge. */
export function recodeFace({ bytes, width, height }: Planes, points: Points, coding: Coding): void {
  const luma = bytes.subarray(0, width * height);
  const outline = outlineOf(points);
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
  const [left, top] = [Math.max(0, Math.floor(Math.min(...xs))), Math.max(0, Math.floor(Math.min(...ys)))];
  const [right, bottom] = [Math.min(width, Math.ceil(Math.max(...xs))), Math.min(height, Math.ceil(Math.max(...ys)))];
  const coded = codeLuma(luma, width, height, coding, [left, top, right, bottom]);
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      if (depth(outline, x + 0.5, y + 0.5) > 0) luma[y * width + x] = at(coded, y * width + x);
    }
  }
}
