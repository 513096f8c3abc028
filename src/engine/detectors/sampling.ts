/** Every how many frames one is sampled. */
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { Rational } from '../../contract/values.ts';

/** Frames a second that are taken for granted where a film does not say. */
export const USUAL_RATE = 25;

/** At least 1; `whenUnknown`: the frames a second that count where `rate` is none. */
export function everyNth(rate: Rational | null, perSecond: number, whenUnknown: number): number {
  const known = rate === null || !(rate.num > 0) || !(rate.den > 0) ? whenUnknown : rate.num / rate.den;
  return Math.max(1, Math.round(known / perSecond));
}

/** Of the first video stream; every frame of a still, or of a film of unknown rate. */
export function everyNthOf(facts: MediaFacts, perSecond: number): number {
  const rate = facts.streams.find((stream) => stream.type === 'video')?.averageFrameRate ?? null;
  return everyNth(rate, perSecond, perSecond);
}
