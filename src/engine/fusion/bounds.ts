/** How far from 1 a likelihood ratio may go, given how little a finite data set can tell. */
import { firstAbove } from '../../base/ascending.ts';
import { at } from '../../base/at.ts';
import type { Judged } from './scored.ts';

/** Bounds of log10 LR, at most 0 and at least 0. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Accuracy of a bound in log10 LR: two bounds that differ less say the same in words. */
const STEP = 0.01;

/**
 * Empirical lower and upper bound (Vergeer et al. 2016, Science & Justice 56:482-491): an LR is kept only as far as deciding by it at a threshold
 * costs no more than deciding without it, when one more misleading file of each kind is added at the extreme. Threshold t: the share of H1 files
 * at or below t, plus t times the share of H2 files above it, against min(1, t) without the system.
 */
export function empiricalBounds(items: readonly Judged[]): Bounds {
  const of = (synthetic: boolean): Float64Array =>
    Float64Array.from(items.filter((item) => item.synthetic === synthetic).map(({ log10LR }) => Math.max(-9, Math.min(9, log10LR)))).sort();
  const [first, second] = [of(true), of(false)];
  if (first.length === 0 || second.length === 0) return { lower: 0, upper: 0 };
  const least = Math.max(Math.min(at(first, 0), at(second, 0)), -Math.log10(first.length + 1));
  const most = Math.min(Math.max(at(first, first.length - 1), at(second, second.length - 1)), Math.log10(second.length + 1));
  const worse = (step: number): boolean => {
    const threshold = step * STEP;
    const t = 10 ** threshold;
    const missed = (firstAbove(first, threshold) + 1) / (first.length + 1);
    const falsely = (second.length - firstAbove(second, threshold) + 1) / (second.length + 1);
    const without = threshold < 0 ? t : 1;
    return missed + t * falsely > without;
  };
  const end = { low: Math.min(0, Math.floor(least / STEP)), high: Math.max(0, Math.floor(most / STEP) + 1) };
  let lower = 0;
  while (lower > end.low && !worse(lower - 1)) lower -= 1;
  let upper = 0;
  while (upper < end.high && !worse(upper + 1)) upper += 1;
  return { lower: lower * STEP, upper: upper * STEP };
}

/** Sources, not files: with n of them, what happens in fewer than one of n was not looked at. Our choice, beside the empirical bounds. */
export function countBounds(genuineGroups: number, syntheticGroups: number): Bounds {
  return { lower: -Math.log10(Math.max(1, syntheticGroups)), upper: Math.log10(Math.max(1, genuineGroups)) };
}

export function tighter(one: Bounds, other: Bounds): Bounds {
  return { lower: Math.max(one.lower, other.lower), upper: Math.min(one.upper, other.upper) };
}
