/** How wide edges are along the normals of a contour: on the contour itself, and beyond it on the same person and behind. */
import { at } from '../../../base/at.ts';
import { median } from '../../signal/stats.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { PARAMETERS } from './parameters.ts';
import { alongContour, bilinear, middleOf, type Points } from './unroll.ts';

/** Deviations of the Gaussian whose blur of a sharp edge would look alike, working pixels. */
export interface EdgeWidth {
  /** Height over steepest slope, over the square root of two pi. */
  readonly byGradient: number;
  /** Half the distance between the extremes of the second derivative (Marr and Hildreth 1980: the zero crossing lies between them). */
  readonly byLaplacian: number;
}

export interface ContourEdges {
  readonly contour: readonly EdgeWidth[];
  readonly own: readonly EdgeWidth[];
}

const NORMALS = 64;
/** Half the length of a stretch that is searched for its strongest edge, of the contour's radius, and where the middles of the stretches lie outward. */
const REACH = 0.14;
const OUTWARD = [0.42, 0.7, 0.98];

/** `contour`: working pixels. */
export function edgesAlong(image: WorkingFrame, contour: Points): ContourEdges {
  const [cx, cy] = middleOf(contour);
  const places = alongContour(contour, NORMALS);
  const radius = places.reduce((sum, [x, y]) => sum + Math.hypot(x - cx, y - cy), 0) / NORMALS;
  const out: { contour: EdgeWidth[]; own: EdgeWidth[] } = { contour: [], own: [] };
  for (const [k, place] of places.entries()) {
    const [before, after] = [at(places, (k + NORMALS - 1) % NORMALS), at(places, (k + 1) % NORMALS)];
    const [tx, ty] = [after[0] - before[0], after[1] - before[1]];
    const length = Math.hypot(tx, ty);
    if (!(length > 0)) continue;
    // Outward: away from the middle, whichever way round the contour runs.
    const away = Math.sign(ty * (place[0] - cx) - tx * (place[1] - cy)) / length;
    const normal = [ty * away, -tx * away] as const;
    for (const [index, outward] of [0, ...OUTWARD].entries()) {
      const edge = strongestEdge(image, place, normal, (outward - REACH) * radius, (outward + REACH) * radius);
      if (edge !== null) (index === 0 ? out.contour : out.own).push(edge);
    }
  }
  return out;
}

export const widthOf = (edges: readonly EdgeWidth[], by: keyof EdgeWidth): number | null =>
  edges.length < PARAMETERS.fewestEdges.value ? null : median(edges.map((edge) => edge[by]));

function strongestEdge(
  image: WorkingFrame,
  [x, y]: readonly [number, number],
  [nx, ny]: readonly [number, number],
  from: number,
  to: number,
): EdgeWidth | null {
  const count = Math.floor(to - from);
  const values = new Float64Array(Math.max(0, count));
  for (let k = 0; k < count; k += 1) {
    const [px, py] = [x + (from + k) * nx - 0.5, y + (from + k) * ny - 0.5];
    if (px < 0 || py < 0 || px >= image.width - 1 || py >= image.height - 1) return null;
    values[k] = bilinear(image.y, image.width, px, py);
  }
  return edgeIn(values);
}

/** The strongest edge of a profile with one value for each pixel; `null` where it is too weak or not wholly within. */
export function edgeIn(values: Float64Array): EdgeWidth | null {
  const slope = (k: number): number => at(values, k + 1) - at(values, k);
  let peak = -1;
  let most = 0;
  for (let k = 0; k + 1 < values.length; k += 1) {
    if (Math.abs(slope(k)) > most) [peak, most] = [k, Math.abs(slope(k))];
  }
  if (peak < 0) return null;
  const sign = Math.sign(slope(peak));
  let [low, high] = [peak, peak];
  // The edge ends where its slope has fallen to a tenth: what follows is shading.
  while (low > 0 && sign * slope(low - 1) > most / 10) low -= 1;
  while (high + 2 < values.length && sign * slope(high + 1) > most / 10) high += 1;
  if (low === 0 || high + 2 >= values.length) return null;
  const height = sign * (at(values, high + 1) - at(values, low));
  if (height < PARAMETERS.edgeHeight.value) return null;
  const bend = (k: number): number => sign * (slope(k) - slope(k - 1));
  let [rise, fall] = [low, high + 1];
  for (let k = low; k <= peak; k += 1) if (bend(k) > bend(rise)) rise = k;
  for (let k = high + 1; k > peak; k -= 1) if (bend(k) < bend(fall)) fall = k;
  return { byGradient: height / most / Math.sqrt(2 * Math.PI), byLaplacian: (fall - rise) / 2 };
}
