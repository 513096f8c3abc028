/** The face unrolled: luma, chroma and fine structure along rays from the middle of a contour, averaged over sectors of it. */
import { at } from '../../../base/at.ts';
import type { WorkingFrame } from '../../media/frame.ts';

export type Points = readonly (readonly [number, number])[];

export const SECTORS = 16;
export const CHANNELS = ['luma', 'blue', 'red', 'texture'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface Unrolled {
  /** Mean distance of the contour from its middle, working pixels; one step along a ray is 1 / radius of the way to the contour. */
  readonly radius: number;
  /** Steps from the middle of the first value of a profile. */
  readonly from: number;
  /** For each channel and sector the mean over its rays, one value for each step outward; `NaN` outside the picture. */
  readonly profiles: Readonly<Record<Channel, readonly Float64Array[]>>;
}

/** Rays lie at most so many pixels apart at the contour. */
const SPACING = 2;
/** Added to the fine structure before the logarithm, grey levels: what rounding hides. */
const HIDDEN = 0.5;

/** `contour`: closed, star-shaped about its mean, working pixels; profiles run from `inner` to `outer` of the way from the middle to it. */
export function unroll(image: WorkingFrame, contour: Points, inner: number, outer: number): Unrolled {
  const [cx, cy] = middleOf(contour);
  const length = edgeLengths(contour).reduce((sum, one) => sum + one, 0);
  const each = Math.max(2, Math.ceil(length / SPACING / SECTORS));
  const places = alongContour(contour, SECTORS * each);
  const radius = places.reduce((sum, [x, y]) => sum + Math.hypot(x - cx, y - cy), 0) / places.length;
  const from = Math.floor(inner * radius);
  const steps = Math.ceil(outer * radius) - from + 1;
  const make = (): Float64Array[] => Array.from({ length: SECTORS }, () => new Float64Array(steps).fill(Number.NaN));
  const profiles = { luma: make(), blue: make(), red: make(), texture: make() };
  const means = new Float64Array(CHANNELS.length);
  for (let sector = 0; sector < SECTORS; sector += 1) {
    const own = places.slice(sector * each, (sector + 1) * each);
    const rays = { across: Float64Array.from(own, ([x]) => x - cx), down: Float64Array.from(own, ([, y]) => y - cy) };
    for (let step = 0; step < steps; step += 1) {
      if (!meansAlong(image, cx, cy, rays, (from + step) / radius, means)) continue;
      at(profiles.luma, sector)[step] = at(means, 0);
      at(profiles.blue, sector)[step] = at(means, 1);
      at(profiles.red, sector)[step] = at(means, 2);
      at(profiles.texture, sector)[step] = Math.log2(HIDDEN + at(means, 3));
    }
  }
  return { radius, from, profiles };
}

/** From the middle to the contour. */
interface Rays {
  readonly across: Float64Array;
  readonly down: Float64Array;
}

/** Fills `means`, in the order of CHANNELS, over the rays of a sector at one share of the way out; false where half of them have left the picture. */
function meansAlong(
  { y: plane, cb, cr, width, height }: WorkingFrame,
  cx: number,
  cy: number,
  { across, down }: Rays,
  share: number,
  means: Float64Array,
): boolean {
  const half = (width + 1) >> 1;
  let luma = 0;
  let blue = 0;
  let red = 0;
  let texture = 0;
  let n = 0;
  for (let k = 0; k < across.length; k += 1) {
    const x = cx + share * (across[k] ?? 0);
    const y = cy + share * (down[k] ?? 0);
    if (x < 2 || y < 2 || x >= width - 2 || y >= height - 2) continue;
    // As bilinear() does; calls for each of hundreds of thousands of places took a third longer.
    const i = (x - 0.5) | 0;
    const j = (y - 0.5) | 0;
    const u = x - 0.5 - i;
    const v = y - 0.5 - j;
    const p = j * width + i;
    const upper = (plane[p] ?? 0) * (1 - u) + (plane[p + 1] ?? 0) * u;
    const lower = (plane[p + width] ?? 0) * (1 - u) + (plane[p + width + 1] ?? 0) * u;
    luma += upper * (1 - v) + lower * v;
    const ci = (x / 2 - 0.5) | 0;
    const cj = (y / 2 - 0.5) | 0;
    const cu = x / 2 - 0.5 - ci;
    const cv = y / 2 - 0.5 - cj;
    const c = cj * half + ci;
    blue +=
      ((cb[c] ?? 0) * (1 - cu) + (cb[c + 1] ?? 0) * cu) * (1 - cv) + ((cb[c + half] ?? 0) * (1 - cu) + (cb[c + half + 1] ?? 0) * cu) * cv;
    red +=
      ((cr[c] ?? 0) * (1 - cu) + (cr[c + 1] ?? 0) * cu) * (1 - cv) + ((cr[c + half] ?? 0) * (1 - cu) + (cr[c + half + 1] ?? 0) * cu) * cv;
    texture += fine(plane, width, x | 0, y | 0);
    n += 1;
  }
  means[0] = luma / n;
  means[1] = blue / n;
  means[2] = red / n;
  means[3] = texture / n;
  return n > across.length / 2;
}

export function middleOf(contour: Points): readonly [number, number] {
  return [contour.reduce((sum, [x]) => sum + x, 0) / contour.length, contour.reduce((sum, [, y]) => sum + y, 0) / contour.length];
}

/** `count` places at equal distances along the closed contour, from its first point on. */
export function alongContour(contour: Points, count: number): Points {
  const lengths = edgeLengths(contour);
  const whole = lengths.reduce((sum, one) => sum + one, 0);
  const out: (readonly [number, number])[] = [];
  let [edge, before] = [0, 0];
  for (let k = 0; k < count; k += 1) {
    const wanted = (k * whole) / count;
    while (edge < contour.length - 1 && before + at(lengths, edge) < wanted) {
      before += at(lengths, edge);
      edge += 1;
    }
    const share = at(lengths, edge) > 0 ? (wanted - before) / at(lengths, edge) : 0;
    const [p, q] = [at(contour, edge), at(contour, (edge + 1) % contour.length)];
    out.push([p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])]);
  }
  return out;
}

function edgeLengths(contour: Points): number[] {
  return contour.map(([x, y], k) => {
    const [u, v] = at(contour, (k + 1) % contour.length);
    return Math.hypot(u - x, v - y);
  });
}

/** Between the four samples around a place; sample (0, 0) lies at 0, 0. */
export function bilinear(plane: Uint8Array, width: number, x: number, y: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const u = x - i;
  const v = y - j;
  // Indexed directly: at() serves arrays of every kind and costs several times as much where so many samples are read.
  const k = j * width + i;
  const upper = (plane[k] ?? 0) * (1 - u) + (plane[k + 1] ?? 0) * u;
  const lower = (plane[k + width] ?? 0) * (1 - u) + (plane[k + width + 1] ?? 0) * u;
  return upper * (1 - v) + lower * v;
}

/** Response of Immerkaer's operator (1996), scaled so that its mean over white noise is the noise's deviation. */
function fine(luma: Uint8Array, width: number, i: number, j: number): number {
  const k = j * width + i;
  const up = k - width;
  const down = k + width;
  const corners = (luma[up - 1] ?? 0) + (luma[up + 1] ?? 0) + (luma[down - 1] ?? 0) + (luma[down + 1] ?? 0);
  const sides = (luma[k - 1] ?? 0) + (luma[k + 1] ?? 0) + (luma[up] ?? 0) + (luma[down] ?? 0);
  return (Math.sqrt(Math.PI / 2) / 6) * Math.abs(corners - 2 * sides + 4 * (luma[k] ?? 0));
}
