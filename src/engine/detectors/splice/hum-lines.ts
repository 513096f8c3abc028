/** The amplitudes of mains hum that go into a row: four lines, each over the eight rows that end with it. */
import { lineAmplitude } from '../../signal/hum-phase.ts';
import { PARAMETERS } from './parameters.ts';

/** Both grids of the world, fundamental and second harmonic. */
export const HUM_LINES_HZ = [50, 60, 100, 120] as const;

interface Place {
  /** The row's first sample in `samples`, and its number in the recording. */
  readonly from: number;
  readonly number: number;
  /** Number of the first of the samples in the recording. */
  readonly start: number;
  readonly hop: number;
  readonly rate: number;
}

const NONE: readonly null[] = HUM_LINES_HZ.flatMap(() => [null, null]);
/** Tenths of a millionth: a hundred times below the rounding of 16 bit, over more than a thousand samples. */
const rounded = (value: number): number => Math.round(value * 1e7) / 10;

/** Real and imaginary part for each line in each fourth row; `null` in the others and before eight rows have passed. */
export function humOf(samples: Float64Array, { from, number, start, hop, rate }: Place): readonly (number | null)[] {
  const step = PARAMETERS.humStep.value;
  const span = { from: from + hop - 2 * step * hop, end: from + hop };
  if ((number + 1) % step !== 0 || span.from < 0) return NONE;
  return HUM_LINES_HZ.flatMap((hz) => lineAmplitude(samples, span, { hz, rate, origin: start }).map(rounded));
}

/** The middle of the time that a row's amplitude stands for lies this many rows before the row's start. */
export const humLagRows = (): number => PARAMETERS.humStep.value - 1;
