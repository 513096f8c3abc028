/** Changes from one frame to the next that stand alone: what an edit leaves, and movement, which gathers and fades, does not. */
import { at } from '../../../base/at.ts';
import { median } from '../../signal/stats.ts';
import { PARAMETERS } from './parameters.ts';
import type { Moment } from './series.ts';

export interface Jump {
  readonly before: Moment;
  readonly after: Moment;
  /** Change over (floor + the largest of the two changes before and the two after). */
  readonly excess: number;
  /** Of the two pictures' cells; `null` when one of them is flat. */
  readonly correlation: number | null;
  /** Mean difference of their cells, luma steps. */
  readonly difference: number;
}

/** Changes on either side, as `Jump.excess` says; and how many key frames tell what is usual of them. Our choice. */
const NEIGHBOURS = 2;
const LEAST_KEYS = 3;

/** For every frame that has its neighbours: how far its change stands out. `null` elsewhere. */
export function excesses(moments: readonly Moment[]): (number | null)[] {
  return moments.map((moment, index) => {
    if (moment.change === null) return null;
    let most = 0;
    let known = 0;
    for (let k = index - NEIGHBOURS; k <= index + NEIGHBOURS; k += 1) {
      const other = moments[k]?.change ?? null;
      if (k === index || other === null) continue;
      known += 1;
      most = Math.max(most, other);
    }
    return known < 2 * NEIGHBOURS ? null : moment.change / (PARAMETERS.jumpFloor.value + most);
  });
}

export function findJumps(moments: readonly Moment[], excess: readonly (number | null)[], keyFrames: readonly number[]): Jump[] {
  const isKey = new Set(keyFrames);
  const refreshes = moments.flatMap(({ frame }, index) => (isKey.has(frame) ? (excess[index] ?? []) : []));
  const limitOfKeys = PARAMETERS.keyFrameTimes.value * median(refreshes);
  return moments.flatMap((after, index) => {
    const value = excess[index] ?? null;
    if (index === 0 || value === null || value < PARAMETERS.jumpLimit.value) return [];
    // A coder sets a key frame where a view begins: only several of them tell what is usual.
    if (isKey.has(after.frame) && refreshes.length >= LEAST_KEYS && value < limitOfKeys) return [];
    const before = at(moments, index - 1);
    return [
      {
        before,
        after,
        excess: value,
        correlation: correlation(before.cells, after.cells),
        difference: difference(before.cells, after.cells),
      },
    ];
  });
}

function difference(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + Math.abs(value - at(b, k)), 0) / a.length;
}

function correlation(a: readonly number[], b: readonly number[]): number | null {
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, varA, varB] = [0, 0, 0];
  for (const [k, value] of a.entries()) {
    const [da, db] = [value - meanA, at(b, k) - meanB];
    both += da * db;
    varA += da * da;
    varB += db * db;
  }
  return varA === 0 || varB === 0 ? null : both / Math.sqrt(varA * varB);
}
