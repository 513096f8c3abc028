import { expect, it } from 'vitest';
import { LENS_POWERS, lensFor, nextPower, within } from './lens.ts';

const stage = { width: 800, height: 500 };

it('shows an odd number of whole pixels with the one that is looked at in the middle', () => {
  const lens = lensFor({ power: 8, at: { x: 50, y: 29 }, on: { x: 100, y: 100 }, stage, ratio: 1 });
  expect(lens).toEqual({ count: 23, left: 39, top: 18, side: 184, place: { x: 118, y: 118 } });
  // A screen of two pixels for each CSS pixel shows more of the picture in the same space.
  expect(lensFor({ power: 8, at: { x: 50, y: 29 }, on: { x: 100, y: 100 }, stage, ratio: 2 })).toMatchObject({ count: 47, side: 188 });
  const counts = LENS_POWERS.map((power) => lensFor({ power, at: { x: 0, y: 0 }, on: { x: 0, y: 0 }, stage, ratio: 1 }).count);
  expect(counts).toEqual([95, 47, 23, 11, 5]);
});

it('lies on the stage wherever it looks', () => {
  for (const x of [0, 1, 399, 620, 799])
    for (const y of [0, 250, 310, 499]) {
      const { place, side } = lensFor({ power: 16, at: { x: 0, y: 0 }, on: { x, y }, stage, ratio: 1 });
      expect(place.x >= 0 && place.x + side <= stage.width && place.y >= 0 && place.y + side + 20 <= stage.height).toBe(true);
    }
  // At the right border it lies left of the place, and never on it while there is room.
  expect(lensFor({ power: 16, at: { x: 0, y: 0 }, on: { x: 790, y: 490 }, stage, ratio: 1 }).place).toEqual({ x: 594, y: 274 });
});

it('is smaller on a small stage, so that the place stays free', () => {
  const small = { width: 220, height: 340 };
  expect(lensFor({ power: 8, at: { x: 0, y: 0 }, on: { x: 60, y: 60 }, stage: small, ratio: 1 })).toMatchObject({
    count: 13,
    side: 104,
    place: { x: 78 },
  });
});

it('takes no pixel from outside the picture', () => {
  const lens = lensFor({ power: 32, at: { x: 1, y: 0 }, on: { x: 0, y: 0 }, stage, ratio: 1 });
  expect(within(lens, 320, 180)).toEqual([0, 0, 4, 3]);
  expect(within(lens, 2, 2)).toEqual([0, 0, 2, 2]);
  expect(within({ ...lens, left: 400 }, 320, 180)).toBeNull();
});

it('goes through the powers and begins again', () => {
  expect(LENS_POWERS.map(nextPower)).toEqual([4, 8, 16, 32, 2]);
});
