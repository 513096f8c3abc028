/** What an examiner is asked to look at: moments at which the described face changes, and short excursions. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { DetectorId } from '../../../contract/values.ts';
import { must } from '../../../base/assert.ts';
import { boxAround } from '../../faces/boxes.ts';
import type { ConcludeInput } from '../interface.ts';
import type { Assessment } from './assess.ts';
import type { Contrast, Excursion } from './change.ts';
import { GENUINE_MOST, PARAMETERS } from './parameters.ts';
import type { Sample } from './samples.ts';
import { median } from '../../signal/stats.ts';

type FaceAt = ConcludeInput['faceAt'];
const UNIT = 'cosine distance';

const round = (value: number): number => Math.round(value * 1000) / 1000;

function place(trackId: number, first: Sample, last: Sample, key: Sample, faceAt: FaceAt) {
  const face = faceAt(key.frame, trackId);
  return {
    trackId,
    firstFrame: first.frame,
    lastFrame: last.frame,
    keyFrame: key.frame,
    startUs: first.ptsUs,
    endUs: last.ptsUs,
    region: face === null ? null : boxAround(face.faceOval),
  };
}

export function changeFinding(detectorId: DetectorId, one: Assessment, change: Contrast, faceAt: FaceAt): FindingDraft {
  const { samples, trackId } = one;
  const before = must(samples[change.index - 1], 'a sample before');
  const after = must(samples[change.index], 'a sample after');
  const window = PARAMETERS.windowSamples.value;
  const sharp = (from: number, to: number): string =>
    median(samples.slice(Math.max(0, from), to).map(({ sharpness }) => sharpness)).toFixed(2);
  const gap = (after.ptsUs - before.ptsUs) / 1e6;
  return {
    detectorId,
    kind: 'identity-change',
    title: 'The described face changes',
    ...place(trackId, before, after, after, faceAt),
    measure: { name: 'contrast at like pose', value: round(change.contrast), unit: UNIT },
    weight: 'anomaly',
    explanation:
      `Between frames ${before.frame} and ${after.frame} (${gap.toFixed(2)} s) the description of this face changes: across this moment faces of like ` +
      `pose differ by ${change.across.toFixed(2)} (median cosine distance), within either side by at most ${change.within.toFixed(2)}. The excess of ` +
      `${change.contrast.toFixed(2)} was at most ${GENUINE_MOST.contrast.toFixed(2)} in 13 genuine clips of 12 persons. Sharpness before and after: ` +
      `${sharp(change.index - window, change.index)} and ${sharp(change.index, change.index + window)}. A cut to another person that face tracking did not ` +
      `notice gives the same measure.`,
    check:
      'Step through these frames and compare the eyes, brows, nose and skin before and after at the same turn of the head; look for a cut, and for ' +
      'a border around the face or a change of colour and sharpness in it that hair, ears and background do not share.',
  };
}

export function excursionFinding(detectorId: DetectorId, one: Assessment, run: Excursion, faceAt: FaceAt): FindingDraft {
  const { samples, trackId } = one;
  const first = must(samples[run.first], 'a sample');
  const last = must(samples[run.last], 'a sample');
  return {
    detectorId,
    kind: 'identity-flicker',
    title: 'The described face differs for a moment',
    ...place(trackId, first, last, first, faceAt),
    measure: { name: 'excursion at like pose', value: round(run.size), unit: UNIT },
    weight: 'anomaly',
    explanation:
      `From frame ${first.frame} to ${last.frame} the face is described as unlike the pictures before and after it, which agree with each other: the ` +
      `excess is ${run.size.toFixed(2)}. In 13 genuine clips of 12 persons it was at most ${GENUINE_MOST.excursion.toFixed(2)}, while a person grimaced on purpose.`,
    check:
      'Compare the face in these frames with the frames half a second before and after; a grimace, a hand before the face or blur explains it too.',
  };
}
