/** From rows to the frames of an earlier coding, and where they shift. Pure, so that it can be repeated from the case file alone. */
import type { Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { soundStream } from '../../media/audio.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { AAC, CODINGS, MP3, type Coding } from './codings.ts';
import { codedBefore, shiftFindings } from './findings.ts';
import { clearOffset, leadOf, stretchesOf, valueOf, type Stretch } from './stretches.ts';
import { largest } from '../../signal/extremes.ts';

export function concludeCodingFrames(detectorId: Signal['detectorId'], { facts, rows }: ConcludeInput): Conclusion {
  const stream = soundStream(facts);
  const judged = rows.filter((row) => CODINGS.some((coding) => valueOf(row, coding, 'contrast') !== null)).length;
  if (stream === null || judged === 0)
    return {
      outcome: { status: 'abstained', reason: 'No second was long and loud enough to be judged.', measures: [] },
      signals: [],
      findings: [],
    };
  const found = CODINGS.map((coding): Found => {
    const stretches = stretchesOf(rows, coding);
    const isOwn = stream.codec === coding.codec;
    return { coding, stretches, isOwn, shifts: shiftFindings(detectorId, coding, stretches, isOwn) };
  });
  return {
    outcome: outcomeOf(found, rows, judged),
    signals: CODINGS.flatMap((coding) => signalsOf(detectorId, coding, rows)),
    findings: found.flatMap(({ coding, stretches, isOwn, shifts }) => [
      ...(isOwn ? [] : codedBefore(detectorId, coding, stretches)),
      ...shifts,
    ]),
  };
}

interface Found {
  readonly coding: Coding;
  readonly stretches: readonly Stretch[];
  readonly isOwn: boolean;
  readonly shifts: ReturnType<typeof shiftFindings>;
}

const clearSeconds = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { clearSeconds: own }) => sum + own, 0);

function outcomeOf(found: readonly Found[], rows: readonly ObservationRow[], judged: number): Outcome {
  const measures: Measure[] = [
    { name: 'seconds judged', value: judged, unit: 'count' },
    ...found.flatMap(({ coding, stretches }): Measure[] => [
      { name: `seconds with a clear offset, ${coding.name}`, value: clearSeconds(stretches), unit: 'count' },
      {
        name: `greatest contrast, ${coding.name}`,
        value: largest(rows.map((row) => valueOf(row, coding, 'contrast') ?? 0)),
        unit: 'standard deviations',
      },
      ...stretches
        .slice(0, 1)
        .map(({ offset }) => ({ name: `offset of the first frames, ${coding.name}`, value: offset, unit: 'samples' })),
    ]),
  ];
  const shown = found.filter(({ stretches }) => stretches.length > 0);
  if (shown.length === 0)
    return {
      status: 'abstained',
      reason: `No two neighbouring seconds of ${String(judged)} show frames of an AAC or MP3 coding at one offset: nothing to follow. Sound at high bit rates shows none either.`,
      measures,
    };
  return {
    status: 'measured',
    score: shown.reduce((sum, { shifts }) => sum + shifts.length, 0),
    measures,
    statement: shown.map((one) => statementOf(one, judged)).join(' '),
  };
}

function statementOf({ coding, stretches, isOwn, shifts }: Found, judged: number): string {
  const offsets = [...new Set(stretches.map(({ offset }) => offset))];
  return (
    `In ${String(clearSeconds(stretches))} of ${String(judged)} seconds the frames of an${isOwn ? '' : ' earlier'} ${coding.name} coding show, at ` +
    `${offsets.length === 1 ? `one offset, ${String(offsets[0])} samples after a multiple of ${String(coding.frameSamples)}` : `offsets ${offsets.join(', ')}`}. ` +
    (shifts.length === 0
      ? 'No shift of one coding’s frames was found'
      : `They shift ${shifts.length === 1 ? 'once' : `${String(shifts.length)} times`}`) +
    `${stretches.length - 1 > shifts.length ? '; offsets that show within each other’s stretches are two codings, one over the other' : ''}.` +
    (isOwn ? ` The file itself is ${coding.name}: this may be its own coding or one before.` : '')
  );
}

/** The names of AAC's signals are those of version 1.0.0. */
const SIGNALS = new Map([
  [AAC, { lead: 'lead', offset: 'frameOffset' }],
  [MP3, { lead: 'granuleLead', offset: 'granuleOffset' }],
]);

function signalsOf(detectorId: Signal['detectorId'], coding: Coding, rows: readonly ObservationRow[]): Signal[] {
  const common = { detectorId, trackId: null, frames: null, ptsUs: rows.map(({ ptsUs }) => ptsUs) };
  const names = SIGNALS.get(coding) ?? { lead: 'lead', offset: 'frameOffset' };
  return [
    {
      ...common,
      name: names.lead,
      title: `Frames of an ${coding.name} coding: how far the best offset leads the next`,
      unit: 'standard deviations',
      values: rows.map((row) => leadOf(row, coding)),
      levels: [{ name: 'clear', value: coding.clearLead }],
    },
    {
      ...common,
      name: names.offset,
      title: `Offset of the ${coding.name} frames, where it is clear`,
      unit: `samples of ${String(coding.frameSamples)}`,
      values: rows.map((row) => clearOffset(row, coding)),
      levels: [],
    },
  ];
}
