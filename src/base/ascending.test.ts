import { expect, it } from 'vitest';
import { firstAbove, firstNotBelow } from './ascending.ts';

it('finds the places among equal values, before the first and behind the last', () => {
  const values = Float64Array.of(1, 2, 2, 2, 5);
  expect([0, 1, 2, 3, 5, 6].map((value) => firstNotBelow(values, value))).toEqual([0, 0, 1, 4, 4, 5]);
  expect([0, 1, 2, 3, 5, 6].map((value) => firstAbove(values, value))).toEqual([0, 1, 4, 4, 5, 5]);
  expect([firstNotBelow([], 1), firstAbove([], 1)]).toEqual([0, 0]);
});
