import { expect, it } from 'vitest';
import { shuttle, type Rate, type ShuttleKey } from './shuttle.ts';

const run = (keys: ShuttleKey[]) => {
  let rate: Rate = 0;
  return keys.map((key) => (rate = shuttle(rate, key)));
};

it('doubles on repeat and stays at four', () => {
  expect(run(['l', 'l', 'l', 'l'])).toEqual([1, 2, 4, 4]);
  expect(run(['j', 'j', 'j', 'j'])).toEqual([-1, -2, -4, -4]);
});

it('turns round at rate one and stops on K', () => {
  expect(run(['l', 'l', 'j', 'l', 'k'])).toEqual([1, 2, -1, 1, 0]);
});

it('toggles with Space from any rate', () => {
  expect(run(['space', 'space', 'j', 'space', 'space'])).toEqual([1, 0, -1, 0, 1]);
});

it('goes slowly with Shift, from any rate, and back to the usual one without', () => {
  expect(run(['slow-l', 'slow-l', 'slow-l', 'l', 'slow-j', 'slow-j', 'j'])).toEqual([0.25, 0.5, 0.25, 1, -0.25, -0.5, -1]);
});
