import { expect, it } from 'vitest';
import { shading } from './heat.ts';
import { harmonics } from './harmonics.ts';

it('are orthonormal over the sphere', () => {
  const sums = Array.from({ length: 81 }, () => 0);
  const steps = 200;
  for (let i = 0; i < steps; i += 1) {
    // Equal areas: even in the cosine of the polar angle and in the azimuth.
    const z = (2 * i + 1) / steps - 1;
    for (let j = 0; j < steps; j += 1) {
      const azimuth = (2 * Math.PI * j) / steps;
      const flat = Math.sqrt(1 - z * z);
      const basis = harmonics([flat * Math.cos(azimuth), flat * Math.sin(azimuth), z]);
      for (let k = 0; k < 81; k += 1)
        sums[k] = (sums[k] ?? 0) + ((basis[Math.floor(k / 9)] ?? 0) * (basis[k % 9] ?? 0) * 4 * Math.PI) / steps ** 2;
    }
  }
  for (const [k, sum] of sums.entries()) expect(sum).toBeCloseTo(Math.floor(k / 9) === k % 9 ? 1 : 0, 3);
});

it('give the light of one side of a ball, by hand', () => {
  const coefficients = [3, 1, -2, 0.5, 0.3, -0.4, 0.2, 0.1, 0.6];
  expect(shading(coefficients, 0.48, -0.6, -0.64)).toBeCloseTo(0.9719792371200001, 12);
});
