/** From rows to joints and repeated segments. Pure, so that it can be repeated from the case file alone. */
import { at } from '../../../base/at.ts';
import type { Outcome, Signal } from '../../../contract/analysis.ts';
import { soundStream } from '../../media/audio.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { copyFinding, humFinding, jointFinding, roomFinding, type Copy, type Joint } from './findings.ts';
import { humOfRows, type Hum } from './hum-jumps.ts';
import { VALUE } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { repeatsOf } from './repeats.ts';
import { roomStepsOf } from './room-steps.ts';

const valueOf = (row: ObservationRow, name: keyof typeof VALUE): number | null => row.values[VALUE[name]] ?? null;

export function concludeSplice(detectorId: Signal['detectorId'], { facts, rows }: ConcludeInput): Conclusion {
  const stream = soundStream(facts);
  const hum = humOfRows(rows);
  const signals = [...signalsOf(detectorId, rows), ...humSignals(detectorId, hum)];
  const judged = rows.filter((row) => valueOf(row, 'fingerprint') !== null).length;
  if (stream === null || judged < PARAMETERS.fewestRows.value) {
    const reason = rows.length === 0 ? 'No sound was heard.' : 'Less than one second of it sounds.';
    return { outcome: { status: 'abstained', reason, measures: [] }, signals, findings: [] };
  }
  const joints = jointsOf(rows, stream.sampleRate);
  const copies = copiesOf(rows);
  const room = roomStepsOf(rows);
  const outcome: Outcome = {
    status: 'measured',
    score: copies.length,
    measures: [
      { name: 'breaks of the waveform', value: joints.length, unit: 'count' },
      { name: 'repeated segments', value: copies.length, unit: 'count' },
      ...(room.judged === 0 ? [] : [{ name: 'steps of the room', value: room.steps.length, unit: 'count' as const }]),
      ...(hum.judged === 0 ? [] : [{ name: 'phase jumps of mains hum', value: hum.jumps.length, unit: 'count' as const }]),
      { name: 'sound examined', value: Math.round(judged * PARAMETERS.hopSeconds.value * 10) / 10, unit: 's' },
    ],
    statement:
      `${counted(joints.length, 'break of the waveform', 'breaks of the waveform')} and ${counted(copies.length, 'repeated segment', 'repeated segments')} were found. ` +
      (room.judged === 0
        ? 'The room was not judged: there are too few pauses. '
        : `${counted(room.steps.length, 'step', 'steps')} of the room in the pauses. `) +
      (hum.judged === 0
        ? 'The phase of mains hum was not judged: no hum stands out. '
        : `${counted(hum.jumps.length, 'phase jump', 'phase jumps')} of mains hum. `) +
      'Most joints leave no trace that this method sees: none found does not mean none made.',
  };
  const findings = [
    ...joints.map((joint) => jointFinding(detectorId, joint)),
    ...copies.map((copy) => copyFinding(detectorId, copy)),
    ...room.steps.map((step) => roomFinding(detectorId, step)),
    ...hum.jumps.map((jump) => humFinding(detectorId, jump)),
  ];
  return { outcome, signals, findings: findings.sort((a, b) => a.startUs - b.startUs) };
}

const counted = (count: number, one: string, many: string): string => `${count === 0 ? 'No' : String(count)} ${count === 1 ? one : many}`;

/** Breaks strong enough and of the kind that joints leave; of several within the surroundings the strongest. */
function jointsOf(rows: readonly ObservationRow[], sampleRate: number): Joint[] {
  const joints: Joint[] = [];
  for (const row of rows) {
    const [ratio, rest, offset] = [valueOf(row, 'ratio'), valueOf(row, 'unexplained'), valueOf(row, 'offset')];
    if (ratio === null || rest === null || offset === null || ratio < PARAMETERS.breakRatio.value) continue;
    if (rest < PARAMETERS.leastUnexplained.value || rest > PARAMETERS.mostUnexplained.value) continue;
    const joint = { atUs: row.ptsUs + Math.round((offset * 1e6) / sampleRate), ratio };
    const last = joints.at(-1);
    if (last !== undefined && joint.atUs - last.atUs < PARAMETERS.aroundSeconds.value * 1e6) {
      if (joint.ratio > last.ratio) joints[joints.length - 1] = joint;
    } else joints.push(joint);
  }
  return joints;
}

/** Rows at the ends lie a little inside the segment, by their windows: half of one on either side is given back. */
function copiesOf(rows: readonly ObservationRow[]): Copy[] {
  const step = PARAMETERS.fingerprintStep.value * PARAMETERS.hopSeconds.value * 1e6;
  return repeatsOf(rows.map((row) => valueOf(row, 'fingerprint'))).map(({ first, last, lag, differing }) => {
    const timeOf = (row: number): number => at(rows, row).ptsUs;
    const startUs = Math.max(0, timeOf(first) - step / 2);
    return { startUs, endUs: timeOf(last) + step / 2, againUs: startUs + timeOf(first + lag) - timeOf(first), differing };
  });
}

/** The strongest of each block: a point for each row would be thousands for a minute. */
function signalsOf(detectorId: Signal['detectorId'], rows: readonly ObservationRow[]): Signal[] {
  const blocks = new Map<number, { ptsUs: number; ratio: number | null }>();
  for (const row of rows) {
    const ratio = valueOf(row, 'ratio');
    const known = blocks.get(row.frame);
    if (known === undefined) blocks.set(row.frame, { ptsUs: row.ptsUs, ratio });
    else if (ratio !== null && ratio > (known.ratio ?? 0)) Object.assign(known, { ratio });
  }
  const points = [...blocks.values()];
  return [
    {
      detectorId,
      name: 'breakRatio',
      title: 'Strongest break of the waveform in each second',
      unit: 'times the greatest error around',
      trackId: null,
      frames: null,
      ptsUs: points.map(({ ptsUs }) => ptsUs),
      values: points.map(({ ratio }) => ratio),
      levels: [{ name: 'limit', value: PARAMETERS.breakRatio.value }],
    },
  ];
}

/** Frequency of the hum, where it stands out at all. */
function humSignals(detectorId: Signal['detectorId'], { track }: Hum): Signal[] {
  if (track.every(({ hz }) => hz === null)) return [];
  const common = { detectorId, trackId: null, frames: null, ptsUs: track.map(({ ptsUs }) => ptsUs), levels: [] };
  return [
    { ...common, name: 'humFrequency', title: 'Frequency of the mains hum', unit: 'Hz', values: track.map(({ hz }) => hz) },
    {
      ...common,
      name: 'humSignalToNoise',
      title: 'Mains hum above the noise around it',
      unit: 'dB',
      values: track.map(({ signalToNoiseDb }) => signalToNoiseDb),
      levels: [{ name: 'frequency is given from here', value: PARAMETERS.trackMargin.value }],
    },
  ];
}
