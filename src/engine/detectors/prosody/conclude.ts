/** All rows -> how far the melody of the voice moves, with jitter, shimmer and pauses beside it. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { median } from '../../signal/stats.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { breathFinding, breathMeasures, breathSignal } from './breath-words.ts';
import { breathsOf, type Breath } from './breaths.ts';
import { inSound } from '../in-sound.ts';
import { middleRange, pausesOf, rangesOf, slotsOf, type Range } from './melody.ts';
import { PARAMETERS } from './parameters.ts';
import { besideGenuine } from './usual.ts';
import { rounded } from '../../rounded.ts';

type Slots = ReturnType<typeof slotsOf>;

export function concludeProsody(detectorId: FindingDraft['detectorId'], { rows }: ConcludeInput): Conclusion {
  const slots = slotsOf(rows);
  const ranges = rangesOf(slots);
  const breaths = breathsOf(rows);
  const measures = measuresOf(rows, slots, ranges, breaths);
  const signals = signalsOf(detectorId, slots, breaths ?? []);
  const { spoken } = pausesOf(slots);
  const notes = (breaths ?? []).map((breath) => breathFinding(detectorId, breath, spoken));
  const voicedSeconds = slots.filter(({ hz }) => hz !== null).length * PARAMETERS.slot.value;
  if (ranges.length === 0) {
    const needed = PARAMETERS.window.value * PARAMETERS.slot.value;
    const reason =
      rows.length === 0
        ? 'No sound was heard.'
        : `${voicedSeconds.toFixed(1)} s of voice in speech were found; at least ${needed.toFixed(0)} s are needed for its melody.`;
    return { outcome: { status: 'abstained', reason, measures }, signals, findings: notes };
  }
  const range = middleRange(ranges);
  const outcome: Outcome = {
    status: 'measured',
    score: rounded(PARAMETERS.leastRange.value / Math.max(0.1, range), 3),
    measures,
    statement:
      `Over two seconds of voice the melody moves through ${range.toFixed(1)} semitones (the middle 80 % of it; median of ${String(ranges.length)} windows); ` +
      `in the genuine recordings measured it was at least ${PARAMETERS.leastRange.value}.`,
  };
  return {
    outcome,
    signals,
    findings: [...(range < PARAMETERS.leastRange.value ? [flat(detectorId, range, ranges)] : []), ...notes],
  };
}

function flat(detectorId: FindingDraft['detectorId'], range: number, ranges: readonly Range[]): FindingDraft {
  const [first, last] = [ranges[0], ranges.at(-1)];
  return {
    ...inSound(detectorId, { startUs: first?.startUs ?? 0, endUs: last?.endUs ?? 0 }),
    kind: 'flat-melody',
    title: `The melody of the voice moves through ${range.toFixed(1)} semitones only`,
    measure: { name: 'range of the melody, median of the windows', value: rounded(range, 2), unit: 'semitones' },
    weight: 'anomaly',
    explanation:
      `The fundamental frequency stays within ${range.toFixed(1)} semitones over two seconds of voice (limit ${PARAMETERS.leastRange.value}). Speech made by rule and some ` +
      'learned voices give this; so do people who speak in a monotone, read lists, chant or are ill, and microphones that follow one tone of the room.',
    check:
      'Listen: does the voice rise and fall with the sense of the sentences? Look at the curve of the fundamental, and compare with other recordings of this person.',
  };
}

function measuresOf(rows: readonly ObservationRow[], slots: Slots, ranges: readonly Range[], breaths: readonly Breath[] | null): Measure[] {
  const voiced = slots.flatMap(({ hz }) => hz ?? []);
  const column = (at: number): number[] => rows.flatMap(({ values }) => values[at] ?? []);
  const middle = (name: string, at: number, unit: string, digits: number): Measure[] => {
    const values = column(at);
    return values.length === 0 ? [] : [{ name, value: rounded(median(values), digits), unit }];
  };
  const pauses = pausesOf(slots);
  return [
    { name: 'voice', value: rounded(voiced.length * PARAMETERS.slot.value, 1), unit: 's' },
    ...(voiced.length === 0 ? [] : [{ name: 'fundamental frequency', value: rounded(median(voiced), 1), unit: 'Hz' }]),
    ...(ranges.length === 0 ? [] : [{ name: 'range of the melody', value: rounded(middleRange(ranges), 2), unit: 'semitones' }]),
    ...middle('jitter (local)', 0, 'of a period', 4),
    ...middle('shimmer (local)', 1, 'of an amplitude', 3),
    ...middle('harmonics-to-noise ratio', 2, 'dB', 1),
    ...(pauses.longestSpeechSeconds === 0
      ? []
      : [
          { name: 'pauses', value: pauses.count, unit: 'count' },
          { name: 'longest speech without a pause', value: rounded(pauses.longestSpeechSeconds, 2), unit: 's' },
        ]),
    ...(pauses.medianSeconds === null ? [] : [{ name: 'pause', value: rounded(pauses.medianSeconds, 2), unit: 's, median' }]),
    ...(breaths === null ? [] : breathMeasures(breaths, pauses)),
  ].map(besideGenuine);
}

function signalsOf(detectorId: Signal['detectorId'], slots: Slots, breaths: readonly Breath[]): Signal[] {
  if (slots.length === 0) return [];
  const times = slots.map(({ ptsUs }) => ptsUs);
  const common = { detectorId, trackId: null, frames: null, ptsUs: times, levels: [] };
  return [
    { ...common, name: 'fundamental', title: 'Fundamental frequency', unit: 'Hz', values: slots.map(({ hz }) => hz) },
    { ...common, name: 'speech', title: 'Probability of speech', unit: '1', values: slots.map(({ speech }) => speech) },
    breathSignal(detectorId, breaths, times),
  ];
}
