/** All windows -> the mean of the network's logits over the speech. Pure. */
import type { Measure, Signal } from '../../../contract/analysis.ts';
import { median } from '../../signal/stats.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { largest, smallest } from '../../signal/extremes.ts';

interface Window {
  readonly logit: number;
  readonly speech: number;
}

const rounded = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;

export function concludeVocoder(detectorId: Signal['detectorId'], { rows }: ConcludeInput): Conclusion {
  const windows = rows.flatMap(({ values }): Window[] => {
    const [logit, speech] = [values[AT.logit] ?? null, values[AT.speech] ?? 0];
    return logit === null ? [] : [{ logit, speech }];
  });
  const signals = rows.length === 0 ? [] : signalsOf(detectorId, rows);
  if (windows.length < PARAMETERS.leastWindows.value) {
    const measures = [{ name: 'windows of speech', value: windows.length, unit: 'count' }];
    return { outcome: { status: 'abstained', reason: reasonOf(rows, windows.length), measures }, signals, findings: [] };
  }
  const score = weightedMean(windows);
  return {
    outcome: {
      status: 'measured',
      score: rounded(score),
      measures: measuresOf(windows, score),
      statement:
        `The network’s mean logit over ${String(windows.length)} windows of speech is ${score.toFixed(2)}. No limit is set. Some synthesisers ` +
        'leave none of the marks that it looks for: a low value says nothing (see the rates on the card).',
    },
    signals,
    // No limit separated genuine from synthetic speech well enough to point at a place.
    findings: [],
  };
}

/** By the share of speech in each window. */
function weightedMean(windows: readonly Window[]): number {
  const weight = windows.reduce((sum, { speech }) => sum + speech, 0);
  return windows.reduce((sum, { logit, speech }) => sum + logit * speech, 0) / weight;
}

function measuresOf(windows: readonly Window[], score: number): Measure[] {
  const logits = windows.map(({ logit }) => logit);
  return [
    { name: 'mean logit, weighted by speech', value: rounded(score), unit: 'logit' },
    { name: 'median logit', value: rounded(median(logits)), unit: 'logit' },
    { name: 'lowest and highest window, range', value: rounded(largest(logits) - smallest(logits)), unit: 'logit' },
    { name: 'windows of speech', value: windows.length, unit: 'count' },
  ];
}

function reasonOf(rows: readonly ObservationRow[], windows: number): string {
  const least = PARAMETERS.leastWindows.value;
  if (rows.length === 0) return `The sound is shorter than a window of ${String(PARAMETERS.windowS.value)} s.`;
  return `${String(windows)} of ${String(rows.length)} windows hold enough speech; ${String(least)} are needed.`;
}

function signalsOf(detectorId: Signal['detectorId'], rows: readonly ObservationRow[]): Signal[] {
  const common = { detectorId, trackId: null, frames: null, ptsUs: rows.map(({ ptsUs }) => ptsUs), levels: [] };
  const column = (place: number): (number | null)[] => rows.map(({ values }) => values[place] ?? null);
  return [
    { ...common, name: 'logit', title: 'Likeness to synthetic speech', unit: 'logit', values: column(AT.logit) },
    { ...common, name: 'speech', title: 'Speech in the window', unit: 'share', values: column(AT.speech) },
  ];
}
