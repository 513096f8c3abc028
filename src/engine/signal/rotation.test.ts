import { describe, expect, it } from 'vitest';
import { angleBetween, compose, fitSimilarity, inverse, rotate, turn } from './rotation.ts';

const cloud = [
  [1, 0, 0.2],
  [0, 2, -0.5],
  [-1, 0.5, 1],
  [0.3, -0.7, 0.9],
  [2, 1, -1],
] as const;

describe('rotations', () => {
  it('turn points as the hand expects: 90 degrees about z carries x to y', () => {
    const [x, y, z] = rotate(turn([0, 0, 1], 90), [1, 0, 0]);
    expect([x, y, z].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([0, 1, 0]);
  });

  it('compose in order and cancel with their inverse', () => {
    const a = turn([1, 0, 0], 30);
    const b = turn([0, 1, 0], 50);
    const both = rotate(compose(a, b), [0.2, 0.3, 0.4]);
    rotate(a, rotate(b, [0.2, 0.3, 0.4])).forEach((value, i) => expect(both[i]).toBeCloseTo(value, 12));
    expect(angleBetween(compose(a, inverse(a)), turn([0, 0, 1], 0))).toBeCloseTo(0, 10);
  });

  it.each([0.001, 5, 45, 90, 179])('are %f degrees apart when they are', (degrees) => {
    expect(angleBetween(turn([0, 1, 0], 10), compose(turn([0, 1, 0], degrees), turn([0, 1, 0], 10)))).toBeCloseTo(degrees, 9);
  });
});

describe('best similarity', () => {
  it.each([
    ['nothing', turn([1, 0, 0], 0)],
    ['a small turn', turn([0, 1, 0], 3)],
    ['a half turn', turn([0, 0, 1], 180)],
    ['several turns', compose(turn([1, 0, 0], 40), compose(turn([0, 1, 0], -70), turn([0, 0, 1], 110)))],
  ])('finds %s, the scale, and no residual', (_, rotation) => {
    const to = cloud.map((point) => {
      const [x, y, z] = rotate(rotation, point);
      return [3 * x + 10, 3 * y - 4, 3 * z + 1] as const;
    });
    const found = fitSimilarity(cloud, to);
    expect(angleBetween(found.rotation, rotation)).toBeLessThan(1e-6);
    expect(found.scale).toBeCloseTo(3, 10);
    expect(found.residual).toBeLessThan(1e-6);
  });

  it('says how badly points fit', () => {
    const to = cloud.map(([x, y, z], i) => [x, y, z + (i % 2 === 0 ? 0.1 : -0.1)] as const);
    const { residual } = fitSimilarity(cloud, to);
    expect(residual).toBeGreaterThan(0.05);
    expect(residual).toBeLessThan(0.1);
  });
});
