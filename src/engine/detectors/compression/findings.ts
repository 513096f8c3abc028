/** What the compression detector puts before a person. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { ConcludeInput } from '../interface.ts';
import { PARAMETERS } from './parameters.ts';
import { shareOfLimit, wordsOf, type StillFace, type StoredTrace } from './still.ts';

export function otherPast(detectorId: FindingDraft['detectorId'], face: StillFace, faceAt: ConcludeInput['faceAt']): FindingDraft[] {
  const { frame, ptsUs, trackId } = face.row;
  const common = {
    detectorId,
    trackId,
    firstFrame: frame,
    lastFrame: frame,
    keyFrame: frame,
    startUs: ptsUs,
    endUs: ptsUs,
    region: trackId === null ? null : (faceAt(frame, trackId)?.box ?? null),
    weight: 'anomaly' as const,
    check: CHECK,
  };
  const limits = `Limits: ${PARAMETERS.contrastLimit.value} nats in all and ${PARAMETERS.gainLimit.value} for each coefficient, both for the one and against the other.`;
  return [
    ...(shareOfLimit(face.around) < 1
      ? []
      : [
          {
            ...common,
            kind: 'face-lacks-past',
            title: 'Face lacks the earlier compression of its surroundings',
            measure: { name: 'evidence against the trace in the face', value: -face.around.otherNats, unit: 'nats' },
            explanation:
              `Around the face, coefficients cluster as an earlier compression leaves them (${wordsOf(face.around)}; ${numbers(face.around)}). ` +
              `In the face they do not. A face put in after that compression gives this; so do retouching, a filter or a caption over the face alone, ` +
              `and clipped or nearly even areas. ${limits}`,
          },
        ]),
    ...(shareOfLimit(face.face) < 1
      ? []
      : [
          {
            ...common,
            kind: 'face-own-past',
            title: 'Face carries an earlier compression of its own',
            measure: { name: 'evidence for the trace in the face', value: face.face.nats, unit: 'nats' },
            explanation:
              `In the face, coefficients cluster as an earlier compression leaves them (${wordsOf(face.face)}; ${numbers(face.face)}). ` +
              `Around it they do not. A face taken from a compressed picture gives this; so do surroundings that were filtered, blurred or replaced ` +
              `behind a person who was left as they were. ${limits}`,
          },
        ]),
  ];
}

const CHECK =
  'Look at the map: does its border follow the face, the hair or a tool’s brush? Is an earlier version of the picture at hand, without the change or before it was saved again?';

const numbers = ({ nats, otherNats }: StoredTrace): string =>
  `${Math.round(nats)} nats for it there, ${Math.round(-otherNats)} against it in the other region`;

export function pictureBefore(detectorId: FindingDraft['detectorId'], whole: StillFace): FindingDraft {
  const { frame, ptsUs } = whole.row;
  return {
    detectorId,
    kind: 'picture-coded-before',
    title: 'The picture was compressed before, in blocks of eight',
    trackId: null,
    firstFrame: frame,
    lastFrame: frame,
    keyFrame: frame,
    startUs: ptsUs,
    endUs: ptsUs,
    region: null,
    weight: 'note',
    measure: { name: 'evidence for an earlier compression', value: whole.past.nats, unit: 'nats' },
    explanation:
      `Coefficients of the picture (without the face) cluster as an earlier compression leaves them: ${wordsOf(whole.past)}. It was saved at least once ` +
      'before it was saved as this file; a displaced grid says that it was cropped in between. This is usual and no sign of a manipulation.',
    check: 'Does it contradict what is said about the file, for example that it comes straight from a camera?',
  };
}
