/** The pixels near the border of the frame and beyond it: outside, its border goes on, or it is black. Whatever inside.ts computes comes out the same here. */
import type { WorkingFrame } from '../../media/frame.ts';
import { FIXED, type Sampling } from './sampling.ts';

/** Pixels `from` to before `to` of row `j`, written into three planes R, G, B. */
export function borderRow(
  frame: WorkingFrame,
  sampling: Sampling,
  [low, gain, blackOutside]: readonly [number, number, boolean],
  pixels: Float32Array,
  [j, from, to]: readonly [number, number, number],
): void {
  const { width, height, y: luma, cb, cr } = frame;
  const { side, stepX, stepY, taps } = sampling;
  const half = (width + 1) >> 1;
  const plane = side * side;
  const rowX = sampling.x + (j + 0.5 - side / 2) * sampling.downX;
  const rowY = sampling.y + (j + 0.5 - side / 2) * sampling.downY;
  for (let i = from; i < to; i += 1) {
    const x = rowX + (i + 0.5 - side / 2) * stepX;
    const y = rowY + (i + 0.5 - side / 2) * stepY;
    const pixel = j * side + i;
    if (blackOutside && (x < 0 || y < 0 || x >= width || y >= height)) {
      pixels[pixel] = low;
      pixels[pixel + plane] = low;
      pixels[pixel + 2 * plane] = low;
      continue;
    }
    const light = taps === 1 ? bilinear(luma, width, height, x - 0.5, y - 0.5) : meanAt(luma, width, height, x, y, sampling);
    const chromaX = (x < 0 ? 0 : x > width - 1 ? width - 1 : x) >> 1;
    const chromaY = (y < 0 ? 0 : y > height - 1 ? height - 1 : y) >> 1;
    const chroma = chromaY * half + chromaX;
    const blue = (cb[chroma] ?? 0) - 128;
    const red = (cr[chroma] ?? 0) - 128;
    // ITU-R BT.601, full range (JFIF 1.02, section "Conversion to and from RGB").
    const r = light + 1.402 * red;
    const g = light - 0.344136 * blue - 0.714136 * red;
    const b = light + 1.772 * blue;
    pixels[pixel] = low + (r < 0 ? 0 : r > 255 ? 255 : r) * gain;
    pixels[pixel + plane] = low + (g < 0 ? 0 : g > 255 ? 255 : g) * gain;
    pixels[pixel + 2 * plane] = low + (b < 0 ? 0 : b > 255 ? 255 : b) * gain;
  }
}

/** Farther away than any border. */
const FAR = 30000;

/** Mean of taps x taps samples. */
function meanAt(luma: Uint8Array, width: number, height: number, x: number, y: number, sampling: Sampling): number {
  const { taps, inX, inY, onX, onY, backX, backY } = sampling;
  let firstX = (Math.round((x < -FAR ? -FAR : x > FAR ? FAR : x) * FIXED) - backX) | 0;
  let firstY = (Math.round((y < -FAR ? -FAR : y > FAR ? FAR : y) * FIXED) - backY) | 0;
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
  return sum / (taps * taps);
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
