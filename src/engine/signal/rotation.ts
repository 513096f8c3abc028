/**
 * Rotations as unit quaternions [w, x, y, z], and the similarity that best maps one set of points onto another.
 * Source: B. K. P. Horn, Closed-form solution of absolute orientation using unit quaternions, J. Opt. Soc. Am. A 4(4):629-642, 1987.
 */
export type Quaternion = readonly [number, number, number, number];

export interface Similarity {
  readonly rotation: Quaternion;
  /** Length in `to` for one in `from`. */
  readonly scale: number;
  /** Root mean square distance of the mapped points from `to`, in the units of `to`. */
  readonly residual: number;
}

export type Point = readonly [number, number, number];

function centred(points: readonly Point[]): Point[] {
  const mean: [number, number, number] = [0, 0, 0];
  for (const [x, y, z] of points) {
    mean[0] += x / points.length;
    mean[1] += y / points.length;
    mean[2] += z / points.length;
  }
  return points.map(([x, y, z]): Point => [x - mean[0], y - mean[1], z - mean[2]]);
}

const squares = (points: readonly Point[]): number => points.reduce((sum, [x, y, z]) => sum + x * x + y * y + z * z, 0);

/** Least-squares rotation and scale that map `from` onto `to` (both at least three points that are not on one line), after removing their means. */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const a = centred(from);
  const b = centred(to);
  // Horn's sums of products S (section 4.A), row = from, column = to.
  const s = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  a.forEach((p, i) => {
    const q = b[i] ?? p;
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 3; column++) s[3 * row + column] = (s[3 * row + column] ?? 0) + (p[row] ?? 0) * (q[column] ?? 0);
  });
  const [xx = 0, xy = 0, xz = 0, yx = 0, yy = 0, yz = 0, zx = 0, zy = 0, zz = 0] = s;
  // Horn's matrix N (equation 25): its greatest eigenvalue's eigenvector is the rotation.
  const { value, vector } = greatestEigenpair([
    ...[xx + yy + zz, yz - zy, zx - xz, xy - yx],
    ...[yz - zy, xx - yy - zz, xy + yx, zx + xz],
    ...[zx - xz, xy + yx, yy - xx - zz, yz + zy],
    ...[xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ]);
  // Least squares over the scale: sum of to·R(from) is the eigenvalue itself.
  const scale = value / squares(a);
  const residual = Math.sqrt(Math.max(0, squares(b) - value * scale) / a.length);
  return { rotation: normalised(vector), scale, residual };
}

/** Jacobi's rotations on a symmetric 4x4 matrix, row by row, until nothing is left beside the diagonal. */
function greatestEigenpair(symmetric: readonly number[]): { value: number; vector: number[] } {
  const m = Float64Array.from(symmetric);
  const v = new Float64Array(16);
  for (let i = 0; i < 4; i++) v[5 * i] = 1;
  const at = (i: number, j: number): number => m[4 * i + j] ?? 0;
  for (let sweep = 0; sweep < 50; sweep++) {
    let off = 0;
    for (let p = 0; p < 3; p++) for (let q = p + 1; q < 4; q++) off += at(p, q) ** 2;
    if (off < 1e-300) break;
    for (let p = 0; p < 3; p++)
      for (let q = p + 1; q < 4; q++) {
        if (at(p, q) === 0) continue;
        const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const sine = t * c;
        for (let k = 0; k < 4; k++) turnPair(m, 4 * k + p, 4 * k + q, c, sine);
        for (let k = 0; k < 4; k++) {
          turnPair(m, 4 * p + k, 4 * q + k, c, sine);
          turnPair(v, 4 * k + p, 4 * k + q, c, sine);
        }
      }
  }
  let best = 0;
  for (let i = 1; i < 4; i++) if (at(i, i) > at(best, best)) best = i;
  return { value: at(best, best), vector: [0, 1, 2, 3].map((row) => v[4 * row + best] ?? 0) };
}

function turnPair(matrix: Float64Array, p: number, q: number, c: number, sine: number): void {
  const before = matrix[p] ?? 0;
  const other = matrix[q] ?? 0;
  matrix[p] = c * before - sine * other;
  matrix[q] = sine * before + c * other;
}

/** Of the two quaternions that are one rotation, the one with w >= 0, of length one. */
function normalised(vector: readonly number[]): Quaternion {
  const [w = 1, x = 0, y = 0, z = 0] = vector;
  const length = Math.hypot(w, x, y, z) * (w < 0 ? -1 : 1);
  return [w / length, x / length, y / length, z / length];
}

/** First `b`, then `a`. */
export function compose([aw, ax, ay, az]: Quaternion, [bw, bx, by, bz]: Quaternion): Quaternion {
  return normalised([
    aw * bw - ax * bx - ay * by - az * bz,
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
  ]);
}

export const inverse = ([w, x, y, z]: Quaternion): Quaternion => [w, -x, -y, -z];

export function rotate([w, x, y, z]: Quaternion, [px, py, pz]: Point): Point {
  // p + 2w(q × p) + 2 q × (q × p)
  const cx = y * pz - z * py;
  const cy = z * px - x * pz;
  const cz = x * py - y * px;
  return [px + 2 * (w * cx + y * cz - z * cy), py + 2 * (w * cy + z * cx - x * cz), pz + 2 * (w * cz + x * cy - y * cx)];
}

/** Angle of the rotation from one to the other, degrees, 0..180. */
export function angleBetween(a: Quaternion, b: Quaternion): number {
  const [w, x, y, z] = compose(inverse(a), b);
  return (2 * Math.atan2(Math.hypot(x, y, z), Math.abs(w)) * 180) / Math.PI;
}

/** About an axis of length one, by degrees. */
export function turn([x, y, z]: Point, degrees: number): Quaternion {
  const half = (degrees * Math.PI) / 360;
  const s = Math.sin(half);
  return normalised([Math.cos(half), x * s, y * s, z * s]);
}
