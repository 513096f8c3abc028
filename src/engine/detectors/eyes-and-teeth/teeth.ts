/** Teeth in an open mouth: how strongly luma changes along the row of teeth, against the detail of the eyes of the same face. */
import { at } from '../../../base/at.ts';
import type { FaceItem } from '../../faces/face.ts';
import { median, quantile } from '../../signal/stats.ts';
import { chromaAt, inside, lidsOf, lumaAt, type Point } from './iris-patch.ts';
import { PARAMETERS } from './parameters.ts';

/** Inner borders of the lips from the person's right corner to the left one (MediaPipe's face mesh). */
const UPPER = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308] as const;
const LOWER = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308] as const;
/** Outer border of the lower lip, the middle part: with the inner one, where the lips' own red is read. */
const LOWER_OUTER = [181, 84, 17, 314, 405] as const;
const LOWER_MIDDLE = [178, 87, 14, 317, 402] as const;
/** The opening unrolled: columns between the corners, rows from the upper lip to the lower. */
const [ACROSS, DOWN] = [64, 12];
/** Points of a lip that the columns span: half a point short of both corners. */
const [FIRST, SPAN] = [0.5, 9];
/** Columns between two cells that are compared. */
const STEP = 2;

export interface Mouth {
  /** Between the corners, working pixels. */
  readonly widthPx: number;
  /** Height of the opening in its middle over its width. */
  readonly opening: number;
  /** Share of the opening that is bright and less red than the lips. */
  readonly teeth: number;
  /** Mean change of luma over a thirty-fifth of the mouth's width, over mean luma, on teeth; `null` where there are none. */
  readonly detail: number | null;
}

export function mouthOf({ image, mesh }: FaceItem): Mouth {
  const point = (index: number): Point => [at(mesh, 3 * index) / image.scale, at(mesh, 3 * index + 1) / image.scale];
  const [upper, lower] = [UPPER.map(point), LOWER.map(point)];
  const widthPx = distance(at(upper, 0), at(upper, 10));
  const opening = widthPx > 0 ? distance(at(upper, 5), at(lower, 5)) / widthPx : 0;
  if (opening < PARAMETERS.leastOpening.value) return { widthPx, opening, teeth: 0, detail: null };
  const luma = new Float32Array(ACROSS * DOWN);
  const red = new Float32Array(ACROSS * DOWN);
  for (let column = 0; column < ACROSS; column += 1) {
    const place = FIRST + (SPAN * (column + 0.5)) / ACROSS;
    const [above, below] = [along(upper, place), along(lower, place)];
    for (let row = 0; row < DOWN; row += 1) {
      const share = (row + 0.5) / DOWN;
      const [x, y] = [above[0] + share * (below[0] - above[0]), above[1] + share * (below[1] - above[1])];
      luma[row * ACROSS + column] = lumaAt(image, x, y);
      red[row * ACROSS + column] = chromaAt(image, image.cr, x, y);
    }
  }
  const bright = PARAMETERS.teethLuma.value * quantile(Array.from(luma), 0.95);
  const cells = Array.from(luma.keys()).filter((cell) => at(luma, cell) >= bright);
  const lips = LOWER_OUTER.map((outer, k): Point => {
    const [one, other] = [point(outer), point(at(LOWER_MIDDLE, k))];
    return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  });
  const lipLuma = median(lips.map(([x, y]) => lumaAt(image, x, y)));
  const lipRed = median(lips.map(([x, y]) => chromaAt(image, image.cr, x, y)));
  // The mesh may take lips for an opening, and a tongue may fill it: both are as dark and as red as lips.
  const { brighter, paler } = PARAMETERS;
  const areTeeth =
    median(cells.map((cell) => at(luma, cell))) >= brighter.value * lipLuma &&
    median(cells.map((cell) => at(red, cell))) <= lipRed - paler.value;
  if (!areTeeth) return { widthPx, opening, teeth: 0, detail: null };
  let [sum, change, pairs] = [0, 0, 0];
  for (const cell of cells) {
    const own = at(luma, cell);
    sum += own;
    if (cell % ACROSS < STEP || at(luma, cell - STEP) < bright) continue;
    change += Math.abs(own - at(luma, cell - STEP));
    pairs += 1;
  }
  const teeth = cells.length;
  return { widthPx, opening, teeth: teeth / luma.length, detail: pairs === 0 || sum === 0 ? null : change / pairs / (sum / teeth) };
}

/** The same over both eyes between their lids, with steps of the same length in pixels: how sharp this face is. */
export function eyeDetail({ image, leftEye, rightEye }: FaceItem, mouthWidthPx: number): number {
  const step = (STEP * SPAN * mouthWidthPx) / (UPPER.length - 1) / ACROSS;
  let [change, pairs, sum] = [0, 0, 0];
  for (const eye of [leftEye, rightEye]) {
    const lids = lidsOf(eye, image.scale);
    const [outer, inner] = [at(lids, 0), at(lids, 8)];
    const long = distance(outer, inner);
    if (!(long > 0) || !(step > 0)) continue;
    const [ux, uy] = [(inner[0] - outer[0]) / long, (inner[1] - outer[1]) / long];
    for (let row = 0; row < DOWN; row += 1) {
      const off = (0.5 * (row + 0.5)) / DOWN - 0.25;
      for (let i = 0; i < ACROSS; i += 1) {
        const on = (i + 0.5) / ACROSS;
        const [x, y] = [outer[0] + long * (on * ux - off * uy), outer[1] + long * (on * uy + off * ux)];
        if (!inside(lids, x, y)) continue;
        const own = lumaAt(image, x, y);
        change += Math.abs(own - lumaAt(image, x - step * ux, y - step * uy));
        sum += own;
        pairs += 1;
      }
    }
  }
  return pairs === 0 || sum === 0 ? 0 : change / sum;
}

const distance = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

function along(points: readonly Point[], place: number): Point {
  const before = Math.min(points.length - 2, Math.floor(place));
  const [a, b] = [at(points, before), at(points, before + 1)];
  return [a[0] + (place - before) * (b[0] - a[0]), a[1] + (place - before) * (b[1] - a[1])];
}
