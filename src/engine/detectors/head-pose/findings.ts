/** What the head-pose detector puts before a person: turns of the head from one frame to the next that its own movement does not explain. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { ConcludeInput } from '../interface.ts';
import type { Jump } from './assess.ts';

const signed = (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(0)}`;

export function jumpFinding(
  detectorId: FindingDraft['detectorId'],
  { before, after, angle, excess, limit, background }: Jump,
  faceAt: ConcludeInput['faceAt'],
): FindingDraft {
  const beside =
    background === null
      ? 'Nothing beside the head could be compared.'
      : `In the same step ${Math.round(background * 100)} % of the picture beside the head changed.`;
  return {
    detectorId,
    kind: 'pose-jump',
    title: `The head turns by ${angle.toFixed(0)} degrees within one frame`,
    trackId: after.trackId,
    firstFrame: before.frame,
    lastFrame: after.frame,
    keyFrame: after.frame,
    startUs: before.ptsUs,
    endUs: after.ptsUs,
    region: faceAt(after.frame, after.trackId)?.box ?? null,
    measure: { name: 'turn beyond that of the neighbouring frames', value: Math.round(excess * 10) / 10, unit: 'degrees' },
    weight: 'anomaly',
    explanation:
      `From frame ${before.frame} to ${after.frame} yaw goes from ${signed(before.yaw)} to ${signed(after.yaw)}, pitch from ${signed(before.pitch)} to ` +
      `${signed(after.pitch)} and roll from ${signed(before.roll)} to ${signed(after.roll)} degrees: ${excess.toFixed(1)} degrees more than the fastest of the neighbouring ` +
      `steps gives for the same time (limit ${limit.toFixed(1)}). ${beside} Missing frames in the recording and an edit of the whole picture do this too.`,
    check: 'Step over the two frames: does the head jump while shoulders, hands and background go on? Compare the frame times for a gap.',
  };
}
