/** How much the face changed since the frame before, once its own shift is taken off, and how much what lies around it did. */
import type { FaceItem } from '../../faces/face.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { median } from '../../signal/stats.ts';
import type { Column, Values } from '../interface.ts';
import { GRID, PARAMETERS } from './parameters.ts';

export const COLUMNS: readonly Column[] = [
  { name: 'change of the face', unit: 'luma steps' },
  { name: 'change of the face over two frames', unit: 'luma steps' },
  { name: 'change around the face', unit: 'luma steps' },
];

/** Working pixels. */
interface Square {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}
interface Shift {
  readonly x: number;
  readonly y: number;
}

const SIDE = GRID.cells * GRID.samples;
const STILL: Shift = { x: 0, y: 0 };

/** `null` where there is no frame before, and where the face is small or cut by the border. */
export function observeFlicker({ image, box }: FaceItem): Values | null {
  const { previous = null } = image;
  if (previous?.y.length !== image.y.length) return null;
  const [left, top, width, height] = box.map((value) => value / image.scale) as [number, number, number, number];
  // The largest square that lies within the cheeks, from the brows to the mouth.
  const size = PARAMETERS.patch.value * Math.min(width, height);
  const face: Square = { x: left + (width - size) / 2, y: top + height * 0.52 - size / 2, size };
  if (size < PARAMETERS.leastPatchPx.value || !inside(face, image, PARAMETERS.reach.value)) return null;
  const first = previous.previous?.y.length === image.y.length ? previous.previous : null;
  const since = (before: WorkingFrame): number => change(image, before, face, bestShift(image, before, face));
  const around = [
    { x: left - size * 1.05, y: top, size },
    { x: left + width + size * 0.05, y: top, size },
    { x: left + (width - size) / 2, y: top - size * 1.15, size },
  ].filter((square) => inside(square, image, 0));
  const beside = around.map((square) => change(image, previous, square, STILL));
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  return [
    rounded(since(previous)),
    first === null ? null : rounded(since(first)),
    // Where one side shows an arm or another person that moves, the other still tells of the camera.
    beside.length === 0 ? null : rounded(median(beside)),
  ];
}

function inside({ x, y, size }: Square, { width, height }: WorkingFrame, margin: number): boolean {
  return x - margin * size >= 0 && y - margin * size >= 0 && x + (1 + margin) * size < width && y + (1 + margin) * size < height;
}

/** Median over the cells of the mean absolute difference: a mouth or a lid moves few of them. */
function change(now: WorkingFrame, before: WorkingFrame, square: Square, shift: Shift): number {
  const samples = samplesIn(now, square, SIDE);
  const sums = new Float64Array(GRID.cells * GRID.cells);
  for (let j = 0; j < SIDE; j += 1) {
    const first = Math.floor(j / GRID.samples) * GRID.cells;
    for (let cell = 0; cell < GRID.cells; cell += 1)
      sums[first + cell] = (sums[first + cell] ?? 0) + differences(samples, before, j, cell * GRID.samples, GRID.samples, shift.x, shift.y);
  }
  return median(Array.from(sums, (sum) => sum / (GRID.samples * GRID.samples)));
}

/** A regular grid of samples over a square: their places and the luma there. */
interface Samples {
  readonly side: number;
  readonly xs: Int32Array;
  readonly ys: Int32Array;
  readonly luma: Uint8Array;
}

/** Outside the picture its border goes on, here and below. */
const within = (place: number, size: number): number => (place < 0 ? 0 : place >= size ? size - 1 : place);

function samplesIn({ y: plane, width, height }: WorkingFrame, { x, y, size }: Square, side: number): Samples {
  const step = size / side;
  const samples = { side, xs: new Int32Array(side), ys: new Int32Array(side), luma: new Uint8Array(side * side) };
  for (let k = 0; k < side; k += 1) {
    samples.xs[k] = Math.round(x + (k + 0.5) * step);
    samples.ys[k] = Math.round(y + (k + 0.5) * step);
  }
  for (let j = 0; j < side; j += 1) {
    const row = within(samples.ys[j] ?? 0, height) * width;
    for (let i = 0; i < side; i += 1) samples.luma[j * side + i] = plane[row + within(samples.xs[i] ?? 0, width)] ?? 0;
  }
  return samples;
}

/** Sum of absolute differences of `count` samples of row `j` from the same places of the frame before, moved by the shift. */
function differences(samples: Samples, before: WorkingFrame, j: number, from: number, count: number, dx: number, dy: number): number {
  const { side, xs, ys, luma } = samples;
  const { y: plane, width, height } = before;
  const row = within((ys[j] ?? 0) - dy, height) * width;
  let sum = 0;
  for (let i = from; i < from + count; i += 1) {
    const x = (xs[i] ?? 0) - dx;
    sum += Math.abs((luma[j * side + i] ?? 0) - (plane[row + (x < 0 ? 0 : x >= width ? width - 1 : x)] ?? 0));
  }
  return sum;
}

/** Samples along each side of the square whose differences are summed to find a shift. */
const COMPARED = 20;

/** Whole pixels; first in steps of an eighth of the reach, then around the best. */
function bestShift(now: WorkingFrame, before: WorkingFrame, square: Square): Shift {
  const reach = Math.max(2, Math.round(square.size * PARAMETERS.reach.value));
  const coarse = Math.max(1, Math.round(reach / 4));
  const samples = samplesIn(now, square, COMPARED);
  let best = { ...STILL, cost: cost(samples, before, 0, 0, Infinity) };
  const look = (x: number, y: number): void => {
    const found = cost(samples, before, x, y, best.cost);
    if (found < best.cost) best = { x, y, cost: found };
  };
  for (let y = -reach; y <= reach; y += coarse) for (let x = -reach; x <= reach; x += coarse) look(x, y);
  for (let step = coarse >> 1; step >= 1; step >>= 1) {
    const { x, y } = best;
    for (const dy of [-step, 0, step]) for (const dx of [-step, 0, step]) look(x + dx, y + dy);
  }
  return { x: best.x, y: best.y };
}

/** Sum of absolute differences; adding ends where it is no longer below `most`. */
function cost(samples: Samples, before: WorkingFrame, dx: number, dy: number, most: number): number {
  let sum = 0;
  for (let j = 0; j < COMPARED && sum < most; j += 1) sum += differences(samples, before, j, 0, COMPARED, dx, dy);
  return sum;
}
