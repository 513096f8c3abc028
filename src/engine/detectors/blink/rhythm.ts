/** What the blinks of one person have in common: how regular they are, how complete, and how well both eyes agree. */
import { mean, median } from '../../signal/stats.ts';
import type { Blink } from './blinks.ts';
import { PARAMETERS } from './parameters.ts';

export interface Rhythm {
  /** Times between the apexes of consecutive blinks with no unjudged stretch between them. */
  readonly intervals: number;
  /** Standard deviation of these times over their mean; `null` below the least number of intervals. */
  readonly variation: number | null;
  /** Share of the blinks whose apex leaves the eye more open than the limit. */
  readonly incompleteShare: number | null;
  /** Median over the blinks of the difference of both eyes' openness at their own lowest point, shares of the baseline. */
  readonly eyeDifference: number | null;
}

/** `judgedThroughout`: whether the eyes could be judged all the time between two moments, microseconds. */
export function rhythmOf(blinks: readonly Blink[], judgedThroughout: (fromUs: number, toUs: number) => boolean): Rhythm {
  const intervals = blinks.slice(1).flatMap((blink, at) => {
    const before = blinks[at];
    return before !== undefined && judgedThroughout(before.apexUs, blink.apexUs) ? [(blink.apexUs - before.apexUs) / 1e6] : [];
  });
  const differences = blinks.flatMap(({ left, right }) => (left === null || right === null ? [] : [Math.abs(left - right)]));
  const incomplete = blinks.filter(({ opennessAtApex }) => opennessAtApex > PARAMETERS.incompleteOpenness.value).length;
  return {
    intervals: intervals.length,
    variation: intervals.length < PARAMETERS.regularIntervals.value ? null : coefficientOfVariation(intervals),
    incompleteShare: blinks.length === 0 ? null : incomplete / blinks.length,
    eyeDifference: differences.length === 0 ? null : median(differences),
  };
}

/** Standard deviation (n - 1) over the mean. */
function coefficientOfVariation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1)) / middle;
}
