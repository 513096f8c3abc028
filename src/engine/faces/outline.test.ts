import { expect, it } from 'vitest';
import { contains, grown } from './outline.ts';

const L = [
  [0, 0],
  [4, 0],
  [4, 1],
  [1, 1],
  [1, 4],
  [0, 4],
] as const;

it('tells inside from outside, in the notch of a shape that is not convex too', () => {
  const cases: [number, number, boolean][] = [
    [0.5, 3, true],
    [3, 0.5, true],
    [2, 2, false],
    [-1, 0.5, false],
    [5, 0.5, false],
  ];
  for (const [x, y, inside] of cases) expect([x, y, contains(L, x, y)]).toEqual([x, y, inside]);
});

it('grows about the mean of the points', () => {
  const square = [
    [1, 1],
    [3, 1],
    [3, 3],
    [1, 3],
  ] as const;
  expect(grown(square, 2)).toEqual([
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
  ]);
});
