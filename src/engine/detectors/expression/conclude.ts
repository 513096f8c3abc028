/** All rows -> jumps of the expression and, as aids, noise, symmetry and movement of the upper face. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { boxAround } from '../../faces/boxes.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { assess, type Assessment, type Step } from './assess.ts';
import { rounded } from '../../rounded.ts';

type DetectorId = FindingDraft['detectorId'];

export function concludeExpression(detectorId: DetectorId, input: ConcludeInput): Conclusion {
  const faces = byTrack(input.rows).map(([trackId, rows]) => assess(trackId, rows));
  const testable = faces.filter(({ reason, steps }) => reason === null && steps.length > 0);
  return {
    outcome: outcomeOf(faces, testable),
    signals: faces.flatMap((face) => signalsOf(detectorId, face)),
    findings: testable.flatMap(({ trackId, steps }) =>
      steps.filter(({ share }) => share > 1).map((step) => jumpFinding(detectorId, trackId, step, input.faceAt)),
    ),
  };
}

const greatest = ({ steps }: Assessment): Step | undefined => steps.toSorted((a, b) => b.share - a.share)[0];

function outcomeOf(faces: readonly Assessment[], testable: readonly Assessment[]): Outcome {
  const longest = faces.toSorted((a, b) => b.usableUs - a.usableUs)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  const foremost = testable.toSorted((a, b) => (greatest(b)?.share ?? 0) - (greatest(a)?.share ?? 0))[0];
  const step = foremost === undefined ? undefined : greatest(foremost);
  if (foremost === undefined || step === undefined)
    return {
      status: 'abstained',
      reason: longest.reason ?? 'No five frames with a face follow each other within 100 ms each.',
      measures: measuresOf(longest),
    };
  const jumps = testable.reduce((sum, { steps }) => sum + steps.filter(({ share }) => share > 1).length, 0);
  return {
    status: 'measured',
    score: Math.max(0, Math.round(step.share * 1000) / 1000),
    measures: measuresOf(foremost),
    statement:
      `The most isolated step of the expression from one frame to the next is ${(100 * Math.max(0, step.share)).toFixed(0)} % of its limit ` +
      `(${step.measure.title} at frame ${step.after.frame}); ${jumps === 0 ? 'none is' : jumps === 1 ? 'one is' : `${jumps} are`} beyond it.`,
  };
}

function measuresOf(face: Assessment): Measure[] {
  const { noise, asymmetry, leastUpper } = face;
  const out: Measure[] = [
    { name: 'time measured', value: Math.round(face.usableUs / 1e4) / 100, unit: 's' },
    { name: 'eye distance', value: Math.round(face.eyeDistancePx * 10) / 10, unit: 'px' },
    { name: 'expression jumps of this face', value: face.steps.filter(({ share }) => share > 1).length, unit: 'count' },
  ];
  if (noise !== null && noise.rigid > 0)
    out.push(
      { name: 'noise of the lower face', value: rounded(noise.lower / noise.rigid, 2), unit: 'times that of the rigid points' },
      { name: 'noise of the upper face', value: rounded(noise.upper / noise.rigid, 2), unit: 'times that of the rigid points' },
    );
  if (asymmetry !== null)
    out.push(
      { name: 'difference of the brows', value: rounded(asymmetry.brows, 3), unit: 'inter-ocular distances, 95th percentile' },
      {
        name: 'difference of the corners of the mouth',
        value: rounded(asymmetry.corners, 3),
        unit: 'inter-ocular distances, 95th percentile',
      },
    );
  if (leastUpper !== null)
    out.push({
      name: 'least movement of the upper face while the mouth moves',
      value: rounded(leastUpper, 2),
      unit: 'times that of the rigid points',
    });
  return out;
}

function jumpFinding(detectorId: DetectorId, trackId: number, step: Step, faceAt: ConcludeInput['faceAt']): FindingDraft {
  const { measure, before, after, excess, limit } = step;
  const face = faceAt(after.frame, trackId);
  const part = face === null ? [] : measure.part === 'lower' ? face.lips : [...face.leftEye, ...face.rightEye];
  return {
    detectorId,
    kind: 'expression-jump',
    title: `The expression jumps within one frame (${measure.title})`,
    trackId,
    firstFrame: before.frame,
    lastFrame: after.frame,
    keyFrame: after.frame,
    startUs: before.ptsUs,
    endUs: after.ptsUs,
    region: boxAround(part, 0.3) ?? face?.box ?? null,
    measure: { name: 'step beyond those of the neighbouring frames', value: rounded(excess, 3), unit: 'inter-ocular distances' },
    weight: 'anomaly',
    explanation:
      `From frame ${before.frame} to ${after.frame} this length changes by ${excess.toFixed(2)} inter-ocular distances more than in the two frames before and ` +
      `after; the limit is ${limit.toFixed(2)} (1.25 times the largest of the genuine films measured). Missing frames and a cut do this too.`,
    check: 'Step over the two frames: does the expression change at once while the head goes on? Compare the frame times for a gap.',
  };
}

function signalsOf(detectorId: DetectorId, { trackId, rows }: Assessment): Signal[] {
  const shown = [
    ['brows', 'Height of the brows', 0, 1],
    ['corners', 'Corners of the mouth to the eyes', 5, 6],
    ['jaw', 'Nose to chin', 9, 9],
  ] as const;
  const common = { detectorId, trackId, frames: rows.map(({ frame }) => frame), ptsUs: rows.map(({ ptsUs }) => ptsUs), levels: [] };
  const mean = (a: number | null | undefined, b: number | null | undefined): number | null => (a == null || b == null ? null : (a + b) / 2);
  return shown.map(([name, title, a, b]) => ({
    ...common,
    name,
    title,
    unit: 'inter-ocular distances',
    values: rows.map((row) => {
      const both = mean(row.values[a], row.values[b]);
      return both === null ? null : rounded(both, 4);
    }),
  }));
}
