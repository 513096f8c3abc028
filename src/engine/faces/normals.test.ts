import { expect, it } from 'vitest';
import { rotate, turn, type Point } from '../signal/rotation.ts';
import { CANONICAL_FACE } from './canonical-face.ts';
import { meanFace, meanNormal, normalAt, rotationOf } from './normals.ts';
import { headPose } from './pose.ts';

const at = <T>(list: readonly T[], index: number): T => {
  const value = list[index];
  if (value === undefined) throw new Error('no such point');
  return value;
};

it('a ball’s normals point away from its middle', () => {
  const middle: Point = [0, 0.2, 1.2];
  const ball = Array.from({ length: 900 }, (_, k): Point => {
    const z = 1 - (2 * k + 1) / 900;
    const angle = k * Math.PI * (3 - Math.sqrt(5));
    const flat = Math.sqrt(1 - z * z);
    return [middle[0] + flat * Math.cos(angle), middle[1] + flat * Math.sin(angle), middle[2] + z];
  });
  for (const place of ball.filter((_, k) => k % 37 === 0)) {
    const normal = normalAt(place, ball);
    const along = normal.reduce((sum, value, k) => sum + value * ((place[k] ?? 0) - (middle[k] ?? 0)), 0);
    expect(along).toBeGreaterThan(0.999);
  }
});

it('the face looks forwards in the middle and sideways at the cheeks, alike on both sides', () => {
  for (const normal of meanFace.map((_, k) => meanNormal(k))) expect(Math.hypot(...normal)).toBeCloseTo(1, 9);
  expect(meanNormal(4)[2]).toBeLessThan(-0.95);
  expect(meanNormal(234)[0]).toBeLessThan(-0.9);
  expect(meanNormal(454)[0]).toBeGreaterThan(0.9);
  expect(meanNormal(10)[1]).toBeLessThan(-0.2);
  const [right, left] = [meanNormal(205), meanNormal(425)];
  expect(right[0]).toBeCloseTo(-left[0], 2);
  expect(right[1]).toBeCloseTo(left[1], 2);
});

it('lies where the canonical face does', () => {
  for (const [index, x, y, z] of CANONICAL_FACE) {
    const [mx, my, mz] = at(meanFace, index);
    expect(Math.hypot(mx - x, my - y, mz - z)).toBeLessThan(0.06);
  }
});

it('angles and rotation of a pose say the same', () => {
  const rotation = turn([0.36, 0.48, 0.8], 25);
  const mesh = Float32Array.from(meanFace.flatMap((place) => rotate(rotation, place).map((value) => 60 * value)));
  const { yaw, pitch, roll, rotation: found } = headPose(mesh);
  for (const [k, value] of rotationOf(yaw, pitch, roll).entries()) expect(value).toBeCloseTo(found[k] ?? NaN, 6);
});
