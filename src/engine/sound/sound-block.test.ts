import { expect, it } from 'vitest';
import type { AudioBlock } from '../media/blocks.ts';
import { BLOCKS_BACK, withPrevious, type SoundBlock } from './sound-block.ts';

async function* made(stretches: readonly number[]): AsyncGenerator<AudioBlock> {
  for (const [index, stretch] of stretches.entries())
    yield await Promise.resolve({
      index,
      stretch,
      firstSample: index * 4,
      ptsUs: index * 1_000_000,
      sampleRate: 4,
      channels: [new Float32Array(4).fill(index)],
    });
}

const before = ({ previous }: SoundBlock): number[] => (previous === null ? [] : [previous.index, ...before(previous)]);

it('gives each block the blocks before it, no more than are kept, and none across a jump of the clock', async () => {
  const seen: number[][] = [];
  for await (const block of withPrevious(made([0, 0, 0, 0, 0, 1, 1]))) {
    seen.push(before(block));
    expect(block.channels[0]?.[0]).toBe(block.index);
    expect(block.previous === null || block.previous.channels[0]?.[0] === block.index - 1).toBe(true);
  }
  expect(seen).toEqual([[], [0], [1, 0], [2, 1, 0], [3, 2, 1], [], [5]]);
  expect(Math.max(...seen.map((blocks) => blocks.length))).toBe(BLOCKS_BACK);
});
