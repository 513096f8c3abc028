/** Which skin of the mean face a lamp at infinity reaches: turned away from it, hidden from it by the face itself, or lit. */
import { must } from '../../base/assert.ts';
import { delaunay, type Triangle } from '../signal/delaunay.ts';
import type { Point } from '../signal/rotation.ts';
import { meanFace, meanNormal } from './normals.ts';

/** A line inside the head, from top to bottom: the face is unrolled about it. */
const AXIS_DEPTH = 0.9;

let triangles: readonly Triangle[] | null = null;

/** 468 places of the mean face joined to triangles, eyes and mouth closed: Delaunay's of the face unrolled about the head's axis. */
export const faceTriangles = (): readonly Triangle[] =>
  (triangles ??= delaunay(meanFace.map(([x, y, z]) => [Math.atan2(x, AXIS_DEPTH - z), y])));

/** Inter-ocular distances: a place is lifted by this much off its own surface, so that the mesh's small waves do not shade it. */
const LIFT = 0.03;
/** Nearer than this along the ray is the place's own neighbourhood. */
const NEAR = 0.02;

export type Reach = 'lit' | 'turned away' | 'hidden';

/** `towards` the lamp, of length one, in the head's axes (x to the person's left, y down, z away from the camera). */
export function reachOf(index: number, towards: Point): Reach {
  const normal = meanNormal(index);
  if (dot(normal, towards) <= 0) return 'turned away';
  const [x, y, z] = must(meanFace[index], 'a place');
  const from: Point = [x + LIFT * normal[0], y + LIFT * normal[1], z + LIFT * normal[2]];
  return faceTriangles().some((corners) => !corners.includes(index) && hits(from, towards, corners)) ? 'hidden' : 'lit';
}

/** Möller T, Trumbore B. Fast, minimum storage ray/triangle intersection. Journal of Graphics Tools 2(1), 1997. */
function hits(from: Point, along: Point, [a, b, c]: Triangle): boolean {
  const [origin, second, third] = [a, b, c].map((corner) => must(meanFace[corner], 'a place')) as [Point, Point, Point];
  const [e1, e2, to] = [minus(second, origin), minus(third, origin), minus(from, origin)];
  const p = cross(along, e2);
  const determinant = dot(e1, p);
  if (Math.abs(determinant) < 1e-12) return false;
  const u = dot(to, p) / determinant;
  if (u < 0 || u > 1) return false;
  const q = cross(to, e1);
  const v = dot(along, q) / determinant;
  return v >= 0 && u + v <= 1 && dot(e2, q) / determinant > NEAR;
}

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Point, b: Point): Point => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
