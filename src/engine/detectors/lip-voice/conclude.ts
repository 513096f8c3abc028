/** All rows -> offset of the voice against the mouth, and how sure it is. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { must } from '../../../base/assert.ts';
import { boxAround } from '../../faces/boxes.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { assess, type Assessment, type Relation } from './assess.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

type DetectorId = FindingDraft['detectorId'];

export function concludeLipVoice(detectorId: DetectorId, input: ConcludeInput): Conclusion {
  const faces = byTrack(input.rows).map(([trackId, rows]) => assess(trackId, rows));
  // Of several faces the one that goes together with the voice most closely is the speaker.
  const speaker = faces
    .filter(({ reason }) => reason === null)
    .sort((a, b) => (b.relation?.correlation ?? 0) - (a.relation?.correlation ?? 0))[0];
  const relation = speaker?.relation ?? null;
  return {
    outcome: speaker === undefined || relation === null ? abstention(faces) : measured(speaker, relation),
    signals: faces.flatMap((face) => signalsOf(detectorId, face)),
    findings:
      speaker !== undefined && relation !== null && Math.abs(relation.offsetMs) > PARAMETERS.offsetLimitMs.value
        ? [offsetFinding(detectorId, speaker, relation, input.faceAt)]
        : [],
  };
}

function abstention(faces: readonly Assessment[]): Outcome {
  const longest = faces.toSorted((a, b) => b.speechS - a.speechS)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was found while there is sound.', measures: [] };
  return { status: 'abstained', reason: longest.reason ?? 'No offset can be measured.', measures: measuresOf(longest) };
}

const words = (offsetMs: number): string => `${Math.abs(offsetMs).toFixed(0)} ms ${offsetMs < 0 ? 'before' : 'after'} the mouth`;

function measured(speaker: Assessment, relation: Relation): Outcome {
  return {
    status: 'measured',
    score: Math.round(Math.abs(relation.offsetMs)),
    measures: measuresOf(speaker),
    statement:
      `The voice goes together with the mouth of track ${speaker.trackId} best when it is taken ${words(relation.offsetMs)} (correlation ` +
      `${relation.correlation.toFixed(2)}, p ${relation.p.toFixed(4)} against ${relation.shifts} shifted pairings).`,
  };
}

function measuresOf({ relation, speechS, mouthWidthPx, windows }: Assessment): Measure[] {
  const out: Measure[] = [
    { name: 'speech with the mouth in view', value: Math.round(speechS * 10) / 10, unit: 's' },
    { name: 'windows', value: windows, unit: 'count' },
    { name: 'mouth width', value: Math.round(mouthWidthPx), unit: 'px' },
  ];
  if (relation !== null)
    out.push(
      { name: 'offset of the voice', value: Math.round(relation.offsetMs), unit: 'ms' },
      { name: 'correlation', value: Math.round(relation.correlation * 1000) / 1000, unit: '' },
      { name: 'p of the correlation', value: Math.round(relation.p * 1e4) / 1e4, unit: '' },
    );
  return out;
}

function offsetFinding(detectorId: DetectorId, speaker: Assessment, relation: Relation, faceAt: ConcludeInput['faceAt']): FindingDraft {
  const speech = speaker.rows.filter((row) => (row.values[AT.voice] ?? 0) >= PARAMETERS.voiceLevel.value);
  const first = must(speech[0], 'a window holds speech');
  const last = must(speech.at(-1), 'a window holds speech');
  const face = faceAt(first.frame, speaker.trackId);
  return {
    detectorId,
    kind: 'voice-offset',
    title: `The voice comes ${words(relation.offsetMs)}`,
    trackId: speaker.trackId,
    firstFrame: first.frame,
    lastFrame: last.frame,
    keyFrame: first.frame,
    startUs: first.ptsUs,
    endUs: last.ptsUs,
    region: face === null ? null : boxAround(face.lips),
    measure: { name: 'offset of the voice', value: Math.round(relation.offsetMs), unit: 'ms' },
    weight: relation.p <= PARAMETERS.anomalyLevel.value ? 'anomaly' : 'note',
    explanation:
      `Opening of the mouth and level of the sound go together best at an offset of ${relation.offsetMs.toFixed(0)} ms (correlation ${relation.correlation.toFixed(2)}; ` +
      `${(relation.p * 100).toFixed(2)} % of all pairings do as well, the true one and ${relation.shifts} shifted ones). The limit is ${PARAMETERS.offsetLimitMs.value} ms. A sound track that was ` +
      'delayed in transmission or in conversion has a constant offset too; replaced sound or a replaced mouth often has.',
    check:
      'Play with sound and watch the lips at p, b and m and at the ends of sentences. Is the offset the same at the beginning and at the end?',
  };
}

function signalsOf(detectorId: DetectorId, { trackId, rows }: Assessment): Signal[] {
  const common = { detectorId, trackId, frames: rows.map(({ frame }) => frame), ptsUs: rows.map(({ ptsUs }) => ptsUs), levels: [] };
  return [
    {
      ...common,
      name: 'mouthOpening',
      title: 'Opening of the mouth',
      unit: 'inter-ocular distances',
      values: rows.map((row) => row.values[AT.opening] ?? null),
    },
    { ...common, name: 'soundLevel', title: 'Level of the sound', unit: 'dB re full scale', values: rows.map(decibels) },
    {
      ...common,
      name: 'voice',
      title: 'Probability of speech',
      unit: 'probability',
      values: rows.map((row) => row.values[AT.voice] ?? null),
      levels: [{ name: 'speech', value: PARAMETERS.voiceLevel.value }],
    },
  ];
}

/** Of the whole frame, not below -80 dB. */
function decibels(row: ObservationRow): number | null {
  const parts = row.values.slice(AT.parts, AT.parts + 4).flatMap((part) => part ?? []);
  if (parts.length === 0) return null;
  const power = parts.reduce((sum, part) => sum + part * part, 0) / parts.length;
  return Math.round(Math.max(-80, 10 * Math.log10(Math.max(1e-12, power))) * 10) / 10;
}
