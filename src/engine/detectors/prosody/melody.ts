/** Rows -> the melody of the whole recording, its range over a few seconds at a time, and the pauses. */
import { at } from '../../../base/at.ts';
import { median, quantile } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { FIRST_FUNDAMENTAL, FIRST_SPEECH, SLOT_US, SLOTS } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

interface Slot {
  readonly ptsUs: number;
  /** `null`: no voice. */
  readonly hz: number | null;
  readonly speech: number | null;
}

/** What lies before the start of the sound is left out. */
export function slotsOf(rows: readonly ObservationRow[]): Slot[] {
  return rows.flatMap(({ ptsUs, values }) =>
    Array.from({ length: SLOTS }, (_, k) => ({
      ptsUs: ptsUs + k * SLOT_US,
      hz: values[FIRST_FUNDAMENTAL + k] ?? null,
      speech: values[FIRST_SPEECH + k] ?? null,
    })).filter((slot) => slot.speech !== null || slot.hz !== null),
  );
}

export interface Range {
  readonly startUs: number;
  readonly endUs: number;
  /** Between the tenth and the ninetieth percentile of the melody, semitones. */
  readonly semitones: number;
}

/** Over each window of so many voiced slots, half over one another; empty with fewer. */
export function rangesOf(slots: readonly Slot[]): Range[] {
  const voiced = slots.flatMap(({ ptsUs, hz }) => (hz === null ? [] : [{ ptsUs, semitones: 12 * Math.log2(hz / 100) }]));
  const width = PARAMETERS.window.value;
  const found: Range[] = [];
  for (let from = 0; from + width <= voiced.length; from += width / 2) {
    const inside = voiced.slice(from, from + width);
    const heights = inside.map(({ semitones }) => semitones);
    found.push({
      startUs: at(inside, 0).ptsUs,
      endUs: at(inside, width - 1).ptsUs + SLOT_US,
      semitones: quantile(heights, 0.9) - quantile(heights, 0.1),
    });
  }
  return found;
}

export const middleRange = (ranges: readonly Range[]): number => median(ranges.map(({ semitones }) => semitones));

export interface Pauses {
  readonly count: number;
  readonly medianSeconds: number | null;
  /** Longest stretch of speech without a pause. */
  readonly longestSpeechSeconds: number;
  /** From the first to the last speech, without pauses of more than `long`. */
  readonly speakingSeconds: number;
  readonly stretches: readonly { readonly startUs: number; readonly endUs: number }[];
  /** From the first to the last speech; `null`: there is none. */
  readonly spoken: { readonly startUs: number; readonly endUs: number } | null;
}

/** Between the first and the last slot in which somebody speaks. */
export function pausesOf(slots: readonly Slot[]): Pauses {
  const speaking = slots.map(({ speech }) => (speech ?? 0) >= PARAMETERS.speech.value);
  const [first, last] = [speaking.indexOf(true), speaking.lastIndexOf(true)];
  const pauses: number[] = [];
  const stretches: Pauses['stretches'][number][] = [];
  let [silent, spoken, longest] = [0, 0, 0];
  for (let k = Math.max(0, first); k <= last; k += 1) {
    if (speaking[k] !== true) {
      silent += 1;
      continue;
    }
    const seconds = silent * PARAMETERS.slot.value;
    if (seconds >= PARAMETERS.pause.value - 1e-9) {
      pauses.push(seconds);
      stretches.push({ startUs: at(slots, k - silent).ptsUs, endUs: at(slots, k).ptsUs });
      spoken = 0;
    } else spoken += silent;
    silent = 0;
    spoken += 1;
    longest = Math.max(longest, spoken);
  }
  const long = pauses.filter((seconds) => seconds > PARAMETERS.longPause.value);
  return {
    speakingSeconds: first < 0 ? 0 : (last - first + 1) * PARAMETERS.slot.value - long.reduce((sum, seconds) => sum + seconds, 0),
    count: pauses.length,
    medianSeconds: pauses.length === 0 ? null : median(pauses),
    longestSpeechSeconds: longest * PARAMETERS.slot.value,
    stretches,
    spoken: first < 0 ? null : { startUs: at(slots, first).ptsUs, endUs: at(slots, last).ptsUs + SLOT_US },
  };
}
