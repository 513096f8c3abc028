/** All rows -> blinks, rates and the chance of so few. Pure: the same rows always give the same conclusion. */
import type { Measure, Outcome } from '../../../contract/analysis.ts';
import type { DetectorId } from '../../../contract/values.ts';
import { median } from '../../signal/stats.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { rounded } from '../../rounded.ts';
import { assessTrack, formatChance, type TrackAssessment } from './assess.ts';
import { poissonInterval } from './chance.ts';
import { blinkFinding, eyesIn, fewBlinksFinding, regularBlinksFinding } from './findings.ts';
import { PARAMETERS } from './parameters.ts';
import { opennessSignals } from './signals.ts';

export function concludeBlinks(detectorId: DetectorId, input: ConcludeInput): Conclusion {
  const tracks = byTrack(input.rows).map(([trackId, rows]) => assessTrack(trackId, rows));
  const testable = tracks.filter((track) => track.reason === null);
  const least = smallest(testable, (track) => track.chance);
  const eyes = eyesIn(input);
  const findings = tracks.flatMap((track) => track.blinks.map((blink) => blinkFinding(detectorId, track.series.trackId, blink, eyes)));
  for (const track of tracks) {
    const { variation } = track.rhythm;
    if (variation !== null && variation < PARAMETERS.regularVariation.value)
      findings.unshift(regularBlinksFinding(detectorId, track, variation, eyes));
  }
  // Bonferroni: with several faces, the smallest of several chances is small more easily.
  const chance = least === null ? null : Math.min(1, least.chance * testable.length);
  if (least !== null && chance !== null && chance < PARAMETERS.fewBlinksLevel.value) {
    findings.unshift(fewBlinksFinding(detectorId, least, chance, eyes));
  }
  return {
    outcome: least === null || chance === null ? abstention(tracks) : measured(least, testable.length, chance),
    signals: tracks.flatMap((track) => opennessSignals(detectorId, track.series)),
    findings,
  };
}

function smallest<T>(items: readonly T[], value: (item: T) => number): T | null {
  let best: T | null = null;
  for (const item of items) if (best === null || value(item) < value(best)) best = item;
  return best;
}

function abstention(tracks: readonly TrackAssessment[]): Outcome {
  // The face that could be judged longest speaks for the film.
  const longest = smallest(tracks, (track) => -track.series.assessableUs);
  if (longest === null) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  return { status: 'abstained', reason: longest.reason ?? '', measures: measuresOf(longest) };
}

function measured(track: TrackAssessment, persons: number, chance: number): Outcome {
  const seconds = track.series.assessableUs / 1e6;
  const count = track.blinks.length;
  const [low, high] = rateInterval(track);
  const whom =
    persons > 1
      ? ` Of ${persons} faces this is the one with the fewest blinks for its time, and the chance is corrected for ${persons} tests.`
      : '';
  return {
    status: 'measured',
    score: 1 - chance,
    measures: [
      { name: 'chance of so few blinks', value: chance, unit: '' },
      ...measuresOf(track).filter((m) => m.name !== 'chance of so few blinks'),
    ],
    statement:
      `${count} ${count === 1 ? 'blink' : 'blinks'} in the ${seconds.toFixed(1)} s in which the eyes could be judged: ${(count / (seconds / 60)).toFixed(1)} per minute ` +
      `(95 % Poisson interval ${low.toFixed(1)} to ${high.toFixed(1)}). By published norms the chance that a genuine person blinks at most so often ` +
      `is ${formatChance(chance)}.${whom}`,
  };
}

function rateInterval(track: TrackAssessment): [number, number] {
  const minutes = track.series.assessableUs / 6e7;
  const [low, high] = poissonInterval(track.blinks.length);
  return [low / minutes, high / minutes];
}

function measuresOf(track: TrackAssessment): Measure[] {
  const { series, blinks } = track;
  const out: Measure[] = [
    { name: 'blinks', value: blinks.length, unit: 'count' },
    { name: 'assessable time', value: rounded(series.assessableUs / 1e6, 2), unit: 's' },
    { name: 'speaking', value: rounded(track.speakingShare, 3), unit: 'share of assessable time' },
    { name: 'chance of so few blinks', value: track.chance, unit: '' },
    { name: 'chance of no blink', value: track.chanceOfNone, unit: '' },
    { name: 'eye width', value: rounded(series.medianEyeWidthPx, 1), unit: 'px' },
    { name: 'long closures', value: track.longClosures, unit: 'count' },
  ];
  if (series.assessableUs > 0) {
    const [low, high] = rateInterval(track);
    const value = rounded(blinks.length / (series.assessableUs / 6e7), 2);
    out.splice(1, 0, {
      name: 'blink rate',
      value,
      unit: '/min',
      interval: [rounded(low, 2), rounded(high, 2)],
      intervalKind: '95 % Poisson',
    });
  }
  if (blinks.length > 0) {
    out.push(
      { name: 'median duration', value: rounded(median(blinks.map((b) => (b.endUs - b.startUs) / 1000)), 0), unit: 'ms' },
      { name: 'median closure', value: rounded(median(blinks.map((b) => 1 - b.opennessAtApex)), 3), unit: 'share' },
    );
  }
  const { intervals, variation, incompleteShare, eyeDifference } = track.rhythm;
  if (variation !== null)
    out.push(
      { name: 'variation of the intervals', value: rounded(variation, 2), unit: 'standard deviation / mean' },
      { name: 'intervals', value: intervals, unit: 'count' },
    );
  if (incompleteShare !== null) out.push({ name: 'incomplete blinks', value: rounded(incompleteShare, 3), unit: 'share' });
  if (eyeDifference !== null)
    out.push({ name: 'difference between the eyes', value: rounded(eyeDifference, 3), unit: 'share of baseline, median' });
  return out;
}
