/** Which frame of the reference stands beside which frame of the exhibit, and in what words a comparison is recorded. */
import type { Gain } from '../../base/picture-difference.ts';
import type { FrameClock } from './frame-clock.ts';

export const WAYS = ['beside', 'wipe', 'difference'] as const;
export type Way = (typeof WAYS)[number];

export const nextWay = (way: Way): Way => WAYS[(WAYS.indexOf(way) + 1) % WAYS.length] ?? 'beside';

/** Frames are matched by their number. A still has the one frame 0; `null` where the reference has no such frame. */
export function referenceFrame(frame: number, offset: number, count: number): number | null {
  if (count === 0) return null;
  if (count === 1) return 0;
  const wanted = frame + offset;
  return wanted >= 0 && wanted < count ? wanted : null;
}

/** By number, or by the time since the first frame: the same where both run at one rate. */
export type Matching = 'number' | 'time';

type Clock = Pick<FrameClock, 'count' | 'last' | 'endUs' | 'usAt' | 'at'>;

/** The reference's frame that is on screen as long after its first frame as `frame` is after that of `own`, and `offset` frames on. */
export function frameAtSameTime(own: Clock, frame: number, offset: number, reference: Clock): number | null {
  if (reference.count < 2) return referenceFrame(frame, offset, reference.count);
  const us = reference.usAt(0) + own.usAt(frame) - own.usAt(0);
  // Past its end there is no frame, except that an offset leads back to one.
  const beyond =
    us >= reference.endUs ? Math.ceil((us - reference.usAt(reference.last)) / (reference.endUs - reference.usAt(reference.last))) : 0;
  return referenceFrame(reference.at(us) + beyond, offset, reference.count);
}

export interface Compared {
  readonly own: string;
  readonly reference: string;
  readonly frame: number | null;
  /** `null` of a still, which has one frame. */
  readonly matching: Matching | null;
  readonly offset: number;
  readonly way: Way;
  readonly gain: Gain;
}

const RECORD_WAYS: Readonly<Record<Way, string>> = { beside: 'side by side', wipe: 'by a wipe', difference: 'by the absolute difference' };

/** Stands behind the examiner's caption of a snapshot: a record of the case. */
export function recordedComparison({ own, reference, frame, matching, offset, way, gain }: Compared): string {
  const at = frame === null ? 'which has no such frame' : `frame ${String(frame)}`;
  const shifted = offset === 0 ? '' : `, offset ${offset > 0 ? '+' : ''}${String(offset)}`;
  const matched = matching === null ? '' : ` (matched by ${matching === 'time' ? 'time since the first frame' : 'number'}${shifted})`;
  const times = way === 'difference' ? ` times ${String(gain)}` : '';
  return `[Compared on screen with ${reference}, ${at}${matched}, ${RECORD_WAYS[way]}${times}. Kept is the picture of ${own} alone.]`;
}
