/** How much larger the steps between neighbouring pixels are at each of the eight places of a grid than beside them (after Fan and de Queiroz 2003). */
import type { Blocks, Plane } from './histograms.ts';
import { PARAMETERS } from './parameters.ts';

const CLIPPED = PARAMETERS.clippedStep.value;

/**
 * 16 means, grey levels: for columns 0..7, then for rows 0..7, of |b - c| - (|a - b| + |c - d|) / 2 over four pixels a, b, c, d in line of
 * which c lies at that place of a grid of eight. Clipped, so that edges of things do not outweigh the rest; `null` without blocks.
 */
export function gridSteps({ luma, width, height }: Plane, blocks: Blocks): readonly number[] | null {
  const sums = new Float64Array(16);
  let count = 0;
  for (const [x, y] of blocks) {
    if (x < 2 || y < 2 || x + 9 > width || y + 9 > height) continue;
    count += 8;
    for (let j = 0; j < 8; j += 1) {
      for (let i = 0; i < 8; i += 1) {
        const place = (y + j) * width + x + i;
        sums[i] = (sums[i] ?? 0) + excess(luma, place, 1);
        sums[8 + j] = (sums[8 + j] ?? 0) + excess(luma, place, width);
      }
    }
  }
  return count === 0 ? null : Array.from(sums, (sum) => sum / count);
}

function excess(luma: Uint8Array, place: number, stride: number): number {
  // Indexed directly, as at() is not specialised for any kind of array.
  const b = luma[place - stride] ?? 0;
  const c = luma[place] ?? 0;
  const step = Math.abs(b - c) - (Math.abs((luma[place - 2 * stride] ?? 0) - b) + Math.abs(c - (luma[place + stride] ?? 0))) / 2;
  return step > CLIPPED ? CLIPPED : step < -CLIPPED ? -CLIPPED : step;
}
