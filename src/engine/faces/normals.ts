/** Which way the skin faces at each point of the mesh: normals of the mean face, which a head's pose turns into the picture's axes. */
import { must } from '../../base/assert.ts';
import { compose, turn, type Point, type Quaternion } from '../signal/rotation.ts';
import { MEAN_FACE } from './mean-face.ts';

/** Inter-ocular distances: weight of a neighbour falls to 0.6 at this distance; wide enough that the mesh's own waves do not turn a normal. */
const REACH = 0.13;
/** A point behind the head's middle, so that normals point outwards. */
const INSIDE: Point = [0, 0.2, 1.2];

/** 468 places on the mean face in the head's axes (x to the person's left, y down, z away from the camera), inter-ocular distances. */
export const meanFace: readonly Point[] = Array.from({ length: MEAN_FACE.length / 3 }, (_, k): Point => {
  const at = (axis: number): number => must(MEAN_FACE[3 * k + axis], 'a coordinate') / 1000;
  return [at(0), at(1), at(2)];
});

const normals: Point[] = [];

/** The outward unit normal of one of these places: the plane through its neighbours, by weighted least squares. Worked out when it is first asked for, since many a thread loads this and needs none. */
export const meanNormal = (index: number): Point => (normals[index] ??= normalAt(must(meanFace[index], 'a place'), meanFace));

/** The rotation whose angles headPose() gives, degrees: it turns the normals into the picture's axes (x right, y down, z away). */
export const rotationOf = (yaw: number, pitch: number, roll: number): Quaternion =>
  compose(turn([0, 1, 0], -yaw), compose(turn([1, 0, 0], -pitch), turn([0, 0, 1], roll)));

/** Unit normal of the surface through `points` near `place`, pointing away from the middle of the head. */
export function normalAt([x, y, z]: Point, points: readonly Point[]): Point {
  // Moments about the weighted mean: m holds xx, xy, xz, yy, yz, zz.
  let [weight, mx, my, mz] = [0, 0, 0, 0];
  const near = points.flatMap(([px, py, pz]) => {
    const [dx, dy, dz] = [px - x, py - y, pz - z];
    const w = Math.exp(-(dx * dx + dy * dy + dz * dz) / (2 * REACH * REACH));
    if (w < 1e-3) return [];
    weight += w;
    mx += w * dx;
    my += w * dy;
    mz += w * dz;
    return [[w, dx, dy, dz] as const];
  });
  const m: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  for (const [w, dx, dy, dz] of near) {
    const [a, b, c] = [dx - mx / weight, dy - my / weight, dz - mz / weight];
    m[0] += w * a * a;
    m[1] += w * a * b;
    m[2] += w * a * c;
    m[3] += w * b * b;
    m[4] += w * b * c;
    m[5] += w * c * c;
  }
  const outward: Point = [x - INSIDE[0], y - INSIDE[1], z - INSIDE[2]];
  const [nx, ny, nz] = leastAxis(m, outward);
  const sign = nx * outward[0] + ny * outward[1] + nz * outward[2] < 0 ? -1 : 1;
  return [sign * nx, sign * ny, sign * nz];
}

/** Axis of least spread: the greatest eigenvector of (trace - moments), by iteration from `start`. */
function leastAxis([xx, xy, xz, yy, yz, zz]: readonly [number, number, number, number, number, number], start: Point): Point {
  const trace = xx + yy + zz;
  let [x, y, z] = start;
  for (let round = 0; round < 60; round += 1) {
    const [a, b, c] = [(trace - xx) * x - xy * y - xz * z, (trace - yy) * y - xy * x - yz * z, (trace - zz) * z - xz * x - yz * y];
    const length = Math.hypot(a, b, c);
    [x, y, z] = [a / length, b / length, c / length];
  }
  return [x, y, z];
}
