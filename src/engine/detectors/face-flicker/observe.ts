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
  const step = square.size / SIDE;
  const cells: number[] = [];
  for (let cell = 0; cell < GRID.cells * GRID.cells; cell += 1) {
    let sum = 0;
    for (let k = 0; k < GRID.samples * GRID.samples; k += 1) {
      const x = Math.round(square.x + ((cell % GRID.cells) * GRID.samples + (k % GRID.samples) + 0.5) * step);
      const y = Math.round(square.y + (Math.floor(cell / GRID.cells) * GRID.samples + Math.floor(k / GRID.samples) + 0.5) * step);
      sum += Math.abs(luma(now, x, y) - luma(before, x - shift.x, y - shift.y));
    }
    cells.push(sum / (GRID.samples * GRID.samples));
  }
  return median(cells);
}

/** Whole pixels; first in steps of an eighth of the reach, then around the best. */
function bestShift(now: WorkingFrame, before: WorkingFrame, square: Square): Shift {
  const reach = Math.max(2, Math.round(square.size * PARAMETERS.reach.value));
  const coarse = Math.max(1, Math.round(reach / 4));
  let best = { ...STILL, cost: cost(now, before, square, STILL) };
  const look = (x: number, y: number): void => {
    const found = cost(now, before, square, { x, y });
    if (found < best.cost) best = { x, y, cost: found };
  };
  for (let y = -reach; y <= reach; y += coarse) for (let x = -reach; x <= reach; x += coarse) look(x, y);
  for (let step = coarse >> 1; step >= 1; step >>= 1) {
    const { x, y } = best;
    for (const dy of [-step, 0, step]) for (const dx of [-step, 0, step]) look(x + dx, y + dy);
  }
  return { x: best.x, y: best.y };
}

function cost(now: WorkingFrame, before: WorkingFrame, { x: left, y: top, size }: Square, shift: Shift): number {
  const samples = 20;
  const step = size / samples;
  let sum = 0;
  for (let j = 0; j < samples; j += 1) {
    const y = Math.round(top + (j + 0.5) * step);
    for (let i = 0; i < samples; i += 1) {
      const x = Math.round(left + (i + 0.5) * step);
      sum += Math.abs(luma(now, x, y) - luma(before, x - shift.x, y - shift.y));
    }
  }
  return sum;
}

/** Outside the picture its border goes on. */
function luma({ y: plane, width, height }: WorkingFrame, x: number, y: number): number {
  const px = x < 0 ? 0 : x >= width ? width - 1 : x;
  const py = y < 0 ? 0 : y >= height ? height - 1 : y;
  return plane[py * width + px] ?? 0;
}
