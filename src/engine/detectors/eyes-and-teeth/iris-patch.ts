/** An iris cut out in its own axes: centre and radius refined on the limbus, x along the line between the two eyes. */
import { at } from '../../../base/at.ts';
import { must } from '../../../base/assert.ts';
import type { EyeMesh } from '../../faces/face.ts';
import { EYELID_RING } from '../../faces/landmarks.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { PARAMETERS } from './parameters.ts';

/** Cells across and down; the patch reaches one iris radius to each side. */
export const CELLS = 24;

export type Point = readonly [number, number];

export interface Circle {
  /** Working pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Rise of luma across the rim, mean over the part between the lids. */
  readonly edge: number;
}

type Rough = Omit<Circle, 'edge'>;

/** Directions of the patch's axes in the picture: x towards the picture's right along the eyes, y down. */
export interface Axes {
  readonly along: Point;
  readonly down: Point;
}

export interface IrisPatch {
  readonly circle: Circle;
  readonly axes: Axes;
  /** CELLS x CELLS, row by row. */
  readonly luma: Float32Array;
  /** 1 where the cell lies on the iris and between the lids. */
  readonly open: Uint8Array;
}

export function axesOf(right: Point, left: Point): Axes {
  const length = Math.hypot(left[0] - right[0], left[1] - right[1]) || 1;
  const along: Point = [(left[0] - right[0]) / length, (left[1] - right[1]) / length];
  return { along, down: [-along[1], along[0]] };
}

/** Working pixels. */
export const lidsOf = (eye: EyeMesh, scale: number): Point[] =>
  EYELID_RING.map((k) => [at(eye.contour, 2 * k) / scale, at(eye.contour, 2 * k + 1) / scale]);

/** Centre of the network's iris and the mean distance of its rim, working pixels. */
export function roughCircle({ iris }: EyeMesh, scale: number): Rough {
  const [x, y] = [at(iris, 0) / scale, at(iris, 1) / scale];
  let radius = 0;
  for (let k = 1; k < 5; k += 1) radius += Math.hypot(at(iris, 2 * k) / scale - x, at(iris, 2 * k + 1) / scale - y) / 4;
  return { x, y, radius };
}

/** Every 15 degrees. Our choice. */
const RAYS = 24;
/** Where the limbus is mostly free of lids: within so many degrees of the horizontal. */
const FREE = 40;
const DIRECTIONS = Array.from({ length: RAYS }, (_, k) => (2 * Math.PI * (k + 0.5)) / RAYS)
  .filter((angle) => Math.abs(Math.sin(angle)) < Math.sin((FREE * Math.PI) / 180))
  .map((angle): Point => [Math.cos(angle), Math.sin(angle)]);
/** How far from the network's centre the rim is looked for, iris radii, and in how many steps. */
const [REACH, STEPS] = [0.3, 4];
/** Sizes that are tried, shares of the network's. */
const SIZES = [0.85, 0.925, 1, 1.075, 1.15];

/**
 * Daugman's integro-differential operator (1993) on the sides of the irises, which the lids leave free, round the network's circles; both have one radius, as the
 * two eyes of a person seen from the front do. `rough`: right eye, left eye.
 */
export function refine(image: WorkingFrame, rough: readonly [Rough, Rough], axes: Axes): readonly [Circle, Circle] {
  const usual = (rough[0].radius + rough[1].radius) / 2;
  let best: readonly [Circle, Circle] | null = null;
  for (const size of SIZES) {
    const [right, left] = [bestCentre(image, rough[0], size * usual, axes), bestCentre(image, rough[1], size * usual, axes)];
    if (best === null || right.edge + left.edge > best[0].edge + best[1].edge) best = [right, left];
  }
  return must(best, 'sizes were tried');
}

function bestCentre(image: WorkingFrame, rough: Rough, radius: number, axes: Axes): Circle {
  const step = (REACH * rough.radius) / STEPS;
  let best: Circle | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (let dx = -STEPS; dx <= STEPS; dx += 1) {
    for (let dy = -2; dy <= 2; dy += 1) {
      const x = rough.x + step * (dx * axes.along[0] + dy * axes.down[0]);
      const y = rough.y + step * (dx * axes.along[1] + dy * axes.down[1]);
      const edge = edgeOf(image, x, y, radius, axes);
      // Lashes and reflections have edges too: the farther from the network's centre, the stronger the edge must be.
      const worth = edge * (1 - 0.5 * ((dx / STEPS) ** 2 + (dy / STEPS) ** 2));
      if (worth > most) [best, most] = [{ x, y, radius, edge }, worth];
    }
  }
  return must(best, 'places were tried');
}

function edgeOf(image: WorkingFrame, x: number, y: number, radius: number, { along, down }: Axes): number {
  let right = 0;
  let left = 0;
  for (const direction of DIRECTIONS) {
    const c = direction[0];
    const s = direction[1];
    const ux = c * along[0] + s * down[0];
    const uy = c * along[1] + s * down[1];
    const outer = lumaAt(image, x + 1.15 * radius * ux, y + 1.15 * radius * uy);
    const inner = lumaAt(image, x + 0.85 * radius * ux, y + 0.85 * radius * uy);
    if (c > 0) right += outer - inner;
    else left += outer - inner;
  }
  return (2 * Math.min(right, left)) / DIRECTIONS.length;
}

/** Bilinear; pixel (i, j) covers [i, i + 1) x [j, j + 1). Outside the picture its border goes on. */
export function lumaAt({ y: plane, width, height }: WorkingFrame, x: number, y: number): number {
  const cx = Math.min(width - 1, Math.max(0, x - 0.5));
  const cy = Math.min(height - 1, Math.max(0, y - 0.5));
  const i = cx | 0;
  const j = cy | 0;
  const top = j * width + i;
  const right = i + 1 < width ? 1 : 0;
  const bottom = j + 1 < height ? top + width : top;
  const upper = (plane[top] ?? 0) + ((plane[top + right] ?? 0) - (plane[top] ?? 0)) * (cx - i);
  const lower = (plane[bottom] ?? 0) + ((plane[bottom + right] ?? 0) - (plane[bottom] ?? 0)) * (cx - i);
  return upper + (lower - upper) * (cy - j);
}

export function patchOf(image: WorkingFrame, circle: Circle, axes: Axes, lids: readonly Point[]): IrisPatch {
  const luma = new Float32Array(CELLS * CELLS);
  const open = new Uint8Array(CELLS * CELLS);
  const middle = lids.reduce<[number, number]>(([x, y], p) => [x + p[0] / lids.length, y + p[1] / lids.length], [0, 0]);
  const room = PARAMETERS.lidRoom.value;
  const wider = lids.map((p): Point => [middle[0] + room * (p[0] - middle[0]), middle[1] + room * (p[1] - middle[1])]);
  for (let cell = 0; cell < luma.length; cell += 1) {
    const [u, v] = placeOf(cell);
    const x = circle.x + circle.radius * (u * axes.along[0] + v * axes.down[0]);
    const y = circle.y + circle.radius * (u * axes.along[1] + v * axes.down[1]);
    luma[cell] = lumaAt(image, x, y);
    if (Math.hypot(u, v) <= PARAMETERS.highlightReach.value && inside(wider, x, y)) open[cell] = 1;
  }
  return { circle, axes, luma, open };
}

/** Centre of a cell, iris radii from the centre of the iris. */
export const placeOf = (cell: number): Point => [
  (2 * ((cell % CELLS) + 0.5)) / CELLS - 1,
  (2 * (Math.floor(cell / CELLS) + 0.5)) / CELLS - 1,
];

export function inside(ring: readonly Point[], x: number, y: number): boolean {
  let within = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = [at(ring, i), at(ring, j)];
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) within = !within;
  }
  return within;
}

/** The nearest sample of a half-size plane. */
export function chromaAt({ width, height }: WorkingFrame, plane: Uint8Array, x: number, y: number): number {
  const [cx, cy] = [Math.min(width - 1, Math.max(0, Math.floor(x))) >> 1, Math.min(height - 1, Math.max(0, Math.floor(y))) >> 1];
  return plane[cy * ((width + 1) >> 1) + cx] ?? 128;
}
