/** The pixels whose samples all lie within the frame, by the WebAssembly of inside.wat (ADR 0023): the same bits in half of the time. */
import { copyShared } from '../../../base/node/copy-shared.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { INSIDE } from './inside-code.ts';
import type { Sampling } from './sampling.ts';

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly crop: (
    ...values: readonly [
      ...samples: [taps: number, middle: number, stepX: number, stepY: number],
      ...places: [inX: number, inY: number, onX: number, onY: number, backX: number, backY: number],
      ...result: [low: number, gain: number, planeBytes: number],
    ]
  ) => void;
  readonly frame: (luma: number, cb: number, cr: number, width: number, half: number) => void;
  readonly row: Inside['row'];
}

export interface Inside {
  /** The tensor, to be filled by whoever asks for rows, and valid until the next one is begun. */
  readonly pixels: Float32Array;
  /** Pixels whose middles lie below `top`, above `bottom` and `margin` from the sides of the frame can be computed. */
  readonly top: number;
  readonly bottom: number;
  /** Fills the pixels `from` to before `to`, LEAST_PIXELS at least, of a row that begins at pixel `at`, whose middle lies at x, y. */
  readonly row: (x: number, y: number, from: number, to: number, at: number) => void;
}

/** Fewer are not computed here. */
export const LEAST_PIXELS = 4;
/** Memory of WebAssembly never shrinks: rows of a still that need more are left to the other way. */
const MOST_BYTES = 32 << 20;
const PAGE_BYTES = 65536;

let exported: Exports | null = null;

function load(): Exports {
  const code = new WebAssembly.Module(Buffer.from(INSIDE, 'base64'));
  return new WebAssembly.Instance(code).exports as unknown as Exports;
}

/**
 * The rows that are needed are copied; beyond the frame its first and last row are there again, up to a quarter of its height, unless it is black
 * outside. `null` where they are none or too many. Black and white of the tensor: `low` and `low + 255 gain`.
 */
export function beginInside(frame: WorkingFrame, sampling: Sampling, low: number, gain: number, blackOutside = false): Inside | null {
  const { width, height } = frame;
  const { side, taps, stepX, stepY, inX, inY, onX, onY, backX, backY, margin } = sampling;
  const reach = (side / 2) * (Math.abs(stepY) + Math.abs(sampling.downY)) + margin;
  // Even, so that the rows of both chroma planes begin with it.
  const beyond = blackOutside ? 0 : (height >> 3) * 2;
  const first = Math.max(-beyond, Math.floor((sampling.y - reach) / 2) * 2);
  const end = Math.min(height + beyond, Math.ceil(sampling.y + reach));
  if (!(Math.min(height, end) - Math.max(0, first) > 2 * margin)) return null;
  const half = (width + 1) >> 1;
  const [firstHalf, endHalf] = [first >> 1, (end + 1) >> 1];
  const luma = 12 * side * side;
  const cb = luma + (end - first) * width;
  const cr = cb + (endHalf - firstHalf) * half;
  const bytes = cr + (endHalf - firstHalf) * half;
  if (bytes > MOST_BYTES) return null;

  exported ??= load();
  const { memory, crop, frame: place, row } = exported;
  if (memory.buffer.byteLength < bytes) memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES));
  const all = new Uint8Array(memory.buffer);
  copyRows(frame.y, width, first, end, all, luma);
  copyRows(frame.cb, half, firstHalf, endHalf, all, cb);
  copyRows(frame.cr, half, firstHalf, endHalf, all, cr);
  crop(taps, side / 2, stepX, stepY, inX, inY, onX, onY, backX, backY, low, gain, 4 * side * side);
  place(luma - first * width, cb - firstHalf * half, cr - firstHalf * half, width, half);
  return { pixels: new Float32Array(memory.buffer, 0, 3 * side * side), top: first + margin, bottom: end - margin, row };
}

/** Rows `first` to before `end` of a plane, some of which it has; those that it has not are its first or its last one. */
function copyRows(plane: Uint8Array, width: number, first: number, end: number, to: Uint8Array, at: number): void {
  const rows = plane.length / width;
  const [there, thereEnd] = [Math.max(0, first), Math.min(rows, end)];
  const top = at + (there - first) * width;
  const bottom = at + (thereEnd - first) * width;
  copyShared(plane, there * width, thereEnd * width, to, top);
  for (let row = at; row < top; row += width) to.copyWithin(row, top, top + width);
  for (let row = bottom; row < at + (end - first) * width; row += width) to.copyWithin(row, bottom - width, bottom);
}
