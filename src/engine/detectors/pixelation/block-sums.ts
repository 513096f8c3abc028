/** The sums of blocks that have two pixels of the picture around them, by the WebAssembly of block-sums.wat: the same whole numbers in a fraction of the time. */
import { copyShared } from '../../../base/node/copy-shared.ts';
import type { Box } from '../../../contract/values.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { BLOCK_SUMS } from './block-sums-code.ts';

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly block: (at: number, width: number, edge: number) => void;
}

type Sums = readonly [fine: number, middling: number, noise: number, brightness: number];

/** A row of a longer block could exceed 32 bits. */
const MOST_EDGE = 2048;
/** Memory of WebAssembly never shrinks: rows of a still that need more are left to the other way. */
const MOST_BYTES = 32 << 20;
const PAGE_BYTES = 65536;
/** The four sums lie before the rows. */
const ROWS_AT = 32;
/** Pixels around a block. */
const AROUND = 2;

let exported: Exports | null = null;

function load(): Exports {
  const code = new WebAssembly.Module(Buffer.from(BLOCK_SUMS, 'base64'));
  return new WebAssembly.Instance(code).exports as unknown as Exports;
}

/**
 * What gives the sums of a block whose top left pixel is told, or `null` for one at the border of the picture; valid until it is asked for
 * again. The rows of `box` are copied; `null` where they are too many.
 */
export function sumsWithin(
  { y: luma, width, height }: WorkingFrame,
  [, top, , high]: Box,
  edge: number,
): ((x: number, y: number) => Sums | null) | null {
  const first = Math.max(0, top - AROUND);
  const end = Math.min(height, top + high + AROUND);
  const bytes = ROWS_AT + (end - first) * width;
  if (end <= first || bytes > MOST_BYTES || edge > MOST_EDGE) return null;
  exported ??= load();
  const { memory, block } = exported;
  if (memory.buffer.byteLength < bytes) memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES));
  copyShared(luma, first * width, end * width, new Uint8Array(memory.buffer), ROWS_AT);
  const sums = new Float64Array(memory.buffer, 0, 4);
  return (x, y) => {
    if (x < AROUND || y < AROUND || x + edge > width - AROUND || y + edge > height - AROUND) return null;
    block(ROWS_AT + (y - first) * width + x, width, edge);
    const [fine = 0, middling = 0, noise = 0, brightness = 0] = sums;
    return [fine, middling, noise, brightness];
  };
}
