import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { madeSound } from './made-sound.ts';
import { readGolden } from './run-selftest.ts';

it('is the same to the last bit as where the golden results were made', () => {
  const sound = madeSound(8);
  expect(sound.length).toBe(44 + 8 * 48_000 * 4);
  expect(createHash('sha256').update(sound).digest('hex')).toBe(readGolden().samples.sound?.sha256);
});
