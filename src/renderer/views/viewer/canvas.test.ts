import { expect, it } from 'vitest';
import { freeTop } from './canvas.ts';

const at = (top: number, bottom: number) => ({ top, bottom });

it('puts a plate below those that are there, and above them where there is no room below', () => {
  expect(freeTop([], 40, 20, 100, 1)).toBe(40);
  expect(freeTop([at(61, 80), at(35, 60)], 40, 15, 100, 1)).toBe(81);
  // Both would push it over the lower edge.
  expect(freeTop([at(61, 90), at(45, 60)], 50, 20, 100, 1)).toBe(24);
  // Nowhere: below, as before, where at least its head is seen.
  expect(freeTop([at(5, 95)], 50, 20, 100, 1)).toBe(96);
});
