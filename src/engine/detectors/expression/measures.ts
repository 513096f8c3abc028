/** The distances of a face that follow its expression, named by the action unit (FACS) that changes them most. Measured lengths, not FACS coding. */
import type { Point } from '../../signal/rotation.ts';
import { PARAMETERS } from './parameters.ts';

export interface ExpressionMeasure {
  readonly name: string;
  /** For the examiner. */
  readonly title: string;
  readonly part: 'upper' | 'lower';
  /** In inter-ocular distances, from mesh points in head axes. */
  readonly of: (point: (index: number) => Point) => number;
  /** 1st and 99th percentile over the 12 genuine persons measured (150 frames of each film): the ends of the bars. */
  readonly range: readonly [number, number];
  /** The bar grows as the length shrinks. */
  readonly inverse?: true;
  /** Largest isolated step of a genuine face, with room. */
  readonly step: number;
}

const distance = ([ax, ay, az]: Point, [bx, by, bz]: Point): number => Math.hypot(ax - bx, ay - by, az - bz);
const between = (a: number, b: number) => (point: (index: number) => Point) => distance(point(a), point(b));

/** How far the middle of a brow stands above the line between the corners of its eye. */
const brow = (brows: readonly [number, number, number], corners: readonly [number, number]) => (point: (index: number) => Point) =>
  (point(corners[0])[1] + point(corners[1])[1]) / 2 - brows.reduce((sum, index) => sum + point(index)[1], 0) / brows.length;

const { browStep, noseStep, cornerStep, widthStep, lipsStep, jawStep } = PARAMETERS;

/** Left and right are the person's own; indices of MediaPipe's canonical face mesh. */
export const MEASURES: readonly ExpressionMeasure[] = [
  {
    name: 'browRight',
    title: 'AU1+2 brow R',
    part: 'upper',
    of: brow([105, 66, 107], [33, 133]),
    range: [0.35, 0.56],
    step: browStep.value,
  },
  {
    name: 'browLeft',
    title: 'AU1+2 brow L',
    part: 'upper',
    of: brow([334, 296, 336], [263, 362]),
    range: [0.35, 0.56],
    step: browStep.value,
  },
  {
    name: 'browsApart',
    title: 'AU4 brows',
    part: 'upper',
    of: between(107, 336),
    range: [0.42, 0.52],
    inverse: true,
    step: browStep.value,
  },
  {
    name: 'noseRight',
    title: 'AU9 nose R',
    part: 'upper',
    of: between(133, 129),
    range: [0.51, 0.67],
    inverse: true,
    step: noseStep.value,
  },
  { name: 'noseLeft', title: 'AU9 nose L', part: 'upper', of: between(362, 358), range: [0.51, 0.67], inverse: true, step: noseStep.value },
  {
    name: 'cornerRight',
    title: 'AU12 corner R',
    part: 'lower',
    of: between(61, 33),
    range: [0.91, 1.4],
    inverse: true,
    step: cornerStep.value,
  },
  {
    name: 'cornerLeft',
    title: 'AU12 corner L',
    part: 'lower',
    of: between(291, 263),
    range: [0.91, 1.4],
    inverse: true,
    step: cornerStep.value,
  },
  { name: 'mouthWidth', title: 'AU20 mouth width', part: 'lower', of: between(61, 291), range: [0.67, 1.07], step: widthStep.value },
  { name: 'lipsApart', title: 'AU25 lips', part: 'lower', of: between(13, 14), range: [0, 0.55], step: lipsStep.value },
  { name: 'jaw', title: 'AU26 jaw', part: 'lower', of: between(2, 152), range: [0.97, 1.53], step: jawStep.value },
];

/** Lengths that no expression changes: what they move is noise of the mesh. */
export const RIGID: readonly { readonly name: string; readonly of: (point: (index: number) => Point) => number }[] = [
  { name: 'rigidNose', of: between(4, 168) },
  { name: 'rigidEyes', of: between(33, 263) },
  { name: 'rigidInner', of: between(133, 362) },
];
