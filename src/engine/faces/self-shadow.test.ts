import { describe, expect, it } from 'vitest';
import type { Point } from '../signal/rotation.ts';
import { meanFace } from './normals.ts';
import { faceTriangles, reachOf } from './self-shadow.ts';

const towards = (x: number, y: number, z: number): Point => {
  const size = Math.hypot(x, y, z);
  return [x / size, y / size, z / size];
};
const FRONT = towards(0, 0, -1);
/** From the person's left, as far to the side as to the front. */
const LEFT = towards(1, 0, -1);
const ABOVE = towards(0, -1.7, -1);

it('the mean face is covered by triangles that use every point', () => {
  expect(new Set(faceTriangles().flat()).size).toBe(meanFace.length);
  // Euler: twice the points, less two, less those on the rim (36 on the oval).
  expect(faceTriangles().length).toBeGreaterThan(2 * 468 - 2 - 45);
  expect(faceTriangles().length).toBeLessThanOrEqual(2 * 468 - 2 - 30);
});

describe('what a lamp reaches', () => {
  it('from the front is everything that a shadow is looked for on', () => {
    for (const index of [50, 280, 236, 456, 100, 329, 189, 413, 164, 151, 199]) expect(reachOf(index, FRONT)).toBe('lit');
  });

  it('from the left is not the right side of the nose, nor the cheek and the corner of the eye beside it', () => {
    expect([198, 236, 217].map((index) => reachOf(index, LEFT))).toEqual(['turned away', 'turned away', 'turned away']);
    expect([47, 121, 189].map((index) => reachOf(index, LEFT))).toEqual(['hidden', 'hidden', 'hidden']);
    expect([420, 456, 437, 277, 355, 280, 151].every((index) => reachOf(index, LEFT) === 'lit')).toBe(true);
  });

  it('from above is not the skin under the nose', () => {
    expect(reachOf(2, ABOVE)).toBe('turned away');
    expect([167, 393].map((index) => reachOf(index, ABOVE))).toEqual(['hidden', 'hidden']);
    expect([4, 9, 205, 425].every((index) => reachOf(index, ABOVE) === 'lit')).toBe(true);
  });
});
