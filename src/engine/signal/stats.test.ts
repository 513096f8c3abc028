import { expect, it } from 'vitest';
import { median, quantile } from './stats.ts';

it('quantiles interpolate between the order statistics', () => {
  expect(quantile([4, 1, 3, 2], 0)).toBe(1);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 3, 2], 0.9)).toBeCloseTo(3.7, 12);
  expect(quantile([7], 0.3)).toBe(7);
});

it('the median of nothing is 0', () => {
  expect([median([]), median([5, 1]), median([9, 1, 2])]).toEqual([0, 3, 2]);
});
