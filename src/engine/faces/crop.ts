/** Cuts a rotated square out of a working frame into a network's input tensor. */
import type { WorkingFrame } from '../media/frame.ts';
import { borderRow } from './warp/border.ts';
import { beginInside, LEAST_PIXELS } from './warp/inside.ts';
import { samplingOf } from './warp/sampling.ts';

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

/**
 * Fills `out` (3 planes R, G, B of `side` x `side`, NCHW) from the frame. A crop of about the tensor's own size is read bilinearly; in a
 * larger one the luma of each tensor pixel is the mean over a grid of samples. Outside the frame its border goes on, or it is black.
 */
export function warpCrop(frame: WorkingFrame, crop: Crop, side: number, [low, high]: Range, out: Float32Array, blackOutside = false): void {
  const sampling = samplingOf(crop, side);
  const { stepX, stepY, downX, downY, margin } = sampling;
  const gain = (high - low) / 255;
  const inside = beginInside(frame, sampling, low, gain, blackOutside);
  const pixels = inside === null ? out : inside.pixels;
  const safeX = frame.width - margin;
  const { top, bottom } = inside ?? { top: 0, bottom: 0 };
  for (let j = 0; j < side; j += 1) {
    const rowX = crop.x + (j + 0.5 - side / 2) * downX;
    const rowY = crop.y + (j + 0.5 - side / 2) * downY;
    const isWithin = (i: number): boolean => {
      const x = rowX + (i + 0.5 - side / 2) * stepX;
      const y = rowY + (i + 0.5 - side / 2) * stepY;
      return x > margin && y > top && x < safeX && y < bottom;
    };
    // What was copied is convex, so what lies within it is one piece of the row.
    let from = 0;
    let to = inside === null ? 0 : side;
    while (from < to && !isWithin(from)) from += 1;
    while (to > from && !isWithin(to - 1)) to -= 1;
    if (to - from < LEAST_PIXELS) to = from;
    else inside?.row(rowX, rowY, from, to, j * side);
    borderRow(frame, sampling, [low, gain, blackOutside], pixels, [j, 0, from]);
    borderRow(frame, sampling, [low, gain, blackOutside], pixels, [j, to, side]);
  }
  if (pixels !== out) out.set(pixels);
}
