import { expect, it } from 'vitest';
import { assembled } from '../../../../scripts/make-wasm.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { BLOCK_SUMS } from './block-sums-code.ts';
import { sumsWithin } from './block-sums.ts';
import { blocksOf, measure } from './blocks.ts';

let seed = 1;
const random = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;

function frameOf(width: number, height: number, luma: (at: number) => number): WorkingFrame {
  const y = Uint8Array.from({ length: width * height }, (_, at) => luma(at));
  const chroma = new Uint8Array(((width + 1) >> 1) * ((height + 1) >> 1));
  return { frame: 0, ptsUs: 0, width, height, scale: 1, y, cb: chroma, cr: chroma };
}

it('is what its source says', async () => {
  const path = 'src/engine/detectors/pixelation/block-sums.wat';
  const words = `node scripts/make-wasm.ts ${path} > src/engine/detectors/pixelation/block-sums-code.ts`;
  expect(BLOCK_SUMS, words).toBe(await assembled(path));
});

it('gives the numbers of the loop over pixels, at the border and within, for blocks of all sizes', () => {
  // Noise, and what makes the sums largest: black and white by turns, across and down.
  const kinds = [
    () => Math.floor(random() * 256),
    (at: number) => (at % 2) * 255,
    (at: number) => ((at >> 3) % 2) * 255,
    (at: number) => (Math.floor(at / 317) % 2) * 255,
  ];
  const ways = { within: 0, border: 0 };
  for (const kind of kinds) {
    for (const scale of [0.2, 0.5, 1]) {
      const frame = frameOf(317, 251, kind);
      const oval = Array.from({ length: 36 }, (_, k): [number, number] => [
        90 + 40 * random() + 110 * scale * Math.cos(k / 5.73),
        120 + 120 * scale * Math.sin(k / 5.73),
      ]);
      const { box, blocks } = blocksOf(frame, oval);
      const edge = 2 * ((blocks[0]?.x ?? 0) - box[0]);
      const sums = sumsWithin(frame, box, edge);
      for (const { x, y, fine, middling, noise, brightness } of blocks) {
        ways[(sums?.(x - edge / 2, y - edge / 2) ?? null) === null ? 'border' : 'within'] += 1;
        expect({ fine, middling, noise, brightness }).toEqual(measure(frame, x - edge / 2, y - edge / 2, edge));
      }
    }
  }
  expect(ways.within).toBeGreaterThan(1000);
  expect(ways.border).toBeGreaterThan(50);
});

it('adds a long row of the largest values without an overflow', () => {
  const frame = frameOf(2100, 2100, (at) => ((at + Math.floor(at / 2100)) % 2) * 255);
  const sums = sumsWithin(frame, [0, 0, 2100, 2100], 2048)?.(8, 8) ?? [];
  const pixels = 2048 * 2048;
  // A chessboard: every fourth difference is 16 x 127.5, and Immerkaer's operator gives 16 x 127.5 too.
  expect(sums).toEqual([2 * 2040 * 2040 * pixels, 0, 2040 * pixels, 127.5 * pixels]);
  expect(sumsWithin(frame, [0, 0, 2100, 2100], 2056)).toBeNull();
});
