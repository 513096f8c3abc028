/** What the lighting detector puts before a person. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { ConcludeInput } from '../interface.ts';
import { roundedPlain } from '../../rounded.ts';
import type { FaceLight } from './assess.ts';
import { fromOf } from '../../faces/face-light.ts';
import type { Pair } from './pairs.ts';
import { PARAMETERS } from './parameters.ts';
import { meanOf, type Sample } from './series.ts';
import type { Step } from './steps.ts';
import type { Turning } from './turning.ts';

type Id = FindingDraft['detectorId'];
type FaceAt = ConcludeInput['faceAt'];

const boxOf = ({ frame, trackId }: Sample, faceAt: FaceAt): FindingDraft['region'] => faceAt(frame, trackId)?.box ?? null;
/** In words that hold for a picture, not for a person. */
const directionWord = (from: number): string =>
  ['above', 'the upper right', 'the right', 'the lower right', 'below', 'the lower left', 'the left', 'the upper left'][
    Math.round((from + 360) / 45) % 8
  ] ?? 'above';

export function turningFinding(
  detectorId: Id,
  { trackId, samples }: FaceLight,
  { slope, error, expected }: Turning,
  faceAt: FaceAt,
): FindingDraft {
  const [first, last] = [samples[0], samples.at(-1)];
  const middle = { yaw: meanOf(samples, ({ yaw }) => yaw), pitch: meanOf(samples, ({ pitch }) => pitch) };
  const away = ({ yaw, pitch }: Sample): number => Math.hypot(yaw - middle.yaw, pitch - middle.pitch);
  const key = samples.reduce<Sample | undefined>(
    (best, sample) => (best === undefined || away(sample) > away(best) ? sample : best),
    undefined,
  );
  return {
    detectorId,
    kind: 'light-turns-with-head',
    title: 'The shading of the face turns with the head',
    trackId,
    firstFrame: first?.frame ?? null,
    lastFrame: last?.frame ?? null,
    keyFrame: key?.frame ?? null,
    startUs: first?.ptsUs ?? 0,
    endUs: last?.ptsUs ?? 0,
    region: key === undefined ? null : boxOf(key, faceAt),
    measure: {
      ...{ name: 'change of shading seen', value: roundedPlain(slope, 2), unit: 'times that of light fixed in the scene' },
      ...{ interval: [roundedPlain(slope - 2 * error, 2), roundedPlain(slope + 2 * error, 2)], intervalKind: 'two standard errors' },
    },
    weight: 'anomaly',
    explanation:
      `Light that stays in the scene would change the shading of this face by ${(100 * expected).toFixed(1)} % (rms) as the head turns. The change that is seen is ` +
      `${slope.toFixed(2)} times that (standard error ${error.toFixed(2)}); in the genuine films in which it could be measured, and in stretches of 5 s of them, it was 0.8 or more. A lamp fixed to the head, or a ` +
      'person who is turned together with the camera, does this too.',
    check:
      'Compare frames with the head turned to either side: do bright and dark sides of nose, cheeks and forehead stay where they are on the face?',
  };
}

export function stepFinding(detectorId: Id, { before, after, change, size, turn, shared }: Step, faceAt: FaceAt): FindingDraft {
  const beside =
    shared === null
      ? 'Nothing beside the head could be compared.'
      : `Of the cells of the picture beside the head ${Math.round(100 * shared)} % changed in brightness meanwhile.`;
  return {
    detectorId,
    kind: 'light-step',
    title: 'The light on the face changes suddenly',
    trackId: after.trackId,
    firstFrame: before.frame,
    lastFrame: after.frame,
    keyFrame: after.frame,
    startUs: before.ptsUs,
    endUs: after.ptsUs,
    region: boxOf(after, faceAt),
    measure: {
      name: 'change of the lateral light, turning allowed for',
      value: roundedPlain(size, 2),
      unit: 'log light per unit of normal',
    },
    weight: 'anomaly',
    explanation:
      `Between frames ${before.frame} and ${after.frame} the skin that faces ${directionWord(fromOf(change[0], change[1]))} of the picture becomes brighter against the opposite side, by ` +
      `${Math.hypot(...change).toFixed(2)} log units per unit of normal, while the head turns by ${turn.toFixed(0)} degrees at most (size ${size.toFixed(2)}, limit ` +
      `${PARAMETERS.stepLimit.value}). ${beside} A lamp near the face, a screen in front of it or a hand that shades it does this too.`,
    check: 'Step over the two frames: which side of the face becomes brighter, and do neck, ears, clothing and background follow?',
  };
}

export function pairFinding(detectorId: Id, { one, other, first, last, angle, error, beyond }: Pair, faceAt: FaceAt): FindingDraft {
  return {
    detectorId,
    kind: 'light-differs-between-faces',
    title: `Two faces are lit from directions ${angle.toFixed(0)} degrees apart`,
    trackId: other.trackId,
    firstFrame: first.frame,
    lastFrame: last.frame,
    keyFrame: other.frame,
    startUs: first.ptsUs,
    endUs: last.ptsUs,
    region: boxOf(other, faceAt),
    measure: {
      ...{ name: 'angle between the directions in the picture', value: roundedPlain(angle, 0), unit: 'degrees' },
      ...{ interval: [roundedPlain(beyond, 0), roundedPlain(Math.min(180, angle + 2 * error), 0)], intervalKind: 'two standard errors' },
    },
    weight: 'anomaly',
    explanation:
      `The face of track ${one.trackId} is lit from ${directionWord(one.from)} of the picture (${one.from.toFixed(0)} degrees clockwise from above), that of track ${other.trackId} from ` +
      `${directionWord(other.from)} (${other.from.toFixed(0)}). The angle exceeds two standard errors by ${beyond.toFixed(0)} degrees (limit ${PARAMETERS.pairLimit.value}). ` +
      'Lamps or windows that are nearer to one of the two, and shade by the other person, do this too.',
    check:
      'Compare which side of nose, forehead and cheeks is bright on the two faces, then the shadows under nose and chin, and where lamps or windows are seen.',
  };
}
