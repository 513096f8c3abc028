import { expect, it } from 'vitest';
import { ratioWords, verbalScale } from './verbal-scale.ts';

it.each([
  [1, 'no support for one proposition over the other'],
  [1.99, 'no support for one proposition over the other'],
  [2, 'weak support for H1 rather than H2'],
  [10, 'weak support for H1 rather than H2'],
  [10.01, 'moderate support for H1 rather than H2'],
  [100, 'moderate support for H1 rather than H2'],
  [100.1, 'moderately strong support for H1 rather than H2'],
  [1000, 'moderately strong support for H1 rather than H2'],
  [1001, 'strong support for H1 rather than H2'],
  [10_000, 'strong support for H1 rather than H2'],
  [10_001, 'very strong support for H1 rather than H2'],
  [1e6, 'very strong support for H1 rather than H2'],
  [1.001e6, 'extremely strong support for H1 rather than H2'],
  [0.51, 'no support for one proposition over the other'],
  [0.5, 'weak support for H2 rather than H1'],
  [0.1, 'weak support for H2 rather than H1'],
  [0.0999, 'moderate support for H2 rather than H1'],
  [0.01, 'moderate support for H2 rather than H1'],
  [0.00999, 'moderately strong support for H2 rather than H1'],
  [0.001, 'moderately strong support for H2 rather than H1'],
  [0.0001, 'strong support for H2 rather than H1'],
  [1e-6, 'very strong support for H2 rather than H1'],
  [0.9e-6, 'extremely strong support for H2 rather than H1'],
])('LR %d: %s', (ratio, words) => {
  expect(verbalScale(Math.log10(ratio))).toBe(words);
});

it.each([
  [0, '1'],
  [Math.log10(2.34), '2.3'],
  [3, '1000'],
  [-1, '1/10'],
  [-0.001, '1'],
  [6.02, '1.0e+6'],
  // From 100,000 on as a power; one below it is written out.
  [5, '1.0e+5'],
  [4.995, '99000'],
  [-5, '1/1.0e+5'],
])('10^%d is written %s', (log, words) => {
  expect(ratioWords(log)).toBe(words);
});
