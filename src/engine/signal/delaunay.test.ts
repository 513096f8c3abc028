import { expect, it } from 'vitest';
import { delaunay } from './delaunay.ts';

const area = ([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number], [cx, cy]: readonly [number, number]): number =>
  Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;

it('a lattice of points, of which four at a time lie on one circle, is covered once', () => {
  const points = Array.from({ length: 35 }, (_, k) => [k % 7, Math.floor(k / 7)] as const);
  const triangles = delaunay(points);
  const sum = triangles.reduce((total, [a, b, c]) => total + area(points[a]!, points[b]!, points[c]!), 0);
  expect(sum).toBeCloseTo(24, 9);
  // Euler: of 35 points, 20 of them on the rim, two for each square; those on the rim are nudged, which may leave slivers of no area.
  expect(triangles.filter(([a, b, c]) => area(points[a]!, points[b]!, points[c]!) > 0.1)).toHaveLength(48);
});

it('the shorter diagonal is taken', () => {
  const points = [
    [0, 0],
    [10, 1],
    [10, -1],
    [20, 0],
  ] as const;
  expect(
    delaunay(points)
      .map((one) => one.toSorted((a, b) => a - b))
      .toSorted(([a], [b]) => a! - b!),
  ).toEqual([
    [0, 1, 2],
    [1, 2, 3],
  ]);
});
