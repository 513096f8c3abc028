/** Everything that is concluded from the rows, before it is put into words. */
import { median } from '../../signal/stats.ts';
import type { ConcludeInput } from '../interface.ts';
import { excesses, findJumps, type Jump } from './jumps.ts';
import { PARAMETERS } from './parameters.ts';
import { findRepeats, type Repeat } from './repeats.ts';
import { findRhythm, type Rhythm, type Timed } from './rhythm.ts';
import { localChange, readMoments, type Moment } from './series.ts';

/** Frames on either side whose median is the slow course of the changes. */
const REACH = 6;
/** Least value before a logarithm: a change below it is as good as none. */
const LEAST = 0.02;

export interface Gap {
  readonly before: Moment;
  readonly after: Moment;
  /** Over the median interval. */
  readonly times: number;
}

export interface Assessment {
  readonly moments: readonly Moment[];
  readonly medianChange: number;
  readonly excess: readonly (number | null)[];
  readonly jumps: readonly Jump[];
  /** Frames whose every pixel is that of the frame before. */
  readonly identical: readonly Moment[];
  readonly changeRhythm: Rhythm | null;
  readonly blendRhythm: Rhythm | null;
  readonly gaps: readonly Gap[];
  readonly repeats: readonly Repeat[];
  readonly repeatsComplete: boolean;
}

export function assess({ rows, keyFrames = [] }: ConcludeInput): Assessment | { readonly reason: string } {
  const moments = readMoments(rows);
  if (moments.length < PARAMETERS.leastFrames.value) {
    return { reason: `${String(moments.length)} frames were seen; at least ${String(PARAMETERS.leastFrames.value)} are needed.` };
  }
  const changes = moments.flatMap(({ change }) => (change === null ? [] : [change]));
  const medianChange = median(changes);
  const identical = moments.filter(({ fingerprint }, index) => fingerprint === moments[index - 1]?.fingerprint);
  if (medianChange < PARAMETERS.leastChange.value) {
    if (2 * identical.length >= moments.length)
      return {
        reason: `${String(identical.length)} of ${String(moments.length)} frames are, pixel by pixel, those before them: the film stands still, or each picture is shown several times.`,
      };
    return {
      reason: `The picture hardly moves: half of the changes from frame to frame are below ${medianChange.toFixed(3)} luma steps (at least ${String(PARAMETERS.leastChange.value)} are needed).`,
    };
  }
  const course = localChange(moments, REACH);
  const excess = excesses(moments);
  const judged = moments.filter(({ blend, around }) => blend !== null && (around ?? 0) > PARAMETERS.rhythmMotion.value);
  const { repeats, complete } = findRepeats(moments);
  return {
    moments,
    medianChange,
    excess,
    jumps: findJumps(moments, excess, keyFrames),
    identical,
    changeRhythm: findRhythm(
      moments.flatMap(({ frame, change }, index): Timed[] => {
        const slow = course[index] ?? 0;
        if (change === null || slow <= PARAMETERS.rhythmMotion.value) return [];
        return [{ frame, value: Math.log(Math.max(change, LEAST)) - Math.log(Math.max(slow, LEAST)) }];
      }),
    ),
    blendRhythm: findRhythm(judged.map(({ frame, blend }) => ({ frame, value: Math.log(Math.max(blend ?? 0, LEAST)) }))),
    gaps: clockGaps(moments),
    repeats,
    repeatsComplete: complete,
  };
}

function clockGaps(moments: readonly Moment[]): Gap[] {
  const steps = moments.slice(1).map((after, index) => ({ before: moments[index] ?? after, after }));
  const usual = median(steps.map(({ before, after }) => after.ptsUs - before.ptsUs));
  return steps.flatMap(({ before, after }) => {
    const times = usual === 0 ? 1 : (after.ptsUs - before.ptsUs) / usual;
    // Frames of the index that could not be decoded are told by the examination itself.
    return times >= PARAMETERS.clockGap.value && after.frame === before.frame + 1 ? [{ before, after, times }] : [];
  });
}

/** Every k-th frame repeats the one before it. */
export function repeatRhythm({ changeRhythm }: Assessment): Rhythm | null {
  return strong(changeRhythm) && changeRhythm.ratio <= PARAMETERS.repeatedChange.value ? changeRhythm : null;
}

/** Every k-th frame was computed from its neighbours. */
export function interpolationRhythm({ blendRhythm }: Assessment): Rhythm | null {
  return strong(blendRhythm) && blendRhythm.ratio <= PARAMETERS.interpolatedRatio.value ? blendRhythm : null;
}

const strong = (rhythm: Rhythm | null): rhythm is Rhythm => rhythm !== null && rhythm.share >= PARAMETERS.rhythmShare.value;
