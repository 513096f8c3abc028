/** Where the pixels of a crop's tensor lie in the frame, and where the samples of each. */
import type { Crop } from '../crop.ts';

/** Up to this many frame pixels for one tensor pixel one bilinear sample is enough; beyond, details would be skipped over. */
const ONE_SAMPLE_STEP = 1.5;
/** More samples along a side of a tensor pixel would cost time without a visible gain. */
const MAX_TAPS = 4;
/** Samples are placed in 1/65536 of a frame pixel, since whole numbers are much faster here; no frame is 30000 pixels wide. */
export const FIXED = 65536;

export interface Sampling {
  readonly side: number;
  /** The crop's middle, frame pixels. */
  readonly x: number;
  readonly y: number;
  /** From one tensor pixel to the next in a row, and from one row to the next. */
  readonly stepX: number;
  readonly stepY: number;
  readonly downX: number;
  readonly downY: number;
  /** One tensor pixel is the mean of taps x taps samples; of one bilinear sample where it is 1. */
  readonly taps: number;
  /** From one sample to the next in a row, from one row to the next, and back from the pixel's place to the first: 1/65536. */
  readonly inX: number;
  readonly inY: number;
  readonly onX: number;
  readonly onY: number;
  readonly backX: number;
  readonly backY: number;
  /** Nearer than this to the border of the frame a sample may lie beyond it. */
  readonly margin: number;
}

export function samplingOf(crop: Crop, side: number): Sampling {
  const step = crop.size / side;
  const along = crop.mirrored ? -step : step;
  const [cos, sin] = [Math.cos(crop.angle), Math.sin(crop.angle)];
  const [stepX, stepY, downX, downY] = [along * cos, along * sin, -step * sin, step * cos];
  const taps = step < ONE_SAMPLE_STEP ? 1 : Math.min(MAX_TAPS, Math.ceil(step));
  // A zero without a sign: -0 would make the sums below ones of floating-point numbers.
  const fixed = (value: number): number => Math.round((value / taps) * FIXED) | 0;
  const [inX, inY, onX, onY] = [fixed(stepX), fixed(stepY), fixed(downX), fixed(downY)];
  const back = (inOne: number, onOne: number): number => Math.ceil(((taps - 1) / 2) * (inOne + onOne)) | 0;
  const samples = { taps, inX, inY, onX, onY, backX: back(inX, onX), backY: back(inY, onY) };
  return { side, x: crop.x, y: crop.y, stepX, stepY, downX, downY, ...samples, margin: 2 * step + 2 };
}
