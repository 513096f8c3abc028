/** Brings samples taken at uneven times onto one even clock. */
import { at } from '../../base/at.ts';
import { firstNotBelow } from '../../base/ascending.ts';

export interface Sampled {
  /** Ascending, microseconds. */
  readonly timesUs: readonly number[];
  readonly values: readonly number[];
}

/**
 * By linear interpolation at `count` times from `fromUs` on, `stepUs` apart; `null` where these reach beyond the samples or where two
 * neighbours among the samples that are needed lie further apart than `longestGapUs`.
 */
export function onEvenClock(
  { timesUs, values }: Sampled,
  fromUs: number,
  stepUs: number,
  count: number,
  longestGapUs: number,
): number[] | null {
  const out: number[] = [];
  let next = firstNotBelow(timesUs, fromUs);
  for (let i = 0; i < count; i++) {
    const time = fromUs + i * stepUs;
    while (next < timesUs.length && at(timesUs, next) < time) next++;
    if (next >= timesUs.length) return null;
    const after = at(timesUs, next);
    if (after === time) {
      out.push(at(values, next));
      continue;
    }
    if (next === 0) return null;
    const before = at(timesUs, next - 1);
    if (after - before > longestGapUs) return null;
    const share = (time - before) / (after - before);
    out.push(at(values, next - 1) * (1 - share) + at(values, next) * share);
  }
  return out;
}
