/** Where a head is and how it is turned: the canonical face fitted to the rigid points of a mesh (weighted Procrustes, all weights one). */
import { must } from '../../base/assert.ts';
import { fitSimilarity, inverse, rotate, type Point, type Quaternion } from '../signal/rotation.ts';
import { CANONICAL_FACE } from './canonical-face.ts';

export interface HeadPose {
  /** Turns the canonical face into the picture's axes: x right, y down, z away from the camera. */
  readonly rotation: Quaternion;
  /** Degrees. Yaw: nose to the person's left is positive; pitch: nose up; roll: clockwise in the picture. Turned in the order roll, pitch, yaw. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** Full-size pixels for one inter-ocular distance of a face seen from the front. */
  readonly scale: number;
  /** The point between the eyes: x, y in full-size pixels, z in the mesh's own depth. */
  readonly origin: Point;
  /** Root mean square distance of the rigid points from the fitted face, inter-ocular distances. */
  readonly residual: number;
}

const INDICES = CANONICAL_FACE.map(([index]) => index);
const PLACES = CANONICAL_FACE.map(([, x, y, z]): Point => [x, y, z]);

export const meshPoint = (mesh: Float32Array, index: number): Point => [
  must(mesh[3 * index], 'x'),
  must(mesh[3 * index + 1], 'y'),
  must(mesh[3 * index + 2], 'z'),
];

/** Nine detectors ask for the pose of the same mesh, so it is fitted once. */
const WHOLE = new WeakMap<Float32Array, HeadPose>();

/**
 * From 468 mesh points (x, y, z), by least squares over the 50 rigid ones. `among`: only these mesh indices (at least three, all of
 * CANONICAL_FACE), for the pose of a part of the face. The mesh must not be changed afterwards.
 */
export function headPose(mesh: Float32Array, among?: ReadonlySet<number>): HeadPose {
  if (among !== undefined) return fitted(mesh, among);
  const known = WHOLE.get(mesh);
  if (known !== undefined) return known;
  const pose = fitted(mesh, among);
  WHOLE.set(mesh, pose);
  return pose;
}

function fitted(mesh: Float32Array, among: ReadonlySet<number> | undefined): HeadPose {
  const chosen = INDICES.flatMap((index, at) => (among === undefined || among.has(index) ? [at] : []));
  const from = chosen.map((at) => must(PLACES[at], 'a place'));
  const to = chosen.map((at) => meshPoint(mesh, must(INDICES[at], 'an index')));
  const { rotation, scale, residual } = fitSimilarity(from, to);
  const [fx, fy, fz] = rotate(rotation, mean(from));
  const [tx, ty, tz] = mean(to);
  return {
    rotation,
    ...angles(rotation),
    scale,
    origin: [tx - scale * fx, ty - scale * fy, tz - scale * fz],
    residual: residual / scale,
  };
}

/** A point of the picture (or of the mesh) in the head's own axes, inter-ocular distances from the point between the eyes: pose taken away. */
export function inHead({ rotation, scale, origin }: HeadPose, [x, y, z]: Point): Point {
  return rotate(inverse(rotation), [(x - origin[0]) / scale, (y - origin[1]) / scale, (z - origin[2]) / scale]);
}

function angles(rotation: Quaternion): { yaw: number; pitch: number; roll: number } {
  const degrees = 180 / Math.PI;
  const [fx, fy, fz] = rotate(rotation, [0, 0, -1]);
  const yaw = Math.atan2(fx, -fz);
  const pitch = Math.asin(Math.min(1, Math.max(-1, -fy)));
  const [ux, uy, uz] = rotate(rotation, [1, 0, 0]);
  // The axis to the person's left with yaw and pitch taken back lies in the picture's plane.
  const across = ux * Math.cos(yaw) + uz * Math.sin(yaw);
  const away = uz * Math.cos(yaw) - ux * Math.sin(yaw);
  const down = uy * Math.cos(pitch) - away * Math.sin(pitch);
  return { yaw: yaw * degrees, pitch: pitch * degrees, roll: Math.atan2(down, across) * degrees };
}

function mean(points: readonly Point[]): Point {
  const sum: [number, number, number] = [0, 0, 0];
  for (const [x, y, z] of points) {
    sum[0] += x / points.length;
    sum[1] += y / points.length;
    sum[2] += z / points.length;
  }
  return sum;
}
