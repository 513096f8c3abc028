/** Stretches of the film that come a second time: looped or copied footage. */
import { at } from '../../../base/at.ts';
import { PARAMETERS } from './parameters.ts';
import type { Moment } from './series.ts';

export interface Repeat {
  readonly first: Moment;
  readonly firstEnd: Moment;
  readonly second: Moment;
  readonly secondEnd: Moment;
  readonly frames: number;
  /** Largest difference of a cell between the two, luma steps, and how far the stretch itself moves. */
  readonly difference: number;
  readonly motion: number;
  /** Whether every pixel of the two is the same. */
  readonly exact: boolean;
}

/** A bound on the work for hours of film; where it is reached, later anchors are not compared, and that is said. */
const MOST_COMPARISONS = 200_000_000;

/** The longest repeat of each anchor, without those that lie within another; `complete` is false when the bound was reached. */
export function findRepeats(moments: readonly Moment[]): { readonly repeats: Repeat[]; readonly complete: boolean } {
  const length = PARAMETERS.sequenceFrames.value;
  const byLevel = moments.map((_, index) => index).sort((a, b) => level(moments, a) - level(moments, b));
  const repeats: Repeat[] = [];
  let comparisons = 0;
  let done = -1;
  for (let anchor = 0; anchor + length <= moments.length; anchor += length >> 1) {
    if (anchor <= done) continue;
    const motion = motionOf(moments, anchor, length);
    if (motion < PARAMETERS.sequenceMotion.value) continue;
    const tolerance = PARAMETERS.sequenceTolerance.value * motion;
    let best: Repeat | null = null;
    for (let k = lowerBound(moments, byLevel, level(moments, anchor) - tolerance); k < byLevel.length; k += 1) {
      const other = at(byLevel, k);
      if (level(moments, other) > level(moments, anchor) + tolerance) break;
      comparisons += 1;
      if (comparisons > MOST_COMPARISONS) return { repeats, complete: false };
      if (other < anchor + length || !alike(moments, anchor, other, length, tolerance)) continue;
      const found = extended(moments, anchor, other, tolerance, motion);
      if (best === null || found.frames > best.frames || (found.frames === best.frames && found.difference < best.difference)) best = found;
    }
    if (best === null) continue;
    repeats.push(best);
    done = anchor + best.frames;
  }
  return { repeats, complete: true };
}

const level = (moments: readonly Moment[], index: number): number => at(moments, index).cells[5] ?? 0;

function lowerBound(moments: readonly Moment[], order: readonly number[], value: number): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (level(moments, at(order, middle)) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The widest range that a cell runs through. */
function motionOf(moments: readonly Moment[], from: number, length: number): number {
  let most = 0;
  for (let cell = 0; cell < at(moments, from).cells.length; cell += 1) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let k = from; k < from + length; k += 1) {
      const value = at(at(moments, k).cells, cell);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    most = Math.max(most, high - low);
  }
  return most;
}

function difference(a: Moment, b: Moment): number {
  let most = 0;
  for (const [cell, value] of a.cells.entries()) most = Math.max(most, Math.abs(value - at(b.cells, cell)));
  return most;
}

function alike(moments: readonly Moment[], a: number, b: number, length: number, tolerance: number): boolean {
  if (b + length > moments.length) return false;
  for (let k = 0; k < length; k += 1) if (difference(at(moments, a + k), at(moments, b + k)) > tolerance) return false;
  return true;
}

function extended(moments: readonly Moment[], a: number, b: number, tolerance: number, motion: number): Repeat {
  const matches = (k: number): boolean => {
    const [one, two] = [moments[a + k], moments[b + k]];
    return one !== undefined && two !== undefined && a + k < b && difference(one, two) <= tolerance;
  };
  let [from, to] = [0, 0];
  while (matches(from - 1)) from -= 1;
  while (matches(to + 1)) to += 1;
  let most = 0;
  let exact = true;
  for (let k = from; k <= to; k += 1) {
    const [one, two] = [at(moments, a + k), at(moments, b + k)];
    most = Math.max(most, difference(one, two));
    exact &&= one.fingerprint === two.fingerprint;
  }
  return {
    first: at(moments, a + from),
    firstEnd: at(moments, a + to),
    second: at(moments, b + from),
    secondEnd: at(moments, b + to),
    frames: to - from + 1,
    difference: most,
    motion,
    exact,
  };
}
