import { expect, it } from 'vitest';
import { largeMemory } from './large-memory.ts';

it('is not counted by V8 up to a limit, and counted beyond it', () => {
  const made = Array.from({ length: 9 }, () => largeMemory(32 << 20));
  expect(made.map((memory) => [memory.length, memory.buffer instanceof SharedArrayBuffer])).toEqual([
    ...Array.from({ length: 8 }, () => [32 << 20, true]),
    [32 << 20, false],
  ]);
});
