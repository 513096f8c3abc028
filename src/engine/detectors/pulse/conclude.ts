/** All rows -> windows, readable pulses and whether the regions of a face agree. Pure: the same rows always give the same conclusion. */
import type { Measure, Outcome } from '../../../contract/analysis.ts';
import type { DetectorId } from '../../../contract/values.ts';
import { median } from '../../signal/stats.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { rounded } from '../../rounded.ts';
import { differenceFindings } from './findings.ts';
import { PARAMETERS } from './parameters.ts';
import { pulseSignals, secondBest } from './signals.ts';
import { assessTrack, type TrackAssessment } from './track.ts';

export function concludePulse(detectorId: DetectorId, input: ConcludeInput): Conclusion {
  const tracks = byTrack(input.rows).map(([trackId, rows]) => assessTrack(trackId, rows));
  const testable = tracks.filter(({ reason }) => reason === null);
  const worst = greatest(testable, shareOf);
  return {
    outcome: worst === null ? abstention(tracks) : measured(worst, testable.length),
    signals: tracks.flatMap((track) => pulseSignals(detectorId, track)),
    findings: testable.flatMap((track) => differenceFindings(detectorId, track, input.faceAt)),
  };
}

const shareOf = ({ assessable, disagreeing }: TrackAssessment): number => disagreeing.length / Math.max(1, assessable.length);

function greatest<T>(items: readonly T[], value: (item: T) => number): T | null {
  let best: T | null = null;
  for (const item of items) if (best === null || value(item) > value(best)) best = item;
  return best;
}

function abstention(tracks: readonly TrackAssessment[]): Outcome {
  // The face that was seen longest speaks for the film.
  const longest = greatest(tracks, ({ rows }) => rows.length);
  if (longest === null) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  return { status: 'abstained', reason: longest.reason ?? '', measures: measuresOf(longest) };
}

function measured(track: TrackAssessment, faces: number): Outcome {
  const { windows, assessable, disagreeing } = track;
  const rates = assessable.flatMap(({ rate }) => rate ?? []);
  const whom = faces > 1 ? ` Of ${faces} faces that could be judged this is the one with the greatest share.` : '';
  return {
    status: 'measured',
    score: shareOf(track),
    measures: measuresOf(track),
    statement:
      `In ${assessable.length} of ${windows.length} windows of ${PARAMETERS.windowS.value} s a periodic change of colour, as a pulse makes it, could be read in at least two regions ` +
      `of the face (median ${median(rates).toFixed(0)} /min); in ${disagreeing.length} of them the regions disagree.${whom} ` +
      'That a pulse is present, or agrees, says nothing in favour of the film: synthetic faces can carry the pulse of the person who drives them.',
  };
}

function measuresOf(track: TrackAssessment): Measure[] {
  const { windows, assessable, disagreeing } = track;
  const out: Measure[] = [
    { name: 'windows', value: windows.length, unit: 'count' },
    { name: 'assessable windows', value: assessable.length, unit: 'count' },
  ];
  const best = windows.flatMap((window) => secondBest(window) ?? []).filter(Number.isFinite);
  if (best.length > 0) out.push({ name: 'median signal-to-noise ratio, second best region', value: rounded(median(best), 1), unit: 'dB' });
  if (assessable.length === 0) return out;
  const differences = assessable.flatMap(({ difference }) => difference ?? []);
  const phases = differences.flatMap(({ phase }) => phase ?? []);
  out.push(
    { name: 'windows in which regions disagree', value: disagreeing.length, unit: 'count' },
    { name: 'pulse rate', value: rounded(median(assessable.flatMap(({ rate }) => rate ?? [])), 1), unit: '/min, median' },
    { name: 'greatest difference between rates', value: rounded(median(differences.map(({ rate }) => rate)), 1), unit: '/min, median' },
  );
  if (phases.length > 0) out.push({ name: 'difference between phases', value: rounded(median(phases), 0), unit: 'degrees, median' });
  return out;
}
