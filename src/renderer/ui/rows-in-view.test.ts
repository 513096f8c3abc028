import { expect, it } from 'vitest';
import { rowsInView, scrolledTo } from './rows-in-view.ts';

it('names the rows in the window and six on each side', () => {
  expect(rowsInView(0, 800, 80, 300)).toEqual({ first: 0, end: 16 });
  expect(rowsInView(8000, 800, 80, 300)).toEqual({ first: 94, end: 116 });
  expect(rowsInView(8040, 800, 80, 300)).toEqual({ first: 94, end: 117 });
  expect(rowsInView(23_200, 800, 80, 300)).toEqual({ first: 284, end: 300 });
  expect(rowsInView(0, 800, 80, 0)).toEqual({ first: 0, end: 0 });
  // A list that was narrowed while it was scrolled down.
  expect(rowsInView(23_200, 800, 80, 3)).toEqual({ first: 0, end: 3 });
});

it('scrolls no further than a row needs', () => {
  expect(scrolledTo(5, 0, 800, 80)).toBe(0);
  expect(scrolledTo(10, 0, 800, 80)).toBe(80);
  expect(scrolledTo(2, 400, 800, 80)).toBe(160);
});
