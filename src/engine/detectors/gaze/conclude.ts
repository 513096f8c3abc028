/** All rows -> stretches in which the two eyes look apart against this person's own habit. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { boxAround } from '../../faces/boxes.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { assess, type Assessment, type Disagreement } from './assess.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { rounded } from '../../rounded.ts';

type DetectorId = FindingDraft['detectorId'];

export function concludeGaze(detectorId: DetectorId, input: ConcludeInput): Conclusion {
  const faces = byTrack(input.rows).map(([trackId, rows]) => assess(trackId, rows));
  const testable = faces.filter(({ reason, greatest }) => reason === null && greatest !== null);
  return {
    outcome: outcomeOf(faces, testable),
    signals: faces.flatMap((face) => signalsOf(detectorId, face)),
    findings: testable.flatMap(({ trackId, limit, disagreements }) =>
      disagreements.map((one) => findingOf(detectorId, { trackId, limit }, one, input.faceAt)),
    ),
  };
}

function outcomeOf(faces: readonly Assessment[], testable: readonly Assessment[]): Outcome {
  const longest = faces.toSorted((a, b) => b.usableUs - a.usableUs)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  const foremost = testable.toSorted((a, b) => (b.greatest?.share ?? 0) - (a.greatest?.share ?? 0))[0];
  if (foremost?.greatest == null)
    return {
      status: 'abstained',
      reason: longest.reason ?? 'The irises could not be followed long enough.',
      measures: measuresOf(longest),
    };
  const { share, size, at } = foremost.greatest;
  return {
    status: 'measured',
    score: rounded(share, 3),
    measures: measuresOf(foremost),
    statement:
      `Against this person's own habit the two irises stand apart by at most ${Math.abs(size).toFixed(3)} eye widths over ${PARAMETERS.windowS.value} s ` +
      `(at frame ${at.frame}), ${(100 * share).toFixed(0)} % of the limit.`,
  };
}

function measuresOf({ usableUs, eyeWidthPx, limit, heights, disagreements, shiftsPerMinute, perDegree }: Assessment): Measure[] {
  const out: Measure[] = [
    { name: 'time with both irises in view', value: rounded(usableUs / 1e6, 2), unit: 's' },
    { name: 'width of the narrower eye', value: rounded(eyeWidthPx, 1), unit: 'px' },
    { name: 'limit for this person', value: rounded(limit, 3), unit: 'eye widths' },
    { name: 'disagreements', value: disagreements.length, unit: 'count' },
  ];
  if (heights !== null) out.push({ name: 'largest difference in height', value: rounded(heights, 3), unit: 'eye widths' });
  if (shiftsPerMinute !== null) out.push({ name: 'gaze shifts', value: rounded(shiftsPerMinute, 1), unit: '/min' });
  if (perDegree !== null)
    out.push({ name: 'movement of the irises with the head', value: rounded(perDegree, 4), unit: 'eye widths per degree of yaw' });
  return out;
}

function findingOf(
  detectorId: DetectorId,
  { trackId, limit }: Pick<Assessment, 'trackId' | 'limit'>,
  one: Disagreement,
  faceAt: ConcludeInput['faceAt'],
): FindingDraft {
  const face = faceAt(one.key.frame, trackId);
  const seconds = ((one.last.ptsUs - one.first.ptsUs) / 1e6).toFixed(1);
  const way = one.size > 0 ? 'towards each other' : 'away from each other';
  return {
    detectorId,
    kind: 'gaze-disagreement',
    title: `The eyes look in different directions for ${seconds} s`,
    trackId,
    firstFrame: one.first.frame,
    lastFrame: one.last.frame,
    keyFrame: one.key.frame,
    startUs: one.first.ptsUs,
    endUs: one.last.ptsUs,
    region: face === null ? null : boxAround([...face.leftEye, ...face.rightEye]),
    measure: { name: 'difference of the irises’ places', value: rounded(Math.abs(one.size), 3), unit: 'eye widths' },
    weight: 'anomaly',
    explanation:
      `Over at least ${PARAMETERS.windowS.value} s the irises stand ${Math.abs(one.size).toFixed(2)} eye widths apart from where this person's eyes otherwise stand to each ` +
      `other (${way}); the limit for this person is ${limit.toFixed(2)}. A squint that comes and goes, looking at one’s own ` +
      'nose, and reflections on glasses do this too.',
    check: 'Enlarge both eyes: do both irises point to the same place? Compare with frames before and after.',
  };
}

function signalsOf(detectorId: DetectorId, { trackId, samples, limit }: Assessment): Signal[] {
  const common = { detectorId, trackId, frames: samples.map(({ row }) => row.frame), ptsUs: samples.map(({ row }) => row.ptsUs) };
  const seen = (column: number): (number | null)[] => samples.map(({ row, usable }) => (usable ? (row.values[column] ?? null) : null));
  return [
    {
      ...common,
      name: 'irisRight',
      title: 'Place of the right iris',
      unit: 'eye widths to the person’s left',
      values: seen(AT.x),
      levels: [],
    },
    {
      ...common,
      name: 'irisLeft',
      title: 'Place of the left iris',
      unit: 'eye widths to the person’s left',
      values: seen(AT.left + AT.x),
      levels: [],
    },
    {
      ...common,
      name: 'eyesApart',
      title: 'Difference of the eyes against habit',
      unit: 'eye widths',
      values: samples.map(({ horizontal }) => (horizontal === null ? null : rounded(horizontal, 4))),
      levels: [
        { name: 'limit', value: limit },
        { name: 'limit', value: -limit },
      ],
    },
  ];
}
