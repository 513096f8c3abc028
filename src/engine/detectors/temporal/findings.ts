/** What the temporal detector puts before a person: jumps, repeated stretches, rhythms of converted frame rates, gaps in the clock. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import { interpolationRhythm, repeatRhythm, type Assessment, type Gap } from './assess.ts';
import type { Jump } from './jumps.ts';
import { PARAMETERS } from './parameters.ts';
import type { Repeat } from './repeats.ts';
import type { Rhythm } from './rhythm.ts';
import type { Moment } from './series.ts';

type Id = FindingDraft['detectorId'];
type Common = Pick<FindingDraft, 'trackId' | 'firstFrame' | 'lastFrame' | 'keyFrame' | 'startUs' | 'endUs' | 'region'>;

/** More cuts than these are told in one finding. */
const MOST_CUTS = 12;

export function findings(detectorId: Id, assessment: Assessment): FindingDraft[] {
  const { jumps, repeats, gaps } = assessment;
  const cuts = jumps.filter(isCut);
  return [
    ...jumps.filter((jump) => !isCut(jump)).map((jump) => jumpFinding(detectorId, jump)),
    ...repeats.map((repeat) => repeatFinding(detectorId, repeat)),
    ...(cuts.length > MOST_CUTS ? [manyCuts(detectorId, cuts)] : cuts.map((cut) => cutFinding(detectorId, cut))),
    ...rhythmFindings(detectorId, assessment),
    ...(gaps.length > 0 ? [gapFinding(detectorId, gaps)] : []),
  ];
}

/** Another picture altogether: an ordinary edit. */
export function isCut({ correlation, difference }: Jump): boolean {
  const { cutCorrelation, cutDifference, cutLikeness } = PARAMETERS;
  if (correlation === null) return false;
  return correlation < cutCorrelation.value || (correlation < cutLikeness.value && difference > cutDifference.value);
}

const between = (before: Moment, after: Moment, keyFrame = after.frame): Common => ({
  trackId: null,
  firstFrame: before.frame,
  lastFrame: after.frame,
  keyFrame,
  startUs: before.ptsUs,
  endUs: after.ptsUs,
  region: null,
});
const rounded = (value: number): number => Math.round(value * 100) / 100;

function jumpFinding(detectorId: Id, { before, after, excess }: Jump): FindingDraft {
  return {
    detectorId,
    kind: 'jump',
    title: 'The picture jumps within the same view',
    ...between(before, after),
    measure: { name: 'change over that of the neighbouring frames', value: rounded(excess), unit: '1' },
    weight: 'anomaly',
    explanation:
      `From frame ${before.frame} to ${after.frame} the picture changes by ${(after.change ?? 0).toFixed(1)} luma steps, ${excess.toFixed(1)} times what the two ` +
      `frames before and after change (with half a step added; limit ${String(PARAMETERS.jumpLimit.value)}), while the view stays the same. Frames taken out or put in do this. ` +
      'A photographic flash, a bump of the camera and frames lost in the recording do it too.',
    check:
      'Step over the two frames. Does everything jump, or light alone? Look for a jump in the sound and a gap in the frame times at the same place.',
  };
}

function cutFinding(detectorId: Id, { before, after, excess, correlation, difference }: Jump): FindingDraft {
  return {
    detectorId,
    kind: 'cut',
    title: 'Cut to another picture',
    ...between(before, after),
    measure: { name: 'change over that of the neighbouring frames', value: rounded(excess), unit: '1' },
    weight: 'note',
    explanation: `The pictures before and after correlate by ${(correlation ?? 0).toFixed(2)} and differ by ${difference.toFixed(0)} luma steps in the mean of sixteenths: another view begins. Edited films have cuts; a recording said to be unedited should have none.`,
    check: 'Step over the two frames.',
  };
}

function manyCuts(detectorId: Id, cuts: readonly Jump[]): FindingDraft {
  const [first, last] = [cuts[0], cuts.at(-1)];
  return {
    detectorId,
    kind: 'cuts',
    title: `${String(cuts.length)} cuts to other pictures`,
    ...between(first?.before ?? NOWHERE, last?.after ?? NOWHERE, first?.after.frame),
    measure: { name: 'cuts', value: cuts.length, unit: '1' },
    weight: 'note',
    explanation: `Another view begins at frames ${cuts
      .slice(0, 40)
      .map(({ after }) => String(after.frame))
      .join(', ')}${cuts.length > 40 ? ' and others' : ''}. Edited films have cuts; a recording said to be unedited should have none.`,
    check: 'Step over some of them.',
  };
}
const NOWHERE: Moment = { frame: 0, ptsUs: 0, change: null, blend: null, around: null, fingerprint: '', cells: [] };

function repeatFinding(detectorId: Id, { first, firstEnd, second, secondEnd, frames, difference, motion, exact }: Repeat): FindingDraft {
  const likeness = exact
    ? 'Every pixel is the same.'
    : `No cell of the picture differs by more than ${difference.toFixed(2)} luma steps, while the stretch itself moves by ${motion.toFixed(1)}.`;
  return {
    detectorId,
    kind: 'repeated-sequence',
    title: `${String(frames)} frames come a second time`,
    ...between(second, secondEnd, second.frame),
    measure: { name: 'length of the repeated stretch', value: frames, unit: 'frames' },
    weight: 'anomaly',
    explanation:
      `Frames ${second.frame} to ${secondEnd.frame} run like frames ${first.frame} to ${firstEnd.frame}. ${likeness} Looped or copied footage does this; so does an animation, ` +
      'a screen recording or a replay that belongs to the programme.',
    check: `Set frame ${first.frame} beside frame ${second.frame} and step both forward: do small things (hair, lids, background) move alike?`,
  };
}

function rhythmFindings(detectorId: Id, assessment: Assessment): FindingDraft[] {
  const { moments } = assessment;
  const [first, last] = [moments[0], moments.at(-1)];
  if (first === undefined || last === undefined) return [];
  const draft = (rhythm: Rhythm, kind: string, title: string, what: string): FindingDraft => ({
    detectorId,
    kind,
    title,
    ...between(
      first,
      last,
      moments.find(({ frame }) => frame > 0 && rhythm.lowPhases.includes(frame % rhythm.period))?.frame ?? first.frame,
    ),
    measure: { name: 'share of the variance that comes in the rhythm', value: rounded(rhythm.share), unit: '1' },
    weight: 'note',
    explanation:
      `${what} The rhythm explains ${(100 * rhythm.share).toFixed(0)} % of the variance (limit ${(100 * PARAMETERS.rhythmShare.value).toFixed(0)} %). ` +
      'So the film was converted from another frame rate, as editing programs, platforms and screen recorders do: these are not the frames that a camera took, ' +
      'and measures of speed and blinking count them.',
    check: `Step through ${String(2 * rhythm.period)} frames of a movement: which of them stand still, or show a double edge?`,
  });
  const repeated = repeatRhythm(assessment);
  const interpolated = interpolationRhythm(assessment);
  const every = ({ period, lowPhases }: Rhythm): string =>
    lowPhases.length === 1 ? `every ${ordinal(period)} frame` : `${String(lowPhases.length)} of every ${String(period)} frames`;
  return [
    ...(repeated === null
      ? []
      : [
          draft(
            repeated,
            'repeated-frames',
            `Repeated frames: ${every(repeated)}`,
            `In a round of ${String(repeated.period)} frames, those of the lowest phase change by ${(100 * repeated.ratio).toFixed(0)} % of what the others do: they repeat the frame before.`,
          ),
        ]),
    ...(interpolated === null
      ? []
      : [
          draft(
            interpolated,
            'interpolated-frames',
            `Computed frames: ${every(interpolated)}`,
            `In a round of ${String(interpolated.period)} frames, those of the lowest phase lie at ${(100 * interpolated.ratio).toFixed(0)} % of the distance at which the others lie from the mean of their two neighbours: they were computed from them.`,
          ),
        ]),
  ];
}

const ordinal = (count: number): string => (count === 2 ? 'second' : count === 3 ? 'third' : `${String(count)}th`);

function gapFinding(detectorId: Id, gaps: readonly Gap[]): FindingDraft {
  const largest = gaps.reduce((best, gap) => (gap.times > best.times ? gap : best));
  return {
    detectorId,
    kind: 'clock-gap',
    title: gaps.length === 1 ? 'A gap in the frame times' : `${String(gaps.length)} gaps in the frame times`,
    ...between(largest.before, largest.after),
    measure: { name: 'longest interval over the median', value: rounded(largest.times), unit: '1' },
    weight: 'note',
    explanation:
      `${gaps.length === 1 ? 'One interval is' : `${String(gaps.length)} intervals are`} longer than ${String(PARAMETERS.clockGap.value)} times the median; the longest ends at frame ${largest.after.frame} ` +
      `and lasts ${((largest.after.ptsUs - largest.before.ptsUs) / 1000).toFixed(1)} ms. Telephones and conferences drop frames; so do cuts without a new clock.`,
    check: 'Does the movement jump where the clock does?',
  };
}
