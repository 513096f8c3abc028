import { expect, it } from 'vitest';
import { differenceOf, type Pixels } from './picture-difference.ts';

const picture = (width: number, height: number, ...values: number[]): Pixels => ({ data: Uint8ClampedArray.from(values), width, height });

it('is the absolute difference of each value, times the gain, held at 255', () => {
  const a = picture(2, 1, 10, 20, 30, 255, 0, 100, 200, 255);
  const b = picture(2, 1, 13, 20, 25, 255, 0, 100, 200, 255);
  expect(differenceOf(a, b, 1)).toEqual({
    data: Uint8ClampedArray.from([3, 0, 5, 255, 0, 0, 0, 255]),
    most: 5,
    mean: 8 / 6,
    differing: 1,
    count: 2,
  });
  expect(differenceOf(b, a, 4)?.data).toEqual(Uint8ClampedArray.from([12, 0, 20, 255, 0, 0, 0, 255]));
  // The gain changes what is shown and not what is measured.
  const far = differenceOf(picture(1, 1, 0, 0, 0, 255), picture(1, 1, 9, 200, 0, 0), 32);
  expect(far).toEqual({ data: Uint8ClampedArray.from([255, 255, 0, 255]), most: 200, mean: 209 / 3, differing: 1, count: 1 });
});

it('is black, and says zero, for the same picture', () => {
  const a = picture(1, 2, 1, 2, 3, 255, 4, 5, 6, 255);
  expect(differenceOf(a, a, 32)).toEqual({
    data: Uint8ClampedArray.from([0, 0, 0, 255, 0, 0, 0, 255]),
    most: 0,
    mean: 0,
    differing: 0,
    count: 2,
  });
});

it('is not made where the sizes differ, even with as many pixels', () => {
  expect(differenceOf(picture(2, 1, 1, 2, 3, 255, 1, 2, 3, 255), picture(1, 2, 1, 2, 3, 255, 1, 2, 3, 255), 1)).toBeNull();
});
