/** One frame against the two before it: what changed, whether the middle one is their mean, and a fingerprint of all its pixels. */
import { createHash } from 'node:crypto';
import type { WorkingFrame } from '../../media/frame.ts';
import type { Column, Values } from '../interface.ts';
import { CELLS, PARAMETERS } from './parameters.ts';

/** Internal columns: the fingerprint in two halves of 48 bits, and the mean luma of 4 x 4 cells of the picture. */
export const COLUMNS: readonly Column[] = [
  { name: 'change', unit: 'luma steps' },
  { name: 'change over two frames', unit: 'luma steps' },
  { name: 'distance of the frame before from the mean of its neighbours', unit: 'luma steps' },
  { name: 'fingerprint, first 48 bits', unit: '1', internal: true },
  { name: 'fingerprint, next 48 bits', unit: '1', internal: true },
  ...Array.from({ length: CELLS * CELLS }, (_, cell): Column => ({ name: `cell ${String(cell)}`, unit: 'luma steps', internal: true })),
];

export function observe(frame: WorkingFrame): Values {
  const { y, width, height, previous = null } = frame;
  const before = previous?.y.length === y.length ? previous : null;
  const first = before?.previous?.y.length === y.length ? before.previous : null;
  const step = Math.max(1, Math.round(Math.sqrt((width * height) / PARAMETERS.samples.value)));
  const sums = new Float64Array(CELLS * CELLS);
  const counts = new Uint32Array(CELLS * CELLS);
  let one = 0;
  let two = 0;
  let middle = 0;
  let count = 0;
  for (let j = step >> 1; j < height; j += step) {
    const cellRow = Math.floor((j * CELLS) / height) * CELLS;
    for (let i = step >> 1; i < width; i += step) {
      const at = j * width + i;
      const now = y[at] ?? 0;
      const cell = cellRow + Math.floor((i * CELLS) / width);
      sums[cell] = (sums[cell] ?? 0) + now;
      counts[cell] = (counts[cell] ?? 0) + 1;
      count += 1;
      if (before === null) continue;
      const last = before.y[at] ?? 0;
      one += Math.abs(now - last);
      if (first === null) continue;
      const oldest = first.y[at] ?? 0;
      two += Math.abs(now - oldest);
      middle += Math.abs(last - (now + oldest) / 2);
    }
  }
  const mean = (sum: number, there: boolean): number | null => (there ? round(sum / count) : null);
  const cells = Array.from(sums, (sum, cell) => ((counts[cell] ?? 0) === 0 ? null : round(sum / (counts[cell] ?? 1))));
  return [mean(one, before !== null), mean(two, first !== null), mean(middle, first !== null), ...fingerprint(frame), ...cells];
}

/** SHA-256 over the luma, then the two chroma planes, cut to 96 bits: exact in two numbers, and no two pictures of one film share it by chance. */
function fingerprint({ y, cb, cr }: WorkingFrame): [number, number] {
  const digest = createHash('sha256').update(y).update(cb).update(cr).digest();
  return [digest.readUIntBE(0, 6), digest.readUIntBE(6, 6)];
}

/** To a thousandth of a luma step. */
const round = (value: number): number => Math.round(value * 1000) / 1000;
