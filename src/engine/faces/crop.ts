/** Cuts a rotated square out of a working frame into a network's input tensor. */
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

/** Up to this many frame pixels for one tensor pixel one bilinear sample is enough; beyond, details would be skipped over. */
const ONE_SAMPLE_STEP = 1.5;
/** More samples along a side of a tensor pixel would cost time without a visible gain. */
const MAX_TAPS = 4;
const FIXED = 65536;
const FAR = 30000;

/**
 * Fills `out` (3 planes R, G, B of `side` x `side`, NCHW) from the frame. A crop of about the tensor's own size is read bilinearly; in a
 * larger one the luma of each tensor pixel is the mean over a grid of samples. Outside the frame its border goes on, or it is black.
 * Numbers are kept in range by comparisons: Math.min and Math.max look for NaN and -0 and took half of the time.
 */
export function warpCrop(frame: WorkingFrame, crop: Crop, side: number, [low, high]: Range, out: Float32Array, blackOutside = false): void {
  const { width, height, y: luma, cb, cr } = frame;
  const step = crop.size / side;
  const sign = crop.mirrored ? -1 : 1;
  const stepX = sign * step * Math.cos(crop.angle);
  const stepY = sign * step * Math.sin(crop.angle);
  const downX = -step * Math.sin(crop.angle);
  const downY = step * Math.cos(crop.angle);
  const taps = step < ONE_SAMPLE_STEP ? 1 : Math.min(MAX_TAPS, Math.ceil(step));
  const grid = gridOf(taps, [stepX, stepY], [downX, downY]);
  const samples = taps * taps;
  const gain = (high - low) / 255;
  const plane = side * side;
  const half = (width + 1) >> 1;
  // Nearer than this to the border a sample may lie beyond it.
  const margin = 2 * step + 2;
  const [safeX, safeY] = [width - margin, height - margin];

  for (let j = 0; j < side; j += 1) {
    const rowX = crop.x + (j + 0.5 - side / 2) * downX;
    const rowY = crop.y + (j + 0.5 - side / 2) * downY;
    for (let i = 0; i < side; i += 1) {
      const x = rowX + (i + 0.5 - side / 2) * stepX;
      const y = rowY + (i + 0.5 - side / 2) * stepY;
      const pixel = j * side + i;
      if (blackOutside && (x < 0 || y < 0 || x >= width || y >= height)) {
        out[pixel] = low;
        out[pixel + plane] = low;
        out[pixel + 2 * plane] = low;
        continue;
      }
      let light: number;
      if (taps === 1) {
        light = bilinear(luma, width, height, x - 0.5, y - 0.5);
      } else {
        const firstX = Math.floor(Math.round((x < -FAR ? -FAR : x > FAR ? FAR : x) * FIXED) - grid.backX) | 0;
        const firstY = Math.floor(Math.round((y < -FAR ? -FAR : y > FAR ? FAR : y) * FIXED) - grid.backY) | 0;
        const within = x > margin && y > margin && x < safeX && y < safeY;
        light = (within ? sumInside(luma, width, firstX, firstY, grid) : sumAtBorder(luma, width, height, firstX, firstY, grid)) / samples;
      }
      const chromaX = (x < 0 ? 0 : x > width - 1 ? width - 1 : x) >> 1;
      const chromaY = (y < 0 ? 0 : y > height - 1 ? height - 1 : y) >> 1;
      const chroma = chromaY * half + chromaX;
      const blue = (cb[chroma] ?? 0) - 128;
      const red = (cr[chroma] ?? 0) - 128;
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

/** The samples of one tensor pixel: `taps` x `taps`, in 1/65536 of a frame pixel, since whole numbers are much faster here; no frame is 30000 pixels wide. */
interface Grid {
  readonly taps: number;
  /** From one sample to the next in a row, from one row to the next, and back from the middle to the first. */
  readonly inX: number;
  readonly inY: number;
  readonly onX: number;
  readonly onY: number;
  readonly backX: number;
  readonly backY: number;
}

function gridOf(taps: number, along: readonly [number, number], down: readonly [number, number]): Grid {
  // A zero without a sign: -0 would make the sums below ones of floating-point numbers.
  const fixed = (value: number): number => Math.round((value / taps) * FIXED) | 0;
  const [inX, inY, onX, onY] = [fixed(along[0]), fixed(along[1]), fixed(down[0]), fixed(down[1])];
  return { taps, inX, inY, onX, onY, backX: ((taps - 1) / 2) * (inX + onX), backY: ((taps - 1) / 2) * (inY + onY) };
}

/** Of samples that all lie in the plane. Whole numbers in and out: others would be put into memory for each call. */
function sumInside(luma: Uint8Array, width: number, firstX: number, firstY: number, { taps, inX, inY, onX, onY }: Grid): number {
  let sum = 0;
  for (let q = 0; q < taps; q += 1) {
    let sx = firstX;
    let sy = firstY;
    for (let p = 0; p < taps; p += 1) {
      sum = (sum + (luma[Math.imul(sy >> 16, width) + (sx >> 16)] ?? 0)) | 0;
      sx = (sx + inX) | 0;
      sy = (sy + inY) | 0;
    }
    firstX = (firstX + onX) | 0;
    firstY = (firstY + onY) | 0;
  }
  return sum;
}

/** The same where some may lie beyond the plane: there its border goes on. */
function sumAtBorder(luma: Uint8Array, width: number, height: number, firstX: number, firstY: number, grid: Grid): number {
  const { taps, inX, inY, onX, onY } = grid;
  const lastX = width - 1;
  const lastY = height - 1;
  let sum = 0;
  for (let q = 0; q < taps; q += 1) {
    let sx = firstX;
    let sy = firstY;
    for (let p = 0; p < taps; p += 1) {
      const px = sx >> 16;
      const py = sy >> 16;
      const column = px < 0 ? 0 : px > lastX ? lastX : px;
      const line = py < 0 ? 0 : py > lastY ? lastY : py;
      sum = (sum + (luma[Math.imul(line, width) + column] ?? 0)) | 0;
      sx = (sx + inX) | 0;
      sy = (sy + inY) | 0;
    }
    firstX = (firstX + onX) | 0;
    firstY = (firstY + onY) | 0;
  }
  return sum;
}

/** One sample; outside the plane its border goes on. `x`, `y` are relative to pixel centres. */
function bilinear(plane: Uint8Array, width: number, height: number, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const x0 = cx | 0;
  const y0 = cy | 0;
  const top = y0 * width + x0;
  const bottom = y0 + 1 < height ? top + width : top;
  const right = x0 + 1 < width ? 1 : 0;
  const upper = (plane[top] ?? 0) + ((plane[top + right] ?? 0) - (plane[top] ?? 0)) * (cx - x0);
  const lower = (plane[bottom] ?? 0) + ((plane[bottom + right] ?? 0) - (plane[bottom] ?? 0)) * (cx - x0);
  return upper + (lower - upper) * (cy - y0);
}
