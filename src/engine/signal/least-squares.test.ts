import { expect, it } from 'vitest';
import { designOf, explained, leastSquares, robustFit } from './least-squares.ts';

const rows = Array.from({ length: 40 }, (_, k) => [1, k / 10, Math.sin(k)]);
const design = designOf(rows);
const values = Float64Array.from(rows, ([, x = 0, s = 0]) => 2 - 0.5 * x + 3 * s);
const alike = new Float64Array(40).fill(1);

it('finds the coefficients of an exact relation', () => {
  for (const [k, value] of leastSquares(design, values, alike).entries()) expect(value).toBeCloseTo([2, -0.5, 3][k] ?? NaN, 9);
});

it('is hardly moved by gross errors when robust, and is moved without', () => {
  const spoilt = values.map((value, k) => (k % 8 === 0 ? value + 50 : value));
  const fit = robustFit(design, spoilt, { rounds: 30 });
  expect(Math.abs((fit.coefficients[0] ?? 0) - 2)).toBeLessThan(0.05);
  expect(Math.abs((leastSquares(design, spoilt, alike)[0] ?? 0) - 2)).toBeGreaterThan(3);
  expect(fit.weights[8]).toBeLessThan(0.01);
  expect(fit.weights[9]).toBeGreaterThan(0.1);
});

it('a ridge draws towards zero, and a column without extent gets zero', () => {
  const [, free = 0] = leastSquares(design, values, alike, [0, 0, 0]);
  const [, held = 0] = leastSquares(design, values, alike, [0, 1000, 0]);
  expect(Math.abs(held)).toBeLessThan(Math.abs(free) / 5);
  expect(leastSquares(designOf(rows.map(([one = 0]) => [one, 0])), values, alike)[1]).toBe(0);
});

it('says how much is explained', () => {
  const fit = robustFit(design, values);
  expect(explained(design, values, fit)).toBeCloseTo(1, 9);
  expect(explained(alike, values, robustFit(alike, values))).toBeLessThan(0.05);
});
