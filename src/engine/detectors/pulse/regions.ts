/** Where the skin is looked at: three ellipses placed on the mesh, shaped by the eyes, so that they can be drawn again from what is stored. */
import { at } from '../../../base/at.ts';
import type { FaceOutline, ObservationRow } from '../interface.ts';
import { columnOf } from './columns.ts';

export type Pixel = readonly [number, number];

/**
 * Mesh points whose mean is the middle of a region, in the order of REGION_NAMES.
 * The middle of the forehead below the hairline; the cheek below the eye and beside the nose, above the fold that speech moves.
 */
export const REGIONS = [
  { title: 'forehead', middle: [151, 108, 337, 9] },
  { title: 'left cheek', middle: [330, 280, 425, 411] },
  { title: 'right cheek', middle: [101, 50, 205, 187] },
] as const;

/** Half axes as shares: across, of the distance of the eyes' corners that the region lies at; along, of its middle's distance from these eyes. */
const SHAPE = { forehead: [0.4, 0.3], cheek: [0.55, 0.4] } as const;

/** Outer and inner corner of each eye, full-size pixels. */
export interface EyeCorners {
  readonly left: readonly [Pixel, Pixel];
  readonly right: readonly [Pixel, Pixel];
}

export interface Ellipse {
  readonly middle: Pixel;
  /** Half axes as vectors. */
  readonly across: Pixel;
  readonly along: Pixel;
}

/** The ellipse of the region with this number; all in the pixels of its arguments. */
export function ellipseOf(region: number, middle: Pixel, { left, right }: EyeCorners): Ellipse {
  const [a, b] = region === 0 ? [between(right[0], right[1]), between(left[0], left[1])] : region === 1 ? left : right;
  const [wide, high] = region === 0 ? SHAPE.forehead : SHAPE.cheek;
  const eye = between(a, b);
  return {
    middle,
    across: [wide * (b[0] - a[0]), wide * (b[1] - a[1])],
    along: [high * (middle[0] - eye[0]), high * (middle[1] - eye[1])],
  };
}

export const cornersOf = (contour: Float32Array): readonly [Pixel, Pixel] => [
  [at(contour, 0), at(contour, 1)],
  [at(contour, 16), at(contour, 17)],
];

const between = (a: Pixel, b: Pixel): Pixel => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/** The same corners from a stored outline, whose rings begin at the outer corner and reach the inner one at the ninth point. */
export function cornersIn({ leftEye, rightEye }: FaceOutline): EyeCorners | null {
  const [l0, l8, r0, r8] = [leftEye[0], leftEye[8], rightEye[0], rightEye[8]];
  if (l0 === undefined || l8 === undefined || r0 === undefined || r8 === undefined) return null;
  return { left: [l0, l8], right: [r0, r8] };
}

/** Where the region was measured, from its stored middle; `null` where it was not. */
export function placedIn(row: ObservationRow, region: number, corners: EyeCorners): Ellipse | null {
  const [x, y] = [row.values[columnOf(region, 'x')], row.values[columnOf(region, 'y')]];
  return x == null || y == null ? null : ellipseOf(region, [x, y], corners);
}

/** Closed, 20 points. */
export const outlineOf = ({ middle, across, along }: Ellipse): [number, number][] =>
  Array.from({ length: 20 }, (_, i) => {
    const [c, s] = [Math.cos((i * Math.PI) / 10), Math.sin((i * Math.PI) / 10)];
    return [middle[0] + c * across[0] + s * along[0], middle[1] + c * across[1] + s * along[1]];
  });
