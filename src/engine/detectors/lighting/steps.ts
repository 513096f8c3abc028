/** Sudden changes of the light on a face: the same patches of skin before and after, each divided by itself, so that skin tones do not matter. */
import { designOf, robustFit } from '../../signal/least-squares.ts';
import { at } from '../../../base/at.ts';
import { PARAMETERS } from './parameters.ts';
import { CELLS } from '../../faces/beside-head.ts';
import { PATCHES } from '../../faces/skin-patches.ts';
import { type Detail, detailOf, meanOf, type Sample } from './series.ts';

export interface Step {
  readonly before: Sample;
  readonly after: Sample;
  /** Change of the lateral light, log light per unit of normal: x right, y down. */
  readonly change: readonly [number, number];
  /** Greatest change of a pose angle between the two halves, degrees. */
  readonly turn: number;
  /** Size of the change divided by what turning allows it. */
  readonly size: number;
  /** Share of the cells beside the head that changed too; `null` where none could be compared. */
  readonly shared: number | null;
}

/** One for each place between two samples that has enough samples on both sides. */
export function stepsOf(samples: readonly Sample[]): Step[] {
  const half = PARAMETERS.stepSamples.value;
  const steps: Step[] = [];
  // Of the samples of one place only; each is read once.
  let details = samples.slice(0, 2 * half - 1).map(detailOf);
  for (let place = half; place <= samples.length - half; place += 1) {
    details = [...details.slice(1 - 2 * half), detailOf(at(samples, place + half - 1))];
    const step = stepAt(samples.slice(place - half, place), samples.slice(place, place + half), details);
    if (step !== null) steps.push(step);
  }
  return steps;
}

/** `details`: of both, one after the other. */
function stepAt(earlier: readonly Sample[], later: readonly Sample[], details: readonly Detail[]): Step | null {
  const [before, after] = [earlier.at(-1), later[0]];
  const [first, last] = [earlier[0], later.at(-1)];
  if (before === undefined || after === undefined || first === undefined || last === undefined) return null;
  if (last.ptsUs - first.ptsUs > PARAMETERS.stepSeconds.value * 1e6) return null;
  const [then, now] = [details.slice(0, earlier.length), details.slice(earlier.length)];
  const design: number[][] = [];
  const changes: number[] = [];
  for (let k = 0; k < PATCHES.length; k += 1) {
    const change = mean(now, 'skin', k) - mean(then, 'skin', k);
    // Not measured in each of them.
    if (Number.isNaN(change)) continue;
    design.push([1, mean(details, 'normals', 3 * k), mean(details, 'normals', 3 * k + 1), mean(details, 'normals', 3 * k + 2)]);
    changes.push(change);
  }
  if (changes.length < PARAMETERS.minimumPatches.value) return null;
  const ridge = PARAMETERS.ridge.value;
  const [, x = 0, y = 0] = robustFit(designOf(design), Float64Array.from(changes), { ridge: [0, ridge, ridge, ridge] }).coefficients;
  const turned = (angle: (sample: Sample) => number): number => Math.abs(meanOf(later, angle) - meanOf(earlier, angle));
  const turn = Math.max(
    turned(({ yaw }) => yaw),
    turned(({ pitch }) => pitch),
    turned(({ roll }) => roll),
  );
  return {
    before,
    after,
    change: [x, y],
    turn,
    size: Math.hypot(x, y) / (1 + turn / PARAMETERS.stepTurn.value),
    shared: sharedBy(then, now),
  };
}

/** NaN where one has no measure. */
function mean(details: readonly Detail[], field: keyof Detail, place: number): number {
  let sum = 0;
  for (const detail of details) sum += detail[field][place] ?? Number.NaN;
  return sum / Math.max(1, details.length);
}

function sharedBy(then: readonly Detail[], now: readonly Detail[]): number | null {
  let compared = 0;
  let changed = 0;
  for (let cell = 0; cell < CELLS; cell += 1) {
    const change = mean(now, 'cells', cell) - mean(then, 'cells', cell);
    if (Number.isNaN(change)) continue;
    compared += 1;
    if (Math.abs(change) > PARAMETERS.besideStep.value) changed += 1;
  }
  return compared === 0 ? null : changed / compared;
}

export const isShared = ({ shared }: Step): boolean => shared !== null && shared >= PARAMETERS.besideShare.value;

/** The greatest of each group of steps beyond the limit that lie closer than a window; those that the picture shares left out. */
export function peaks(steps: readonly Step[], limit: number): Step[] {
  const found: Step[] = [];
  for (const step of steps) {
    if (step.size <= limit || isShared(step)) continue;
    const last = found.at(-1);
    if (last !== undefined && step.after.ptsUs - last.after.ptsUs < PARAMETERS.stepSeconds.value * 1e6) {
      if (step.size > last.size) found[found.length - 1] = step;
    } else found.push(step);
  }
  return found;
}
