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
 */
export function warpCrop(frame: WorkingFrame, crop: Crop, side: number, [low, high]: Range, out: Float32Array, blackOutside = false): void {
  const { width, height } = frame;
  const step = crop.size / side;
  const sign = crop.mirrored ? -1 : 1;
  const stepX = sign * step * Math.cos(crop.angle);
  const stepY = sign * step * Math.sin(crop.angle);
  const downX = -step * Math.sin(crop.angle);
  const downY = step * Math.cos(crop.angle);
  const taps = step < ONE_SAMPLE_STEP ? 1 : Math.min(MAX_TAPS, Math.ceil(step));
  // Positions of the samples in 1/65536 of a pixel: whole numbers are much faster here, and no frame is 30000 pixels wide.
  const inX = Math.round((stepX / taps) * FIXED);
  const inY = Math.round((stepY / taps) * FIXED);
  const onX = Math.round((downX / taps) * FIXED);
  const onY = Math.round((downY / taps) * FIXED);
  const backX = ((taps - 1) / 2) * (inX + onX);
  const backY = ((taps - 1) / 2) * (inY + onY);
  const maxX = (width - 1) * FIXED;
  const maxY = (height - 1) * FIXED;
  const luma = frame.y;
  const gain = (high - low) / 255;
  const plane = side * side;

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
        const startX = Math.round(Math.min(FAR, Math.max(-FAR, x)) * FIXED) - backX;
        const startY = Math.round(Math.min(FAR, Math.max(-FAR, y)) * FIXED) - backY;
        let sum = 0;
        for (let q = 0; q < taps; q += 1) {
          let sx = (startX + q * onX) | 0;
          let sy = (startY + q * onY) | 0;
          for (let p = 0; p < taps; p += 1) {
            const px = sx < 0 ? 0 : sx > maxX ? width - 1 : sx >> 16;
            const py = sy < 0 ? 0 : sy > maxY ? height - 1 : sy >> 16;
            // The index always lies inside; a checked read would cost a third of the time.
            sum += luma[py * width + px] ?? 0;
            sx += inX;
            sy += inY;
          }
        }
        light = sum / (taps * taps);
      }
      const chromaX = Math.min(width - 1, Math.max(0, x)) >> 1;
      const chroma = (Math.min(height - 1, Math.max(0, y)) >> 1) * ((width + 1) >> 1) + chromaX;
      const blue = (frame.cb[chroma] ?? 0) - 128;
      const red = (frame.cr[chroma] ?? 0) - 128;
      // ITU-R BT.601, full range (JFIF 1.02, section "Conversion to and from RGB").
      out[pixel] = low + Math.min(255, Math.max(0, light + 1.402 * red)) * gain;
      out[pixel + plane] = low + Math.min(255, Math.max(0, light - 0.344136 * blue - 0.714136 * red)) * gain;
      out[pixel + 2 * plane] = low + Math.min(255, Math.max(0, light + 1.772 * blue)) * gain;
    }
  }
}

/** One sample; outside the plane its border goes on. `x`, `y` are relative to pixel centres. */
function bilinear(plane: Uint8Array, width: number, height: number, x: number, y: number): number {
  const cx = Math.min(width - 1, Math.max(0, x));
  const cy = Math.min(height - 1, Math.max(0, y));
  const x0 = cx | 0;
  const y0 = cy | 0;
  const top = y0 * width + x0;
  const bottom = y0 + 1 < height ? top + width : top;
  const right = x0 + 1 < width ? 1 : 0;
  const upper = (plane[top] ?? 0) + ((plane[top + right] ?? 0) - (plane[top] ?? 0)) * (cx - x0);
  const lower = (plane[bottom] ?? 0) + ((plane[bottom + right] ?? 0) - (plane[bottom] ?? 0)) * (cx - x0);
  return upper + (lower - upper) * (cy - y0);
}
