/** All rows -> detail and noise of each face against what is around it. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { rounded } from '../../rounded.ts';
import { findingsOf } from './findings.ts';
import { columnOf } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { blocksSeen, courseOf, limitOf, samplesOf, type Course, type Sample } from './series.ts';

export interface Face {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly samples: readonly Sample[];
  readonly detail: Course | null;
  readonly noise: Course | null;
  /** Per cent of the limit of whichever is closer to it; `null` where neither was measured. */
  readonly score: number | null;
}

export function concludePixelation(detectorId: FindingDraft['detectorId'], input: ConcludeInput): Conclusion {
  const still = input.facts.kind === 'image';
  const faces = byTrack(input.rows).map(([trackId, rows]) => faceOf(trackId, rows, still));
  return {
    outcome: outcomeOf(faces, still),
    signals: still ? [] : faces.flatMap((face) => signalsOf(detectorId, face)),
    findings: faces.flatMap((face) => findingsOf(detectorId, face, still, input.faceAt)),
  };
}

function faceOf(trackId: number, rows: readonly ObservationRow[], still: boolean): Face {
  const samples = samplesOf(rows);
  const [detail, noise] = [courseOf(samples, 'detail', still), courseOf(samples, 'noise', still)];
  const shares = [
    ...(detail === null ? [] : [detail.extreme.value / limitOf('detail', still)]),
    ...(noise === null ? [] : [Math.abs(noise.extreme.value) / limitOf('noise', still)]),
  ];
  return { trackId, rows, samples, detail, noise, score: shares.length === 0 ? null : rounded(Math.max(0, ...shares) * 100, 1) };
}

function outcomeOf(faces: readonly Face[], still: boolean): Outcome {
  const longest = faces.toSorted((a, b) => b.rows.length - a.rows.length)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  const foremost = faces.flatMap((face) => (face.score === null ? [] : [{ face, score: face.score }])).sort((a, b) => b.score - a.score)[0];
  if (foremost === undefined) return { status: 'abstained', reason: reasonOf(longest, still), measures: measuresOf(longest) };
  const { face, score } = foremost;
  const detail =
    face.detail === null
      ? 'The detail could not be compared (too few blocks with detail in the face or around it).'
      : `The face’s finest detail is weaker than that around it by a factor of ${factor(face.detail.extreme.value)} (limit ${factor(limitOf('detail', still))}).`;
  const noise =
    face.noise === null
      ? 'The noise could not be compared (too few even blocks in the face or around it).'
      : `Its noise is ${factor(face.noise.extreme.value)} times that around it (limits ${factor(-PARAMETERS.noiseLimit.value)} and ${factor(PARAMETERS.noiseLimit.value)}).`;
  const where = still ? '' : ` Means over ${PARAMETERS.windowSamples.value} of ${face.rows.length} sampled frames, the most unusual ones.`;
  return { status: 'measured', score, measures: measuresOf(face), statement: `${detail} ${noise}${where}${scaled(face)}` };
}

function reasonOf(face: Face, still: boolean): string {
  const { detailedFace, detailedAround, evenFace, evenAround } = blocksSeen(face.rows);
  const length = still ? '' : ` ${face.rows.length} frames were sampled (${PARAMETERS.windowSamples.value} with a measure are needed).`;
  return (
    `Blocks with detail: ${detailedFace} in the face, ${detailedAround} around it; even blocks: ${evenFace} and ${evenAround}; ` +
    `at least ${PARAMETERS.fewestBlocks.value} of a kind are needed in both.${length}`
  );
}

function measuresOf(face: Face): Measure[] {
  const { detail, noise, rows, score } = face;
  const out: Measure[] = [{ name: 'frames sampled', value: rows.length, unit: 'count' }];
  if (score === null) return out;
  if (detail !== null) {
    out.push({
      name: 'detail of the face coarser than around it',
      value: rounded(detail.extreme.value, 2),
      unit: 'log2, most unusual window',
    });
    out.push({ name: 'detail of the face coarser than around it, mean', value: rounded(detail.mean, 2), unit: 'log2' });
  }
  if (noise !== null) {
    out.push({ name: 'noise of the face against around it', value: rounded(noise.extreme.value, 2), unit: 'log2, most unusual window' });
    out.push({ name: 'noise of the face against around it, mean', value: rounded(noise.mean, 2), unit: 'log2' });
  }
  return out;
}

function signalsOf(detectorId: Signal['detectorId'], { trackId, samples }: Face): Signal[] {
  const common = { detectorId, trackId, unit: 'log2', frames: samples.map(({ frame }) => frame), ptsUs: samples.map(({ ptsUs }) => ptsUs) };
  const values = (of: 'detail' | 'noise'): (number | null)[] =>
    samples.map((sample) => (sample[of] === null ? null : rounded(sample[of], 2)));
  const limit = PARAMETERS.noiseLimit.value;
  return [
    {
      ...common,
      name: 'detailGap',
      title: 'Detail coarser than around the face',
      values: values('detail'),
      levels: [{ name: 'limit', value: PARAMETERS.detailLimitFilm.value }],
    },
    {
      ...common,
      name: 'noiseGap',
      title: 'Noise against around the face',
      values: values('noise'),
      levels: [
        { name: 'upper limit', value: limit },
        { name: 'lower limit', value: -limit },
      ],
    },
  ];
}

function scaled({ rows }: Face): string {
  const scale = rows[0]?.values[columnOf('scale')] ?? 1;
  return scale > 1 ? ` The frames were scaled down by ${scale.toFixed(2)} before, which hides part of the finest detail.` : '';
}

const factor = (log: number): string => (2 ** log).toFixed(2);
