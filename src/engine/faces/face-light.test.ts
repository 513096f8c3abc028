import { expect, it } from 'vitest';
import { harmonics } from '../../base/harmonics.ts';
import { angleApart, fitBall, fitLight, fromOf } from './face-light.ts';
import { PATCHES } from './skin-patches.ts';

const LIMITS = { minimumPatches: 25, ridge: 1e-6, ridgeSecond: 1e-9 };
const normals = PATCHES.map(({ normal }) => normal);

it('light that is a linear function of the normal is given back, and a patch that does not fit hardly moves it', () => {
  const values = normals.map(([x, y, z]) => -1.2 + 0.7 * x - 0.4 * y - 0.3 * z);
  const fit = fitLight(values, normals, LIMITS);
  expect(fit?.light[0]).toBeCloseTo(0.7, 3);
  expect(fit?.light[1]).toBeCloseTo(-0.4, 3);
  expect(fit?.from).toBeCloseTo(fromOf(0.7, -0.4), 1);
  expect(fit?.fromError).toBeLessThan(0.1);
  expect(fit?.r2).toBeCloseTo(1, 4);
  const spoilt = fitLight(values.with(3, 2), normals, LIMITS);
  expect(spoilt?.light[0]).toBeCloseTo(0.7, 1);
});

it('too few patches give no light', () => {
  const few = normals.map((_, k) => (k < 24 ? 0 : null));
  expect(fitLight(few, normals, LIMITS)).toBeNull();
});

it('the coefficients of a ball are given back', () => {
  const ball = [3, 0.2, -0.3, 0.4, 0.05, -0.05, 0.02, 0.03, -0.04];
  const log = normals.map((normal) => Math.log(harmonics(normal).reduce((sum, value, k) => sum + value * (ball[k] ?? 0), 0)));
  const found = fitBall(log, normals, LIMITS);
  // In medians of the face: the first coefficients keep their ratios.
  for (const k of [1, 2, 3]) expect((found[k] ?? 0) / (found[0] ?? 1)).toBeCloseTo((ball[k] ?? 0) / 3, 2);
});

it('directions are told apart across the seam', () => {
  expect(angleApart(-175, 175)).toBe(10);
  expect(angleApart(0, 180)).toBe(180);
});
