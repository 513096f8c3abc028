/** Where the parts of a light drawing lie on the picture: the same in the window and on paper. Pure; pixels of the full-size frame. */
import type { LightConstraint, LightSolution } from '../contract/light.ts';

type Place = readonly [number, number];
/** (x, y, w): in front of the camera at (x/w, y/w) for w > 0; for w < 0 behind it. */
type Ray = readonly [number, number, number];

/** Where one light can be, on one side of the camera. */
export interface LightRegion {
  /** `behind`: the light is behind the camera, and `points` is where its shadows' lines meet, away from which they point to it. */
  readonly side: 'front' | 'behind';
  /** The part inside the picture, convex, in order; empty where all of it lies outside. */
  readonly points: readonly Place[];
  /** Whether it goes on outside the picture. */
  readonly beyond: boolean;
  /** From the picture's centre to where the light lies, unit length; `null` where that is in no direction of the picture. */
  readonly direction: Place | null;
}

/** A direction shorter than this share of its ray is none. */
const LEAST_DIRECTION = 1e-3;

/** One for each side that the solution leaves open; none for a contradiction. */
export function lightRegions(solution: LightSolution, width: number, height: number): LightRegion[] {
  if (solution.status !== 'consistent') return [];
  return (['front', 'behind'] as const).flatMap((side): LightRegion[] => {
    const sign = side === 'front' ? 1 : -1;
    const pieces = solution.region.filter((piece) => piece.some(([, , w]) => w * sign > 0));
    if (pieces.length === 0) return [];
    const points = pieces.flatMap((piece) => insidePicture(piece, sign, width, height));
    const beyond = pieces
      .flat()
      .some(([x, y, w]) => x * sign < 0 || y * sign < 0 || x * sign > w * sign * width || y * sign > w * sign * height);
    return [{ side, points: convexHull(points), beyond, direction: directionTo(pieces, width, height) }];
  });
}

/** The piece as a polygon of the picture, cut by its four sides (Sutherland and Hodgman 1974, in homogeneous coordinates). */
function insidePicture(piece: readonly Ray[], sign: number, width: number, height: number): Place[] {
  const sides: readonly Ray[] = [
    [1, 0, 0],
    [-1, 0, width],
    [0, 1, 0],
    [0, -1, height],
  ];
  const turned = piece.map(([x, y, w]): Ray => [sign * x, sign * y, sign * w]);
  return sides.reduce(cut, turned).flatMap(([x, y, w]): Place[] => (w > 0 ? [[x / w, y / w]] : []));
}

const along = (side: Ray, ray: Ray): number => side[0] * ray[0] + side[1] * ray[1] + side[2] * ray[2];

function cut(polygon: readonly Ray[], side: Ray): readonly Ray[] {
  return polygon.flatMap((ray, i) => {
    const next = polygon[(i + 1) % polygon.length] ?? ray;
    const [here, there] = [along(side, ray), along(side, next)];
    const kept = here >= 0 ? [ray] : [];
    if (here < 0 === there < 0) return kept;
    const share = here / (here - there);
    const mixed = (k: 0 | 1 | 2): number => ray[k] + share * (next[k] - ray[k]);
    return [...kept, [mixed(0), mixed(1), mixed(2)] as const];
  });
}

/** Monotone chain (Andrew 1979). The pieces of one side make one convex region, so their hull is that region without its seams. */
function convexHull(points: readonly Place[]): Place[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (ordered: readonly Place[]): Place[] => {
    const kept: Place[] = [];
    for (const point of ordered) {
      while (kept.length >= 2 && turn(kept.at(-2) ?? point, kept.at(-1) ?? point, point) <= 1e-9) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  const hull = [...chain(sorted), ...chain(sorted.toReversed())];
  return hull.length >= 3 ? hull : [];
}

const turn = (a: Place, b: Place, c: Place): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Mean over the rays, each seen from the picture's centre in units of half its diagonal. */
function directionTo(pieces: readonly (readonly Ray[])[], width: number, height: number): Place | null {
  const unitPx = Math.hypot(width, height) / 2;
  let [x, y, count] = [0, 0, 0];
  for (const ray of pieces.flat()) {
    const [dx, dy] = [ray[0] - (ray[2] * width) / 2, ray[1] - (ray[2] * height) / 2];
    const length = Math.hypot(dx, dy, ray[2] * unitPx);
    x += dx / length;
    y += dy / length;
    count += 1;
  }
  const length = Math.hypot(x, y);
  return length < LEAST_DIRECTION * count ? null : [x / length, y / length];
}

/** What each drawn region means, one sentence for each. */
export function regionWords(regions: readonly LightRegion[]): string[] {
  return regions.map(({ side, points, beyond, direction }) => {
    const on = beyond ? '; it goes on outside the picture' : '';
    if (side === 'front')
      return points.length > 0
        ? `Filled: where the light projects, if it is in front of the camera${on}.`
        : 'Arrow: the light projects outside the picture, on this side.';
    if (points.length > 0) return `Hatched: where the lines of its shadows meet, if the light is behind the camera${on}.`;
    return direction === null ? 'The light is straight behind the camera.' : 'Arrow: the light is behind the camera, on this side.';
  });
}

/** Where a line from the picture's centre leaves it. */
export function borderTowards(direction: Place, width: number, height: number): Place {
  const reach = Math.min(width / 2 / Math.abs(direction[0]), height / 2 / Math.abs(direction[1]));
  return [width / 2 + reach * direction[0], height / 2 + reach * direction[1]];
}

/** `to`, or the farther place at which the line from `from` through it leaves the picture. */
export function throughPicture(from: Place, to: Place, width: number, height: number): Place {
  const step: Place = [to[0] - from[0], to[1] - from[1]];
  const reaches = [
    [0, 0],
    [width, 0],
    [0, 1],
    [height, 1],
  ].map(([border = 0, axis = 0]) => (border - (from[axis] ?? 0)) / (step[axis] ?? 0));
  const inside = (t: number): boolean => {
    const [x, y] = [from[0] + t * step[0], from[1] + t * step[1]];
    return x >= -1e-6 && x <= width + 1e-6 && y >= -1e-6 && y <= height + 1e-6;
  };
  const reach = Math.max(1, ...reaches.filter((t) => Number.isFinite(t) && inside(t)));
  return [from[0] + reach * step[0], from[1] + reach * step[1]];
}

/** Indices of the constraints that a solution names as contradicting each other. */
export function contradicting(solution: LightSolution | null): ReadonlySet<number> {
  return new Set(solution?.status === 'contradictory' ? solution.contradictions.flatMap(({ constraints }) => constraints) : []);
}

/** The side on which the light must be, as seen from the outline: outwards where it is lit, inwards where it is dark. */
export function lightSide({ at, outward, lit }: Extract<LightConstraint, { kind: 'shading' }>): Place {
  return lit ? outward : [2 * at[0] - outward[0], 2 * at[1] - outward[1]];
}

type Contradiction = Extract<LightSolution, { status: 'contradictory' }>['contradictions'][number];

/** By how much the edges of a contradicting set must be opened; constraints are counted from 1, as in the picture. */
export function openingWords({ constraints, togetherDegrees, aloneDegrees }: Contradiction): string {
  if (togetherDegrees === null) return 'Opening every edge by 45° does not make them agree.';
  const alone = constraints.flatMap((index, i) => {
    const degrees = aloneDegrees[i] ?? null;
    return degrees === null ? [] : [`${index + 1} alone by ${degrees.toFixed(1)}°`];
  });
  const or = alone.length === 0 ? '; opening one alone by 45° is not enough' : `, or ${alone.join(', or ')}`;
  return `They agree when every edge is opened by ${togetherDegrees.toFixed(1)}°${or}.`;
}
