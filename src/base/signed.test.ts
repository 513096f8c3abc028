import { expect, it } from 'vitest';
import { signed } from './signed.ts';

it('gives a sign to what is not nothing', () => {
  expect([0.125, -0.5, 0, -0.004, 12].map(signed)).toEqual(['+0.13', '−0.50', '0.00', '0.00', '+12.00']);
});
