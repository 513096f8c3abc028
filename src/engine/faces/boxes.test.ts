import { expect, test } from 'vitest';
import { boxAround, iou } from './boxes.ts';

test('overlap of rectangles', () => {
  expect(iou([0, 0, 10, 10], [0, 0, 10, 10])).toBe(1);
  expect(iou([0, 0, 10, 10], [5, 0, 10, 10])).toBe(50 / 150);
  expect(iou([0, 0, 10, 10], [10, 0, 10, 10])).toBe(0);
  expect(iou([0, 0, 10, 10], [2, 2, 5, 5])).toBe(25 / 100);
});

test('surrounds points with a margin', () => {
  expect(boxAround([])).toBeNull();
  expect(boxAround([[3, 4]])).toEqual([3, 4, 0, 0]);
  expect(
    boxAround([
      [10, 20],
      [30, 25],
    ]),
  ).toEqual([8, 18, 24, 9]);
});
