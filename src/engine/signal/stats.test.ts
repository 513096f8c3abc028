import { expect, it } from 'vitest';
import { deviation, mean, median, quantile } from './stats.ts';

it('quantiles interpolate between the order statistics', () => {
  expect(quantile([4, 1, 3, 2], 0)).toBe(1);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 3, 2], 0.9)).toBeCloseTo(3.7, 12);
  expect(quantile([7], 0.3)).toBe(7);
  expect(quantile([], 0.5)).toBe(0);
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

it('quantile gives what sorting gives, for many values and few different ones, without numbers and with signed zeros', () => {
  let seed = 1;
  const random = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
  const kinds = [random, () => Math.floor(5 * random()), () => (random() < 0.01 ? Number.NaN : random()), () => -0 * Math.round(random())];
  for (let k = 0; k < 400; k += 1) {
    const values = Array.from({ length: 1 + Math.floor(400 * random()) }, kinds[k % 4] ?? random);
    const q = [0, 0.5, 1, random()][k % 5] ?? 0.25;
    const sorted = Float64Array.from(values).sort();
    const at = q * (values.length - 1);
    const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
    expect(quantile(values, q)).toBe(low + (high - low) * (at - Math.floor(at)));
  }
});
