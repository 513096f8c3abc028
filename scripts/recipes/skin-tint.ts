/** Changes the colour of an elliptic patch of a picture by less than one step where needed, with soft edges. */
import { at } from '../../src/base/at.ts';
import type { Ellipse } from '../../src/engine/detectors/pulse/regions.ts';
import type { Planes } from './eye-patch.ts';

export type Colour = readonly [number, number, number];

/** In units of the ellipse's half axes: unchanged strength up to the first, nothing beyond the second. */
const FULL = 1.3;
const NONE = 1.8;
/** Limited range: 219 steps of luma and 224 of chroma for 255 of the full range. */
const LUMA = 219 / 255;
const CHROMA = 224 / 255;

/** `change`: red, green and blue in full-range 8-bit counts; the picture itself is in limited range (BT.601). `seed` chooses the dither. */
export function tint({ width, height, bytes }: Planes, ellipse: Ellipse, [r, g, b]: Colour, seed: number): void {
  const wide = (width + 1) >> 1;
  const high = (height + 1) >> 1;
  const chroma = wide * high;
  const y = LUMA * (0.299 * r + 0.587 * g + 0.114 * b);
  const cb = CHROMA * (-0.168736 * r - 0.331264 * g + 0.5 * b);
  const cr = CHROMA * (0.5 * r - 0.418688 * g - 0.081312 * b);
  shift({ from: 0, width, height, step: 1 }, bytes, ellipse, y, seed);
  shift({ from: width * height, width: wide, height: high, step: 2 }, bytes, ellipse, cb, seed + 1);
  shift({ from: width * height + chroma, width: wide, height: high, step: 2 }, bytes, ellipse, cr, seed + 2);
}

interface Plane {
  readonly from: number;
  readonly width: number;
  readonly height: number;
  /** Full-size pixels for one sample. */
  readonly step: number;
}

function shift(plane: Plane, bytes: Uint8Array, { middle, across, along }: Ellipse, change: number, seed: number): void {
  const area = across[0] * along[1] - across[1] * along[0];
  const reach = [NONE * Math.hypot(across[0], along[0]), NONE * Math.hypot(across[1], along[1])] as const;
  const range = (axis: 0 | 1, size: number): [number, number] => [
    Math.max(0, Math.floor((middle[axis] - reach[axis]) / plane.step)),
    Math.min(size - 1, Math.ceil((middle[axis] + reach[axis]) / plane.step)),
  ];
  const [left, right] = range(0, plane.width);
  const [top, bottom] = range(1, plane.height);
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const dx = (column + 0.5) * plane.step - middle[0];
      const dy = (row + 0.5) * plane.step - middle[1];
      const distance = Math.hypot(dx * along[1] - dy * along[0], dy * across[0] - dx * across[1]) / Math.abs(area);
      const weight = Math.min(1, Math.max(0, (NONE - distance) / (NONE - FULL)));
      if (weight === 0) continue;
      const index = plane.from + row * plane.width + column;
      const value = at(bytes, index) + weight * change;
      bytes[index] = Math.min(255, Math.max(0, Math.floor(value + dither(column, row, seed))));
    }
  }
}

/** A number in 0..1 that looks random and is always the same for the same place and seed, so that steps smaller than one survive in the mean. */
function dither(x: number, y: number, seed: number): number {
  let h = Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca77) ^ Math.imul(seed + 1, 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}
