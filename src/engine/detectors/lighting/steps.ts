/** Sudden changes of the light on a face: the same patches of skin before and after, each divided by itself, so that skin tones do not matter. */
import { robustFit } from '../../signal/least-squares.ts';
import { at } from '../../../base/at.ts';
import { PARAMETERS } from './parameters.ts';
import { PATCHES } from '../../faces/skin-patches.ts';
import { meanOf, type Sample } from './series.ts';

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
  for (let place = half; place <= samples.length - half; place += 1) {
    const step = stepAt(samples.slice(place - half, place), samples.slice(place, place + half));
    if (step !== null) steps.push(step);
  }
  return steps;
}

function stepAt(earlier: readonly Sample[], later: readonly Sample[]): Step | null {
  const [before, after] = [earlier.at(-1), later[0]];
  const [first, last] = [earlier[0], later.at(-1)];
  if (before === undefined || after === undefined || first === undefined || last === undefined) return null;
  if (last.ptsUs - first.ptsUs > PARAMETERS.stepSeconds.value * 1e6) return null;
  const both = [...earlier, ...later];
  const design: number[][] = [];
  const changes: number[] = [];
  for (const k of PATCHES.keys()) {
    if (both.some(({ skin }) => skin[k] == null)) continue;
    const normal = [0, 1, 2].map((axis) => meanOf(both, ({ normals }) => at(at(normals, k), axis)));
    design.push([1, ...normal]);
    changes.push(meanOf(later, ({ skin }) => skin[k] ?? 0) - meanOf(earlier, ({ skin }) => skin[k] ?? 0));
  }
  if (changes.length < PARAMETERS.minimumPatches.value) return null;
  const ridge = PARAMETERS.ridge.value;
  const [, x = 0, y = 0] = robustFit(design, changes, { ridge: [0, ridge, ridge, ridge] }).coefficients;
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
    shared: sharedBy(earlier, later),
  };
}

function sharedBy(earlier: readonly Sample[], later: readonly Sample[]): number | null {
  const known = (samples: readonly Sample[], cell: number): number | null =>
    samples.some(({ cells }) => cells[cell] == null) ? null : meanOf(samples, ({ cells }) => cells[cell] ?? 0);
  let [compared, changed] = [0, 0];
  for (const cell of (earlier[0]?.cells ?? []).keys()) {
    const [then, now] = [known(earlier, cell), known(later, cell)];
    if (then === null || now === null) continue;
    compared += 1;
    if (Math.abs(now - then) > PARAMETERS.besideStep.value) changed += 1;
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
