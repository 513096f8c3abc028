/** Samples that were cut off at a level: flat tops with sharp edges, at whatever level they lie. */
import { at } from '../../../base/at.ts';
import { PARAMETERS } from './parameters.ts';

/** In runs of equal samples at the greatest or the least value of the row that are left or entered by a step no rounding makes. */
export function clippedSamples(samples: Float32Array): number {
  let [high, low] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const value of samples) [high, low] = [Math.max(high, value), Math.min(low, value)];
  if (high <= low) return 0;
  let total = 0;
  for (let from = 0; from < samples.length;) {
    const value = at(samples, from);
    let end = from + 1;
    while (end < samples.length && samples[end] === value) end += 1;
    if ((value === high || value === low) && end - from >= PARAMETERS.clippedRun.value && isSharp(samples, from, end)) total += end - from;
    from = end;
  }
  return total;
}

function isSharp(samples: Float32Array, from: number, end: number): boolean {
  const value = at(samples, from);
  const step = (n: number): number => (n < 0 || n >= samples.length ? 0 : Math.abs(at(samples, n) - value));
  return Math.max(step(from - 1), step(end)) >= PARAMETERS.clippedStep.value;
}
