/**
 * Triangles between points of a plane such that no point lies inside the circle through another triangle's corners.
 * Source: Bowyer A, Computing Dirichlet tessellations, and Watson DF, Computing the n-dimensional Delaunay tessellation; The Computer Journal 24(2), 1981.
 */
import { at } from '../../base/at.ts';

export type Triangle = readonly [number, number, number];
type Flat = readonly [number, number];

/** Far enough round the points that their hull is kept, in sizes of the whole set. */
const ROUND = 1000;
/** Points of a symmetric set lie on one circle by fours; moving each by this share of the whole set decides which way such a four is cut. */
const NUDGE = 1e-6;

/** Indices of the corners, three by three. At least three points that are not on one line. */
export function delaunay(points: readonly Flat[]): Triangle[] {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const size = Math.max(Math.max(...xs) - left, Math.max(...ys) - top);
  const unit = points.map(([x, y], k): Flat => [
    (x - left) / size + NUDGE * Math.sin(12.9898 * (k + 1)),
    (y - top) / size + NUDGE * Math.sin(78.233 * (k + 1)),
  ]);
  const count = unit.length;
  const all = [...unit, [-ROUND, -ROUND], [ROUND, -ROUND], [0, ROUND]] as const;
  let triangles: Triangle[] = [[count, count + 1, count + 2]];
  for (const [k, point] of unit.entries()) {
    const open = triangles.filter(([a, b, c]) => isInCircle(at(all, a), at(all, b), at(all, c), point));
    const gone = new Set(open);
    const edges = open.flatMap(([a, b, c]): Flat[] => [
      [a, b],
      [b, c],
      [c, a],
    ]);
    // An edge that two of them share lies within the hole; only its rim stays.
    const seen = new Set(edges.map(([a, b]) => a * all.length + b));
    const rim = edges.filter(([a, b]) => !seen.has(b * all.length + a));
    triangles = [...triangles.filter((one) => !gone.has(one)), ...rim.map(([a, b]): Triangle => [a, b, k])];
  }
  return triangles.filter((one) => one.every((corner) => corner < count));
}

/** For corners in the order that the first triangle above has; new ones keep it. */
function isInCircle(first: Flat, second: Flat, third: Flat, point: Flat): boolean {
  const x = point[0];
  const y = point[1];
  const ax = first[0] - x;
  const ay = first[1] - y;
  const bx = second[0] - x;
  const by = second[1] - y;
  const cx = third[0] - x;
  const cy = third[1] - y;
  const a = ax * ax + ay * ay;
  const b = bx * bx + by * by;
  const c = cx * cx + cy * cy;
  return a * (bx * cy - cx * by) - b * (ax * cy - cx * ay) + c * (ax * by - bx * ay) > 0;
}
