/**
 * Convex cones in homogeneous image coordinates, cut exactly by half-spaces through the origin. A light projects to (x, y, w): w > 0 in front
 * of the camera, w < 0 behind it, w = 0 at infinity in the picture's plane, so one cone holds every place that a light can have.
 */
import { LEAST_SOLID_ANGLE } from './parameters.ts';

export type Vector = readonly [number, number, number];

/** Extreme rays in order around the cone, unit length. */
export type Cone = readonly Vector[];

/** Cosine of the cut against a unit normal that still counts as on the plane. */
const ON_PLANE = 1e-12;

const SIGNS = [1, -1] as const;
/** All of space as eight pointed cones; those with w > 0 come first. */
const OCTANTS: readonly Cone[] = SIGNS.flatMap((w) =>
  SIGNS.flatMap((y) =>
    SIGNS.map((x): Cone => [
      [x, 0, 0],
      [0, y, 0],
      [0, 0, w],
    ]),
  ),
);

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export function unit(v: Vector): Vector {
  const length = Math.hypot(...v);
  return [v[0] / length, v[1] / length, v[2] / length];
}

/** Keeps the part where normal · ray >= 0 (Sutherland and Hodgman 1974, on rays instead of points). */
export function cut(cone: Cone, normal: Vector): Cone {
  const kept: Vector[] = [];
  cone.forEach((ray, i) => {
    const next = cone[(i + 1) % cone.length] ?? ray;
    const [here, there] = [dot(normal, ray), dot(normal, next)];
    if (here >= -ON_PLANE) kept.push(ray);
    if ((here > ON_PLANE && there < -ON_PLANE) || (here < -ON_PLANE && there > ON_PLANE)) {
      const [a, b] = [Math.abs(there), Math.abs(here)];
      kept.push(unit([a * ray[0] + b * next[0], a * ray[1] + b * next[1], a * ray[2] + b * next[2]]));
    }
  });
  return kept;
}

/** Solid angle of a fan of spherical triangles (Van Oosterom and Strackee 1983, eq. 8). */
function solidAngle(cone: Cone): number {
  const [a, ...rest] = cone;
  if (a === undefined) return 0;
  return rest.slice(1).reduce((sum, c, i) => {
    const b = rest[i] ?? c;
    const triple = a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
    return sum + Math.abs(2 * Math.atan2(triple, 1 + dot(a, b) + dot(b, c) + dot(c, a)));
  }, 0);
}

/** What satisfies every half-space, as at most eight convex pieces, none across w = 0; empty where nothing does. Normals must be unit. */
export function intersect(normals: readonly Vector[]): Cone[] {
  return OCTANTS.flatMap((octant) => {
    const piece = normals.reduce(cut, octant);
    return piece.length >= 3 && solidAngle(piece) > LEAST_SOLID_ANGLE ? [piece] : [];
  });
}
