/** Holds a finished proxy against the exhibit's own frame index: every frame, at its own time. */
import { Failure } from '../../base/failure.ts';
import type { FrameTimes } from './frame-index.ts';
import { ticksToUs } from './ticks.ts';

/** Where the proxy's clock stands on the exhibit's, and how far it strays from there. */
export interface ClockFit {
  /** Microseconds of the exhibit's clock at the proxy's zero. */
  readonly offsetUs: number;
  /** The largest distance of a frame's time in the proxy from its time in the exhibit, less the offset, microseconds. */
  readonly greatestShiftUs: number;
}

/** Containers round to a millisecond at worst. */
const MOST_SHIFT_US = 1000;

/**
 * Frame n of the one is frame n of the other: as many frames, and each nearer to its own time than to any other frame's by a factor of four.
 * Throws PROXY_REFUSED with what is not so.
 */
export function fitClocks(original: Pick<FrameTimes, 'pts' | 'timeBase'>, proxy: Pick<FrameTimes, 'pts' | 'timeBase'>): ClockFit {
  const [there, here] = [original, proxy].map(({ pts, timeBase }) => pts.map((ticks) => ticksToUs(ticks, timeBase))) as [
    number[],
    number[],
  ];
  if (there.length !== here.length)
    throw new Failure('PROXY_REFUSED', `${String(there.length)} frames expected, ${String(here.length)} found`);
  const offsetUs = (there[0] ?? 0) - (here[0] ?? 0);
  let least = Number.POSITIVE_INFINITY;
  for (let n = 1; n < there.length; n++) least = Math.min(least, (there[n] ?? 0) - (there[n - 1] ?? 0));
  const most = Math.min(MOST_SHIFT_US, least / 4);
  let greatestShiftUs = 0;
  for (const [n, us] of there.entries()) {
    const shift = Math.abs((here[n] ?? 0) + offsetUs - us);
    if (shift > most) throw new Failure('PROXY_REFUSED', `frame ${String(n)} is ${String(Math.round(shift))} µs from its time`);
    greatestShiftUs = Math.max(greatestShiftUs, shift);
  }
  return { offsetUs, greatestShiftUs };
}
