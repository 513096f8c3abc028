import { describe, expect, it } from 'vitest';
import { compose, rotate, turn, type Point, type Quaternion } from '../signal/rotation.ts';
import { CANONICAL_FACE } from './canonical-face.ts';
import { headPose, inHead, meshPoint } from './pose.ts';

const X: Point = [1, 0, 0];
const Y: Point = [0, 1, 0];
const Z: Point = [0, 0, 1];

/** A mesh whose rigid points are the canonical face, turned, scaled and moved. */
function meshOf(rotation: Quaternion, scale = 60, [ox, oy, oz]: Point = [200, 150, 5]): Float32Array {
  const mesh = new Float32Array(3 * 468);
  for (const [index, ...place] of CANONICAL_FACE) {
    const [x, y, z] = rotate(rotation, place);
    mesh.set([ox + scale * x, oy + scale * y, oz + scale * z], 3 * index);
  }
  return mesh;
}

describe('head pose', () => {
  it('is zero for the canonical face, at its place and scale', () => {
    const pose = headPose(meshOf([1, 0, 0, 0]));
    for (const angle of [pose.yaw, pose.pitch, pose.roll]) expect(angle).toBeCloseTo(0, 3);
    expect(pose.scale).toBeCloseTo(60, 3);
    [200, 150, 5].forEach((value, i) => expect(pose.origin[i]).toBeCloseTo(value, 3));
    expect(pose.residual).toBeLessThan(1e-4);
  });

  it('tells the nose to the person’s left, up, and a head tilted clockwise as positive', () => {
    // About y (down) by -30 degrees carries the nose (-z) to +x, the person's left.
    const left = meshOf(turn(Y, -30));
    expect(meshPoint(left, 4)[0]).toBeGreaterThan(200);
    expect(headPose(left).yaw).toBeCloseTo(30, 2);
    const up = meshOf(turn(X, -20));
    expect(meshPoint(up, 4)[1]).toBeLessThan(meshPoint(meshOf([1, 0, 0, 0]), 4)[1]);
    expect(headPose(up).pitch).toBeCloseTo(20, 2);
    const tilted = meshOf(turn(Z, 10));
    expect(meshPoint(tilted, 263)[1]).toBeGreaterThan(meshPoint(tilted, 33)[1]);
    expect(headPose(tilted).roll).toBeCloseTo(10, 2);
  });

  it.each([
    [25, -12, 8],
    [-70, 30, -40],
    [3, 85, 0.5],
  ])('takes yaw %f, pitch %f and roll %f apart again', (yaw, pitch, roll) => {
    const pose = headPose(meshOf(compose(turn(Y, -yaw), compose(turn(X, -pitch), turn(Z, roll)))));
    expect([pose.yaw, pose.pitch, pose.roll].map((angle) => Math.round(angle * 100) / 100)).toEqual([yaw, pitch, roll]);
  });

  it('takes the pose away: the nose is where the canonical face has it', () => {
    const mesh = meshOf(compose(turn(Y, 40), turn(X, 15)), 33, [10, 400, -3]);
    const [, ...nose] = CANONICAL_FACE.find(([index]) => index === 4) ?? [0, 0, 0, 0];
    inHead(headPose(mesh), meshPoint(mesh, 4)).forEach((value, i) => expect(value).toBeCloseTo(nose[i] ?? 0, 4));
  });

  it('of some points alone is not moved by the others', () => {
    const mesh = meshOf(turn(Y, -20));
    mesh.set([0, 0, 0], 3 * 4);
    // Whatever was asked for before.
    expect(headPose(mesh, new Set([33, 263, 10, 4])).residual).toBeGreaterThan(0.05);
    expect(Math.abs(headPose(mesh).yaw - 20)).toBeGreaterThan(1);
    expect(headPose(mesh, new Set([33, 263, 133, 362, 10, 9])).yaw).toBeCloseTo(20, 2);
    expect(Math.abs(headPose(mesh).yaw - 20)).toBeGreaterThan(1);
  });
});
