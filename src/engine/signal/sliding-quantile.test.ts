import { expect, it } from 'vitest';
import { SlidingQuantile } from './sliding-quantile.ts';
import { quantile } from './stats.ts';

it('is that of the values that are there, to the bit, whatever came and went', () => {
  // Few different values, so that equal ones are taken away one at a time.
  const values = Array.from({ length: 400 }, (_, i) => Math.round(40 * Math.sin(i * i)) / 7);
  const sliding = new SlidingQuantile();
  values.forEach((value, i) => {
    sliding.add(value);
    if (i >= 50) sliding.remove(values[i - 50]!);
    const window = values.slice(Math.max(0, i - 49), i + 1);
    expect(sliding.size).toBe(window.length);
    for (const q of [0, 0.1, 0.5, 0.9, 1]) expect(sliding.quantile(q)).toBe(quantile(window, q));
  });
});
