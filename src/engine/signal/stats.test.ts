import { expect, it } from 'vitest';
import { deviation, mean, median, quantile } from './stats.ts';

it('quantiles interpolate between the order statistics', () => {
  expect(quantile([4, 1, 3, 2], 0)).toBe(1);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 3, 2], 0.9)).toBeCloseTo(3.7, 12);
  expect(quantile([7], 0.3)).toBe(7);
});

it('the median of nothing is 0', () => {
  expect([median([]), median([5, 1]), median([9, 1, 2])]).toEqual([0, 3, 2]);
});

it('adds up in the order of the values: the mean is the same to the bit as by hand', () => {
  expect(mean([1e16, 1, -1e16, 1])).toBe((1e16 + 1 + -1e16 + 1) / 4);
  expect(mean([0.1, 0.2, 0.3])).toBe((0.1 + 0.2 + 0.3) / 3);
  expect(mean(new Float32Array([0.5, 0.25]))).toBe(0.375);
  expect(mean([])).toBeNaN();
  expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
});
