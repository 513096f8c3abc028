/** The pixels whose samples all lie within the frame, by the WebAssembly of inside.wat (ADR 0023): the same bits in half of the time. */
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

/** The rows that are needed are copied; `null` where they are none or too many. Black and white of the tensor: `low` and `low + 255 gain`. */
export function beginInside(frame: WorkingFrame, sampling: Sampling, low: number, gain: number): Inside | null {
  const { width, height } = frame;
  const { side, taps, stepX, stepY, inX, inY, onX, onY, backX, backY, margin } = sampling;
  const reach = (side / 2) * (Math.abs(stepY) + Math.abs(sampling.downY)) + margin;
  // Even, so that the rows of both chroma planes begin with it.
  const first = Math.max(0, Math.floor((sampling.y - reach) / 2) * 2);
  const end = Math.min(height, Math.ceil(sampling.y + reach));
  if (!(end - first > 2 * margin)) return null;
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
  all.set(frame.y.subarray(first * width, end * width), luma);
  all.set(frame.cb.subarray(firstHalf * half, endHalf * half), cb);
  all.set(frame.cr.subarray(firstHalf * half, endHalf * half), cr);
  crop(taps, side / 2, stepX, stepY, inX, inY, onX, onY, backX, backY, low, gain, 4 * side * side);
  place(luma - first * width, cb - firstHalf * half, cr - firstHalf * half, width, half);
  return { pixels: new Float32Array(memory.buffer, 0, 3 * side * side), row };
}
