/** From rows to the frames of an earlier coding, and where they shift. Pure, so that it can be repeated from the case file alone. */
import type { Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { soundStream } from '../../media/audio.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { codedBefore, shiftFindings } from './findings.ts';
import { PARAMETERS } from './parameters.ts';
import { clearOffset, leadOf, stretchesOf, valueOf, type Stretch } from './stretches.ts';

export function concludeCodingFrames(detectorId: Signal['detectorId'], { facts, rows }: ConcludeInput): Conclusion {
  const stream = soundStream(facts);
  const judged = rows.filter((row) => valueOf(row, 'contrast') !== null).length;
  if (stream === null || judged === 0)
    return {
      outcome: { status: 'abstained', reason: 'No second was long and loud enough to be judged.', measures: [] },
      signals: [],
      findings: [],
    };
  const stretches = stretchesOf(rows);
  const signals = signalsOf(detectorId, rows);
  const isAac = stream.codec === 'aac';
  const shifts = shiftFindings(detectorId, stretches, isAac);
  return {
    outcome: outcomeOf(stretches, { rows, judged, shifts: shifts.length, isAac }),
    signals,
    findings: [...(isAac ? [] : codedBefore(detectorId, stretches)), ...shifts],
  };
}

interface Found {
  readonly rows: readonly ObservationRow[];
  readonly judged: number;
  readonly shifts: number;
  readonly isAac: boolean;
}

function outcomeOf(stretches: readonly Stretch[], { rows, judged, shifts, isAac }: Found): Outcome {
  const clear = stretches.reduce((sum, { clearSeconds }) => sum + clearSeconds, 0);
  const measures: Measure[] = [
    { name: 'seconds judged', value: judged, unit: 'count' },
    { name: 'seconds with a clear offset', value: clear, unit: 'count' },
    { name: 'greatest contrast', value: Math.max(...rows.map((row) => valueOf(row, 'contrast') ?? 0)), unit: 'standard deviations' },
  ];
  const first = stretches[0];
  if (first === undefined)
    return {
      status: 'abstained',
      reason: `No two neighbouring seconds of ${String(judged)} show frames of an AAC coding at one offset: nothing to follow. Sound at high bit rates shows none either.`,
      measures,
    };
  const offsets = [...new Set(stretches.map(({ offset }) => offset))];
  return {
    status: 'measured',
    score: shifts,
    measures: [...measures, { name: 'offset of the first frames', value: first.offset, unit: 'samples' }],
    statement:
      `In ${String(clear)} of ${String(judged)} seconds the frames of ${isAac ? 'an' : 'an earlier'} AAC coding show, at ` +
      `${offsets.length === 1 ? `one offset, ${String(first.offset)} samples after a multiple of 1024` : `offsets ${offsets.join(', ')}`}. ` +
      (shifts === 0 ? 'No shift of one coding’s frames was found' : `They shift ${shifts === 1 ? 'once' : `${String(shifts)} times`}`) +
      `${stretches.length - 1 > shifts ? '; offsets that show within each other’s stretches are two codings, one over the other' : ''}.` +
      (isAac ? ' The file itself is AAC: this may be its own coding or one before.' : ''),
  };
}

function signalsOf(detectorId: Signal['detectorId'], rows: readonly ObservationRow[]): Signal[] {
  const common = { detectorId, trackId: null, frames: null, ptsUs: rows.map(({ ptsUs }) => ptsUs) };
  return [
    {
      ...common,
      name: 'lead',
      title: 'Frames of an AAC coding: how far the best offset leads the next',
      unit: 'standard deviations',
      values: rows.map(leadOf),
      levels: [{ name: 'clear', value: PARAMETERS.clearLead.value }],
    },
    {
      ...common,
      name: 'frameOffset',
      title: 'Offset of the frames, where it is clear',
      unit: 'samples of 1024',
      values: rows.map(clearOffset),
      levels: [],
    },
  ];
}
