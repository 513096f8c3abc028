import { expect, it } from 'vitest';
import { largest, smallest } from './extremes.ts';

it('are those of Math.max and Math.min, for more values than a call takes', () => {
  for (const values of [[], [3], [2, -5, 7.5, 0], [0, -0], [1, Number.NaN, 2]])
    expect([largest(values), smallest(values)]).toEqual([Math.max(...values), Math.min(...values)]);
  const many = Array.from({ length: 1_000_000 }, (_, k) => (k * 7919) % 1_000_003);
  expect([largest(many), smallest(many)]).toEqual([1_000_002, 0]);
});
