/** How well scores tell two classes apart, with intervals: plain functions of numbers, each with its source. */
import { must } from '../../base/assert.ts';
import type { Scored } from '../../engine/fusion/scored.ts';

/** Area under the ROC curve as the Mann-Whitney statistic, ties counted half (Hanley & McNeil 1982); `null` where a class is empty. */
export function areaUnderCurve(items: readonly Scored[]): number | null {
  const genuine = items.filter(({ synthetic }) => !synthetic).map(({ score }) => score);
  const synthetic = items.filter((item) => item.synthetic).map(({ score }) => score);
  if (genuine.length === 0 || synthetic.length === 0) return null;
  // Ranks of all scores together, ties at their mean rank.
  const all = [...genuine, ...synthetic].sort((a, b) => a - b);
  const rank = new Map<number, number>();
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to + 1 < all.length && all[to + 1] === all[from]) to += 1;
    rank.set(must(all[from], 'a score'), (from + to) / 2 + 1);
    from = to + 1;
  }
  const sum = synthetic.reduce((total, score) => total + must(rank.get(score), 'a rank'), 0);
  return (sum - (synthetic.length * (synthetic.length + 1)) / 2) / (genuine.length * synthetic.length);
}

/** Fewer groups of a class than this give no interval: drawing again from one or two says nothing of others. */
export const LEAST_GROUPS = 3;
const DRAWS = 2000;

/**
 * 95 % percentile interval of the AUC over `DRAWS` bootstrap samples of whole groups, drawn for each class apart (Efron & Tibshirani 1993, section
 * 13.3, clustered). A group that holds both classes gives its files of either. Deterministic. `null` where a class has fewer than three groups.
 */
export function aucInterval(items: readonly Scored[]): readonly [number, number] | null {
  return groupInterval(items, areaUnderCurve, DRAWS);
}

/** The same for any number that both classes together give; a draw in which it does not exist is left out, and with it the interval where that is more than one in twenty. */
export function groupInterval<Item extends Pick<Scored, 'synthetic' | 'group'>>(
  items: readonly Item[],
  measure: (sample: readonly Item[]) => number | null,
  draws: number,
): readonly [number, number] | null {
  const classes = [false, true].map((synthetic) => [
    ...Map.groupBy(
      items.filter((item) => item.synthetic === synthetic),
      ({ group }) => group,
    ).values(),
  ]);
  if (classes.some((groups) => groups.length < LEAST_GROUPS)) return null;
  const random = generator();
  const drawn = Array.from({ length: draws }, () =>
    measure(classes.flatMap((groups) => groups.flatMap(() => must(groups[Math.floor(random() * groups.length)], 'a group')))),
  )
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  if (drawn.length < 0.95 * draws) return null;
  return [must(drawn[Math.floor(0.025 * drawn.length)], 'a draw'), must(drawn[Math.ceil(0.975 * drawn.length) - 1], 'a draw')];
}

/** Numbers in [0, 1), the same at every start: mulberry32 (public domain, T. Ettinger). */
function generator(): () => number {
  let state = 20_261_123;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** 95 % interval of a share (Wilson 1927); `null` for none of none. */
export function wilson(count: number, of: number): readonly [number, number] | null {
  if (of === 0) return null;
  const z = 1.959963984540054;
  const share = count / of;
  const denominator = 1 + (z * z) / of;
  const middle = (share + (z * z) / (2 * of)) / denominator;
  const half = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / denominator;
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
