/** All windows -> how far the spread of group delay lies below that of genuine recordings. Pure. */
import type { Measure, Signal } from '../../../contract/analysis.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { mean } from '../../signal/stats.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { rounded } from '../../rounded.ts';

interface Window {
  readonly short: number;
  readonly long: number;
}

/** In robust standard deviations below the median of genuine recordings, the mean of both lengths of frames. */
function below({ short, long }: Window): number {
  const { medianShort, spreadShort, medianLong, spreadLong } = PARAMETERS;
  return ((medianShort.value - short) / spreadShort.value + (medianLong.value - long) / spreadLong.value) / 2;
}

export function concludePhase(detectorId: Signal['detectorId'], { rows }: ConcludeInput): Conclusion {
  const windows = rows.map(windowOf);
  const judged = windows.filter((window) => window !== null);
  const signals = rows.length === 0 ? [] : signalsOf(detectorId, rows, windows);
  if (judged.length === 0) {
    const measures = [{ name: 'windows judged', value: 0, unit: 'count' }];
    return { outcome: { status: 'abstained', reason: reasonOf(rows), measures }, signals, findings: [] };
  }
  const score = judged.reduce((sum, window) => sum + below(window), 0) / judged.length;
  return {
    outcome: {
      status: 'measured',
      score: rounded(score, 2),
      measures: measuresOf(judged, rows),
      statement:
        `Group delay from 4 to 7.3 kHz steps ${score >= 0 ? 'more evenly' : 'less evenly'} than in the middle genuine recording of the training: ` +
        `${Math.abs(score).toFixed(1)} robust standard deviations, over ${String(judged.length)} windows. No limit is set. Genuine recordings differ by their ` +
        'microphone, room and coding too (see the rates on the card).',
    },
    signals,
    // No limit held on recordings of another source well enough to point at a place.
    findings: [],
  };
}

function windowOf({ values }: ObservationRow): Window | null {
  const [short, long] = [values[AT.short] ?? null, values[AT.long] ?? null];
  return short === null || long === null ? null : { short, long };
}

function measuresOf(judged: readonly Window[], rows: readonly ObservationRow[]): Measure[] {
  const highs = rows.filter((row) => windowOf(row) !== null).flatMap(({ values }) => values[AT.high] ?? []);
  return [
    { name: 'below the median of genuine recordings', value: rounded(mean(judged.map(below)), 2), unit: 'robust standard deviations' },
    { name: 'spread, frames of 4 ms', value: rounded(mean(judged.map(({ short }) => short)), 3), unit: 'variance of logarithms' },
    { name: 'spread, frames of 10 ms', value: rounded(mean(judged.map(({ long }) => long)), 3), unit: 'variance of logarithms' },
    { name: '5 to 7.3 kHz against below 1 kHz', value: rounded(mean(highs), 1), unit: 'dB' },
    { name: 'windows judged', value: judged.length, unit: 'count' },
  ];
}

function reasonOf(rows: readonly ObservationRow[]): string {
  if (rows.length === 0) return `The sound is shorter than a window of ${String(PARAMETERS.windowS.value)} s.`;
  const narrow = rows.filter(({ values }) => (values[AT.high] ?? 0) < PARAMETERS.leastHighDb.value).length;
  return narrow > 0
    ? `In ${String(narrow)} of ${String(rows.length)} windows there is next to nothing above 5 kHz; the others hold too little voice.`
    : `None of ${String(rows.length)} windows holds enough voice.`;
}

function signalsOf(detectorId: Signal['detectorId'], rows: readonly ObservationRow[], windows: readonly (Window | null)[]): Signal[] {
  return [
    {
      detectorId,
      trackId: null,
      frames: null,
      ptsUs: rows.map(({ ptsUs }) => ptsUs),
      levels: [],
      name: 'evenness',
      title: 'Evenness of group delay against genuine recordings',
      unit: 'robust standard deviations',
      values: windows.map((window) => (window === null ? null : rounded(below(window), 2))),
    },
  ];
}
