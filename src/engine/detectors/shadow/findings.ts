/** What the shadow detector puts before a person. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { ConcludeInput } from '../interface.ts';
import { roundedPlain } from '../../rounded.ts';
import type { Comparison } from './assess.ts';
import type { Change, Stretch } from './flicker.ts';
import { PARAMETERS } from './parameters.ts';

type Id = FindingDraft['detectorId'];
type FaceAt = ConcludeInput['faceAt'];

const towards = (light: number): string => (light >= 0 ? 'the person’s left' : 'the person’s right');
const percent = (log: number): string => `${(100 * (Math.exp(log) - 1)).toFixed(0)} %`;

export function comparisonFinding(detectorId: Id, trackId: number, found: Comparison, faceAt: FaceAt): FindingDraft {
  const { shading, shadows, error, beyond, samples } = found;
  const [first, last] = [samples[0], samples.at(-1)];
  const apart = ({ directed }: Comparison['samples'][number]): number =>
    directed === null ? 0 : Math.abs(directed.shadows - directed.shading);
  const key = samples.reduce<Comparison['samples'][number] | undefined>(
    (best, one) => (best === undefined || apart(one) > apart(best) ? one : best),
    undefined,
  );
  return {
    detectorId,
    kind: 'shadows-contradict-light',
    title: 'The shadows beside the nose do not fit the light on the face',
    trackId,
    firstFrame: first?.frame ?? null,
    lastFrame: last?.frame ?? null,
    keyFrame: key?.frame ?? null,
    startUs: first?.ptsUs ?? 0,
    endUs: last?.ptsUs ?? 0,
    region: key === undefined ? null : (faceAt(key.frame, trackId)?.box ?? null),
    measure: {
      ...{
        name: 'lateral light of the shadows less that of the shading',
        value: roundedPlain(shadows - shading, 2),
        unit: 'log light per unit of normal',
      },
      ...{
        interval: [roundedPlain(shadows - shading - 2 * error, 2), roundedPlain(shadows - shading + 2 * error, 2)],
        intervalKind: 'two standard errors of the shading',
      },
    },
    weight: 'anomaly',
    explanation:
      `Forehead, cheeks, jaw and chin are brighter towards ${towards(shading)} (${Math.abs(shading).toFixed(2)} log light per unit of normal, standard error ${error.toFixed(2)}). ` +
      `The asymmetries of nose, the cheeks beside it and the upper lip go, on genuine faces, with light of ${Math.abs(shadows).toFixed(2)} from ${towards(shadows)}. ` +
      `Beyond two standard errors these are ${beyond.toFixed(2)} apart (limit ${PARAMETERS.contradictionLimit.value}). A hand, a microphone, hair or spectacles that shade the nose, a glare ` +
      'on it, paint, and two lamps of which one reaches the nose alone do this too.',
    check:
      'Which side of the nose is dark, and where does its shadow fall? Compare with the brighter cheek, the brighter side of the forehead and of the chin, and with ears and neck.',
  };
}

const shareOf = ({ shared }: Change): string =>
  shared === null
    ? 'Nothing beside the head could be compared.'
    : `Of the cells of the picture beside the head ${Math.round(100 * shared)} % changed in brightness meanwhile.`;

export function jumpFinding(detectorId: Id, change: Change, faceAt: FaceAt): FindingDraft {
  const { before, after, size, turn } = change;
  return {
    detectorId,
    kind: 'shadow-jump',
    title: 'A shadow of nose or chin changes from one frame to the next',
    trackId: after.trackId,
    firstFrame: before.frame,
    lastFrame: after.frame,
    keyFrame: after.frame,
    startUs: before.ptsUs,
    endUs: after.ptsUs,
    region: faceAt(after.frame, after.trackId)?.box ?? null,
    measure: { name: 'change of the shadows, turning allowed for', value: roundedPlain(size, 3), unit: 'log light' },
    weight: 'anomaly',
    explanation:
      `From frame ${before.frame} to ${after.frame} the side of the nose, the cheek beside it, the skin under it or the neck (at half weight) changes by ${percent(size)} against the other side or the cheeks, ` +
      `while the head turns by ${turn.toFixed(1)} degrees (allowed for; limit ${percent(PARAMETERS.jumpLimit.value)}). ${shareOf(change)} ` +
      'A hand or hair that passes before the face, a flash, a cut and a damaged frame do this too.',
    check:
      'Step over the two frames: does the shadow beside or under the nose change, while the rest of the face and of the picture stays?',
  };
}

export function flickerFinding(detectorId: Id, trackId: number, { changes, usual }: Stretch, faceAt: FaceAt): FindingDraft {
  const [first, last] = [changes[0], changes.at(-1)];
  const key = changes.reduce<Change | undefined>((best, one) => (best === undefined || one.size > best.size ? one : best), undefined);
  return {
    detectorId,
    kind: 'shadow-flicker',
    title: 'The shadows of nose or chin flicker',
    trackId,
    firstFrame: first?.before.frame ?? null,
    lastFrame: last?.after.frame ?? null,
    keyFrame: key?.after.frame ?? null,
    startUs: first?.before.ptsUs ?? 0,
    endUs: last?.after.ptsUs ?? 0,
    region: key === undefined ? null : (faceAt(key.after.frame, trackId)?.box ?? null),
    measure: { name: 'usual change of the shadows from one frame to the next', value: roundedPlain(usual, 3), unit: 'log light' },
    weight: 'anomaly',
    explanation:
      `In half of the measured pairs of neighbouring frames the side of the nose, the cheek beside it, the skin under it or the neck (at half weight) changes by ${percent(usual)} or more against the other side or ` +
      `the cheeks, turning of the head allowed for (limit ${percent(PARAMETERS.flickerLimit.value)}; ${changes.length} pairs). A lamp that flickers and reaches one side alone, coarse coding and a mesh ` +
      'that trembles on a small or covered face do this too.',
    check:
      'Step through single frames: do the edges of the shadows beside and under the nose come and go, while the shading of cheeks and forehead stays?',
  };
}
