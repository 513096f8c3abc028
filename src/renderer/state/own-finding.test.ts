import { expect, it } from 'vitest';
import { boxBetween } from './own-finding.svelte.ts';

const size = { width: 640, height: 360 };

it('makes a rectangle of two corners in any order, in whole pixels and inside the picture', () => {
  expect(boxBetween([100.4, 50], [20, 80.6], size)).toEqual([20, 50, 80, 31]);
  expect(boxBetween([-50, -10], [700, 400], size)).toEqual([0, 0, 640, 360]);
  expect(boxBetween([30, 30], [30, 30], size)).toEqual([30, 30, 1, 1]);
  expect(boxBetween([900, 900], [950, 950], size)).toEqual([639, 359, 1, 1]);
});
