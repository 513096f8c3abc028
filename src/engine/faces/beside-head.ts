/** How bright the picture beside a head is: what of a change the scene shares. */
import type { FaceItem } from './face.ts';

const ACROSS = 4;
export const CELLS = ACROSS * 3;
const STRIDE = 8;
/** How far round the face's box hair and neck may reach, in box sizes; everything below the face moves with it. */
const MARGIN = 0.4;

/** Mean luma (8-bit counts) of each cell of a grid of 4 x 3 over the frame, without this head; `null` where the head hides most of a cell. */
export function besideHead({ image, box }: FaceItem): (number | null)[] {
  const { scale, width, height, y: luma } = image;
  const [left, top, wide, high] = box;
  const [x0, x1, y0] = [(left - MARGIN * wide) / scale, (left + (1 + MARGIN) * wide) / scale, (top - MARGIN * high) / scale];
  const sums = new Float64Array(CELLS);
  const seen = new Uint32Array(CELLS);
  const all = new Uint32Array(CELLS);
  for (let y = STRIDE >> 1; y < height; y += STRIDE) {
    for (let x = STRIDE >> 1; x < width; x += STRIDE) {
      const cell = Math.floor((y * 3) / height) * ACROSS + Math.floor((x * ACROSS) / width);
      all[cell] = (all[cell] ?? 0) + 1;
      if (y >= y0 && x >= x0 && x <= x1) continue;
      seen[cell] = (seen[cell] ?? 0) + 1;
      sums[cell] = (sums[cell] ?? 0) + (luma[y * width + x] ?? 0);
    }
  }
  return Array.from(sums, (sum, cell) => {
    const count = seen[cell] ?? 0;
    return count === 0 || count < 0.3 * (all[cell] ?? 0) ? null : Math.round((10 * sum) / count) / 10;
  });
}
