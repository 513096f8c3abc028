/** Stretches of the film that come a second time: looped or copied footage. */
import { at } from '../../../base/at.ts';
import { firstNotBelow } from '../../../base/ascending.ts';
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
  const cells = new Cells(moments);
  const levels = Float64Array.from(moments, (moment) => moment.cells[5] ?? 0);
  const byLevel = Uint32Array.from(moments.map((_, index) => index).sort((a, b) => at(levels, a) - at(levels, b)));
  const ascending = Float64Array.from(byLevel, (index) => at(levels, index));
  const repeats: Repeat[] = [];
  let comparisons = 0;
  let done = -1;
  for (let anchor = 0; anchor + length <= moments.length; anchor += length >> 1) {
    if (anchor <= done) continue;
    const motion = cells.motion(anchor, length);
    if (motion < PARAMETERS.sequenceMotion.value) continue;
    const tolerance = PARAMETERS.sequenceTolerance.value * motion;
    const highest = at(levels, anchor) + tolerance;
    let best: Stretch | null = null;
    for (let k = firstNotBelow(ascending, at(levels, anchor) - tolerance); k < byLevel.length; k += 1) {
      if (at(ascending, k) > highest) break;
      comparisons += 1;
      if (comparisons > MOST_COMPARISONS) return { repeats, complete: false };
      const other = at(byLevel, k);
      if (other < anchor + length || !cells.alike(anchor, other, length, tolerance)) continue;
      // It can grow back to the first frame, and on until it meets itself or the end: most copies of a loop are not worth the growing.
      if (best !== null && anchor + Math.min(other - anchor, moments.length - other) < best.to - best.from + 1) continue;
      const found = cells.extended(anchor, other, tolerance);
      if (best === null || longer(found, best)) best = found;
    }
    if (best === null) continue;
    const repeat = asRepeat(moments, best, motion);
    repeats.push(repeat);
    done = anchor + repeat.frames;
  }
  return { repeats, complete: true };
}

/** Frames `a + from` to `a + to` are like `b + from` to `b + to`. */
interface Stretch {
  readonly a: number;
  readonly b: number;
  readonly from: number;
  readonly to: number;
  /** Largest of a cell. */
  readonly difference: number;
}

function longer(one: Stretch, other: Stretch): boolean {
  const more = one.to - one.from - (other.to - other.from);
  return more > 0 || (more === 0 && one.difference < other.difference);
}

function asRepeat(moments: readonly Moment[], { a, b, from, to, difference }: Stretch, motion: number): Repeat {
  let exact = true;
  for (let k = from; k <= to; k += 1) exact &&= at(moments, a + k).fingerprint === at(moments, b + k).fingerprint;
  return {
    first: at(moments, a + from),
    firstEnd: at(moments, a + to),
    second: at(moments, b + from),
    secondEnd: at(moments, b + to),
    frames: to - from + 1,
    difference,
    motion,
    exact,
  };
}

/** The cells of all frames beside each other: a film of hours is compared with itself some hundred million times. */
class Cells {
  readonly #values: Float64Array;
  /** For each frame. */
  readonly #each: number;
  readonly #frames: number;

  constructor(moments: readonly Moment[]) {
    this.#frames = moments.length;
    this.#each = moments[0]?.cells.length ?? 0;
    this.#values = new Float64Array(this.#frames * this.#each);
    moments.forEach(({ cells }, frame) => this.#values.set(cells, frame * this.#each));
  }

  /** The widest range that a cell runs through. */
  motion(from: number, length: number): number {
    let most = 0;
    for (let cell = 0; cell < this.#each; cell += 1) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let frame = from; frame < from + length; frame += 1) {
        const value = at(this.#values, frame * this.#each + cell);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      most = Math.max(most, high - low);
    }
    return most;
  }

  alike(a: number, b: number, length: number, tolerance: number): boolean {
    if (b + length > this.#frames) return false;
    const values = this.#values;
    const end = (a + length) * this.#each;
    // The innermost loop: every index lies inside by the line before.
    for (let one = a * this.#each, two = b * this.#each; one < end; one += 1, two += 1) {
      if (Math.abs((values[one] ?? 0) - (values[two] ?? 0)) > tolerance) return false;
    }
    return true;
  }

  /** As far as it stays alike in both directions, without meeting itself; the first frame of both is alike already. */
  extended(a: number, b: number, tolerance: number): Stretch {
    let most = this.#difference(a, b);
    let [from, to] = [0, 0];
    for (; a + from > 0; from -= 1) {
      const next = this.#difference(a + from - 1, b + from - 1);
      if (next > tolerance) break;
      most = Math.max(most, next);
    }
    for (; a + to + 1 < b && b + to + 1 < this.#frames; to += 1) {
      const next = this.#difference(a + to + 1, b + to + 1);
      if (next > tolerance) break;
      most = Math.max(most, next);
    }
    return { a, b, from, to, difference: most };
  }

  /** Largest of a cell. */
  #difference(a: number, b: number): number {
    const values = this.#values;
    let most = 0;
    for (let one = a * this.#each, two = b * this.#each, end = one + this.#each; one < end; one += 1, two += 1) {
      const difference = Math.abs((values[one] ?? 0) - (values[two] ?? 0));
      if (difference > most) most = difference;
    }
    return most;
  }
}
