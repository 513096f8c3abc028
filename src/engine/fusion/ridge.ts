/** Logistic regression over several scores of one item. */
import { must } from '../../base/assert.ts';
import { at } from '../../base/at.ts';

/** One file with a score of every cue, in one order for all files. */
export interface FusedItem {
  readonly scores: readonly number[];
  readonly synthetic: boolean;
  /** Files of one group share a person, a speaker or a source film. */
  readonly group: string;
}

export interface Plane {
  /** log10 LR = constant + the sum of slopes · (score - centre). */
  readonly constant: number;
  readonly slopes: readonly number[];
  readonly centres: readonly number[];
}

/** As in logistic.ts. */
const STEPS = 100;
const ENOUGH = 1e-12;

/**
 * Each class weighted to one half, so that the log-odds are log-likelihood ratios (Brümmer & du Preez 2006); the squares of the slopes, for scores
 * of unit spread, weighted by `ridge` (le Cessie & van Houwelingen 1992, Applied Statistics 41:191-201), so that cues that say the same share the
 * weight instead of taking it from each other. Newton's method. `null` where a class is empty, a cue does not vary, or it does not converge.
 */
export function fitPlane(items: readonly FusedItem[], ridge: number): Plane | null {
  const cues = items[0]?.scores.length ?? 0;
  const made = items.filter(({ synthetic }) => synthetic).length;
  if (cues === 0 || made === 0 || made === items.length) return null;
  // Asked of the values themselves: the spread of equal values is not 0 to the last digit.
  if (Array.from({ length: cues }, (_, k) => k).some((k) => items.every(({ scores }) => at(scores, k) === at(items[0]?.scores ?? [], k))))
    return null;
  const weightOf = ({ synthetic }: FusedItem): number => 0.5 / (synthetic ? made : items.length - made);
  const mean = (of: (item: FusedItem) => number): number => items.reduce((sum, item) => sum + weightOf(item) * of(item), 0);
  const centres = Array.from({ length: cues }, (_, k) => mean(({ scores }) => at(scores, k)));
  const spreads = centres.map((centre, k) => Math.sqrt(mean(({ scores }) => (at(scores, k) - centre) ** 2)));
  const rows = items.map((item) => ({
    x: [1, ...item.scores.map((score, k) => (score - at(centres, k)) / at(spreads, k))],
    weight: weightOf(item),
    truth: item.synthetic ? 1 : 0,
  }));
  let beta = new Array<number>(cues + 1).fill(0);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = beta.map((value, k) => (k === 0 ? 0 : ridge * value));
    const bend = beta.map((_, k) => beta.map((__, l) => (k === l && k > 0 ? ridge : 0)));
    for (const { x, weight, truth } of rows) {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, k) => sum + value * at(beta, k), 0)));
      for (let k = 0; k <= cues; k += 1) {
        gradient[k] = at(gradient, k) + weight * (p - truth) * at(x, k);
        const row = must(bend[k], 'a row for each coefficient');
        for (let l = 0; l <= cues; l += 1) row[l] = at(row, l) + weight * p * (1 - p) * at(x, k) * at(x, l);
      }
    }
    const change = solved(bend, gradient);
    if (change === null) return null;
    beta = beta.map((value, k) => value - at(change, k));
    if (change.reduce((sum, value) => sum + Math.abs(value), 0) < ENOUGH)
      return {
        constant: at(beta, 0) / Math.LN10,
        slopes: spreads.map((spread, k) => at(beta, k + 1) / spread / Math.LN10),
        centres,
      };
  }
  return null;
}

export const onPlane = ({ constant, slopes, centres }: Plane, scores: readonly number[]): number =>
  scores.reduce((sum, score, k) => sum + at(slopes, k) * (score - at(centres, k)), constant);

/** Gaussian elimination with the largest pivot of each column; `null` where there is none. */
function solved(matrix: number[][], right: number[]): number[] | null {
  const size = right.length;
  const rows = matrix.map((row, k) => [...row, at(right, k)]);
  for (let k = 0; k < size; k += 1) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, l) => (Math.abs(at(row, k)) > Math.abs(at(must(rows[best], 'a row'), k)) ? k + l : best), k);
    [rows[k], rows[pivot]] = [must(rows[pivot], 'a row'), must(rows[k], 'a row')];
    const own = must(rows[k], 'a row');
    if (!(Math.abs(at(own, k)) > 1e-300)) return null;
    for (let l = 0; l < size; l += 1) {
      if (l === k) continue;
      const row = must(rows[l], 'a row');
      const factor = at(row, k) / at(own, k);
      for (let m = k; m <= size; m += 1) row[m] = at(row, m) - factor * at(own, m);
    }
  }
  const values = rows.map((row, k) => at(row, size) / at(row, k));
  return values.every(Number.isFinite) ? values : null;
}
