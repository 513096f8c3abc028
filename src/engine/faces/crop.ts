/** Cuts a rotated square out of a working frame into a network's input tensor. */
import { at } from '../../base/at.ts';
import type { WorkingFrame } from '../media/frame.ts';

/**
 * A square in working pixels. Coordinates are continuous: pixel (i, j) covers [i, i+1) x [j, j+1).
 * `angle` (radians) is where the crop's x axis points in the picture; `mirrored` flips the crop left to right.
 */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly angle: number;
  readonly mirrored: boolean;
}

/** Network values of black and of white. */
export type Range = readonly [number, number];

/** Where a point of the crop (0..1 along its own axes) lies in the frame, written to `out[offset]`, `out[offset + 1]`. */
export function cropToFrame(crop: Crop, u: number, v: number, out: Float32Array | number[], offset: number): void {
  const x = (crop.mirrored ? 0.5 - u : u - 0.5) * crop.size;
  const y = (v - 0.5) * crop.size;
  const cos = Math.cos(crop.angle);
  const sin = Math.sin(crop.angle);
  out[offset] = crop.x + x * cos - y * sin;
  out[offset + 1] = crop.y + x * sin + y * cos;
}

/** Bilinear; outside the plane its border goes on. `x`, `y` are relative to pixel centres. */
function sample(plane: Uint8Array, width: number, height: number, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const x0 = cx | 0;
  const y0 = cy | 0;
  const fx = cx - x0;
  const fy = cy - y0;
  const top = y0 * width + x0;
  const right = x0 + 1 < width ? 1 : 0;
  const bottom = top + (y0 + 1 < height ? width : 0);
  const a = at(plane, top);
  const b = at(plane, top + right);
  const c = at(plane, bottom);
  const d = at(plane, bottom + right);
  const upper = a + (b - a) * fx;
  return upper + (c + (d - c) * fx - upper) * fy;
}

/** More luma samples for each output pixel would cost time without a visible gain: at 4 x 4 a crop may be 4 times wider than its tensor. */
const MAX_TAPS = 4;

/**
 * Fills `out` (3 planes R, G, B of `side` x `side`, NCHW) from the frame: bilinear, luma averaged over a grid of samples when the crop
 * is larger than the tensor. Outside the frame: its border goes on, or black when `blackOutside`.
 */
export function warpCrop(frame: WorkingFrame, crop: Crop, side: number, [low, high]: Range, out: Float32Array, blackOutside = false): void {
  const { width, height, y: luma, cb, cr } = frame;
  const chromaWidth = (width + 1) >> 1;
  const chromaHeight = (height + 1) >> 1;
  const step = crop.size / side;
  const stepX = (crop.mirrored ? -step : step) * Math.cos(crop.angle);
  const stepY = (crop.mirrored ? -step : step) * Math.sin(crop.angle);
  const downX = -step * Math.sin(crop.angle);
  const downY = step * Math.cos(crop.angle);
  const half = side / 2;
  const taps = Math.max(1, Math.min(MAX_TAPS, Math.round(step)));
  const weight = 1 / (taps * taps);
  const gain = (high - low) / 255;
  const plane = side * side;

  for (let j = 0; j < side; j += 1) {
    const rowX = crop.x + (j + 0.5 - half) * downX;
    const rowY = crop.y + (j + 0.5 - half) * downY;
    for (let i = 0; i < side; i += 1) {
      const x = rowX + (i + 0.5 - half) * stepX;
      const y = rowY + (i + 0.5 - half) * stepY;
      const pixel = j * side + i;
      if (blackOutside && (x < 0 || y < 0 || x >= width || y >= height)) {
        out[pixel] = low;
        out[pixel + plane] = low;
        out[pixel + 2 * plane] = low;
        continue;
      }
      let light = 0;
      if (taps === 1) {
        light = sample(luma, width, height, x - 0.5, y - 0.5);
      } else {
        for (let q = 0; q < taps; q += 1) {
          const v = (q + 0.5) / taps - 0.5;
          for (let p = 0; p < taps; p += 1) {
            const u = (p + 0.5) / taps - 0.5;
            light += sample(luma, width, height, x + u * stepX + v * downX - 0.5, y + u * stepY + v * downY - 0.5);
          }
        }
        light *= weight;
      }
      const blue = sample(cb, chromaWidth, chromaHeight, x / 2 - 0.5, y / 2 - 0.5) - 128;
      const red = sample(cr, chromaWidth, chromaHeight, x / 2 - 0.5, y / 2 - 0.5) - 128;
      // ITU-R BT.601, full range (JFIF 1.02, section "Conversion to and from RGB").
      const r = light + 1.402 * red;
      const g = light - 0.344136 * blue - 0.714136 * red;
      const b = light + 1.772 * blue;
      out[pixel] = low + (r < 0 ? 0 : r > 255 ? 255 : r) * gain;
      out[pixel + plane] = low + (g < 0 ? 0 : g > 255 ? 255 : g) * gain;
      out[pixel + 2 * plane] = low + (b < 0 ? 0 : b > 255 ? 255 : b) * gain;
    }
  }
}
