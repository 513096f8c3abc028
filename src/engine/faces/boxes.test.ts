import { expect, test } from 'vitest';
import { iou } from './boxes.ts';

test('overlap of rectangles', () => {
  expect(iou([0, 0, 10, 10], [0, 0, 10, 10])).toBe(1);
  expect(iou([0, 0, 10, 10], [5, 0, 10, 10])).toBe(50 / 150);
  expect(iou([0, 0, 10, 10], [10, 0, 10, 10])).toBe(0);
  expect(iou([0, 0, 10, 10], [2, 2, 5, 5])).toBe(25 / 100);
});
