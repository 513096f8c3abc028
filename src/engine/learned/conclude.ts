/** All looks of a network -> the mean logit of each face, and that of the file. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../contract/analysis.ts';
import type { ConcludeInput, Conclusion } from '../detectors/interface.ts';
import { median } from '../signal/stats.ts';
import { assess, leastLooks, obstacleWords, type Assessed } from './assess.ts';
import { scalarOf } from './columns.ts';
import type { LearnedNetwork } from './learned-network.ts';
import { smallest } from '../signal/extremes.ts';

interface Measured extends Assessed {
  readonly mean: number;
}

/** The face with the greatest mean speaks for the file: where one of several faces was altered, the others would hide it. */
export function concludeLearned(detectorId: FindingDraft['detectorId'], network: LearnedNetwork, input: ConcludeInput): Conclusion {
  const still = input.facts.kind === 'image';
  const faces = assess(input.rows, still);
  const measured = faces.filter((face): face is Measured => face.mean !== null).sort((a, b) => b.mean - a.mean);
  const beyond = measured.filter(({ mean }) => network.limit !== null && mean >= network.limit);
  return {
    outcome: outcomeOf(faces, measured, network, still),
    signals: still ? [] : faces.map((face) => signalOf(detectorId, face, network)),
    findings: beyond.sort((a, b) => a.trackId - b.trackId).map((face) => findingOf(detectorId, face, network, input.faceAt)),
  };
}

function outcomeOf(faces: readonly Assessed[], measured: readonly Measured[], network: LearnedNetwork, still: boolean): Outcome {
  const longest = faces.toSorted((a, b) => b.rows.length - a.rows.length)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  const foremost = measured[0];
  if (foremost === undefined) {
    const needed = leastLooks(still);
    const seen = still
      ? 'The face cannot be put before the network.'
      : `${String(longest.looks.length)} pictures of the face can be put before the network; ${String(needed)} are needed.`;
    return { status: 'abstained', reason: `${seen}${obstacleWords(longest)}`, measures: [] };
  }
  const count = foremost.looks.length;
  const which = measured.length === 1 ? '' : `, the greatest of ${String(measured.length)} faces`;
  const over = still ? '' : ` over ${String(count)} pictures`;
  const limit =
    network.limit === null ? 'No limit is set (see the rates on the card)' : `The limit of a finding is ${network.limit.toFixed(2)}`;
  return {
    status: 'measured',
    score: rounded(foremost.mean),
    measures: measuresOf(foremost, measured.length),
    statement:
      `The network’s ${still ? '' : 'mean '}logit of the face${over} is ${foremost.mean.toFixed(2)}${which}; greater is more like ${network.like}. ` +
      `${limit}. It is no probability.`,
  };
}

function measuresOf({ looks, rows, mean }: Measured, faces: number): Measure[] {
  const logits = looks.map(({ logit }) => logit);
  return [
    { name: 'mean logit, weighted by quality', value: rounded(mean), unit: 'logit' },
    { name: 'median logit', value: rounded(median(logits)), unit: 'logit' },
    { name: 'greatest logit', value: rounded(Math.max(...logits)), unit: 'logit' },
    { name: 'least logit', value: rounded(smallest(logits)), unit: 'logit' },
    { name: 'pictures looked at', value: looks.length, unit: 'count' },
    { name: 'pictures sampled', value: rows.length, unit: 'count' },
    { name: 'faces measured', value: faces, unit: 'count' },
    {
      name: 'side of the square around the face',
      value: rounded(median(looks.map(({ square }) => square)), 1),
      unit: 'working px, median',
    },
  ];
}

function signalOf(detectorId: FindingDraft['detectorId'], { rows, trackId }: Assessed, network: LearnedNetwork): Signal {
  return {
    detectorId,
    name: 'logit',
    title: `Likeness to ${network.like}`,
    unit: 'logit',
    trackId,
    frames: rows.map(({ frame }) => frame),
    ptsUs: rows.map(({ ptsUs }) => ptsUs),
    values: rows.map(({ values }) => scalarOf(values, 'logit')),
    levels: network.limit === null ? [] : [{ name: 'limit of the mean', value: network.limit }],
  };
}

function findingOf(
  detectorId: FindingDraft['detectorId'],
  { looks, trackId, mean }: Measured,
  { finding, limit }: LearnedNetwork,
  faceAt: ConcludeInput['faceAt'],
): FindingDraft {
  const [first, last] = [looks[0], looks.at(-1)];
  const key = looks.reduce<(typeof looks)[number] | undefined>(
    (best, look) => (best !== undefined && best.logit >= look.logit ? best : look),
    first,
  );
  const frame = key?.frame ?? null;
  return {
    detectorId,
    trackId,
    firstFrame: first?.frame ?? null,
    lastFrame: last?.frame ?? null,
    keyFrame: frame,
    startUs: first?.ptsUs ?? 0,
    endUs: last?.ptsUs ?? 0,
    region: frame === null ? null : (faceAt(frame, trackId)?.box ?? null),
    measure: { name: 'mean logit of the face, weighted by quality', value: rounded(mean), unit: 'logit' },
    ...finding,
    explanation: `The mean logit is ${mean.toFixed(2)} over ${String(looks.length)} pictures (limit ${(limit ?? 0).toFixed(2)}). ${finding.explanation}`,
  };
}

const rounded = (value: number, digits = 3): number => Math.round(value * 10 ** digits) / 10 ** digits;
