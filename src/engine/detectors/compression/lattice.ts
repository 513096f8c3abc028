/** Whether coefficients cluster at multiples of a step: the trace of an earlier quantisation, after Bianchi and Piva 2012. */
import { at } from '../../../base/at.ts';
import { PARAMETERS } from './parameters.ts';

/** Counts by size: bin k holds coefficients whose size lies within half a width of k · width; those beyond the range are left out. */
export type Counts = Float64Array;

export const emptyCounts = (width: number): Counts => new Float64Array(Math.floor(PARAMETERS.range.value / width) + 1);

/** Error function to 1.5e-7 (Abramowitz & Stegun 1964, 7.1.26). */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
  return Math.sign(x) * (1 - tail);
}

const cumulative = (x: number): number => (1 + erf(x * Math.SQRT1_2)) / 2;

/**
 * How many times more often than without an earlier quantisation a coefficient falls into each bin (the factor n(x) of Bianchi & Piva 2012,
 * p(x|H1) = n(x) p(x|H0)): multiples of `step`, blurred by a normal error of `variance`, sorted into bins of `width`.
 */
function gainOf(step: number, width: number, variance: number): Float64Array {
  const deviation = Math.sqrt(variance);
  const foreign = PARAMETERS.foreign.value;
  return emptyCounts(width).map((_, k) => {
    const [low, high] = [(k - 0.5) * width, (k + 0.5) * width];
    let share = 0;
    for (let m = Math.floor((low - 5 * deviation) / step); m * step <= high + 5 * deviation; m += 1) {
      share += cumulative((high - m * step) / deviation) - cumulative((low - m * step) / deviation);
    }
    return foreign + (1 - foreign) * Math.max(0, share) * (step / width);
  });
}

export interface Comb {
  readonly step: number;
  readonly gain: Float64Array;
  /** Natural logarithm of the gain. */
  readonly logGain: Float64Array;
}

/** All steps that would leave a trace in such bins; a step that divides the width leaves none. */
export function combsOf(width: number, variance: number): Comb[] {
  return Array.from({ length: PARAMETERS.largestStep.value - 1 }, (_, k) => k + 2).flatMap((step) => {
    const gain = gainOf(step, width, variance);
    const uneven = gain.reduce((sum, value) => sum + value * Math.log(value), 0) / gain.length;
    return uneven < PARAMETERS.leastInformation.value ? [] : [{ step, gain, logGain: gain.map(Math.log) }];
  });
}

/**
 * Logarithm of the mean gain under a smooth distribution of the same shape, counted where no comb can be. Zero is left out here as in
 * the evidence, because its count says how flat the picture is. `null`: nothing was counted.
 */
export function logMeanGain({ gain }: Comb, smooth: Counts): number | null {
  let [mass, weighted] = [0, 0];
  for (let k = 1; k < smooth.length; k += 1) {
    mass += at(smooth, k);
    weighted += at(smooth, k) * at(gain, k);
  }
  return mass === 0 ? null : Math.log(weighted / mass);
}

/** Nats for the step against no earlier quantisation, over all coefficients that are not zero. */
export function natsFor({ logGain }: Comb, occupied: readonly Occupied[], logMean: number): number {
  let nats = 0;
  for (const { bin, count } of occupied) nats += count * (at(logGain, bin) - logMean);
  return nats;
}

interface Occupied {
  readonly bin: number;
  readonly count: number;
}

export interface Tally {
  readonly occupied: readonly Occupied[];
  readonly coefficients: number;
}

/** The bins that hold something, but that of zero. */
export function tallyOf(counts: Counts): Tally {
  const occupied: Occupied[] = [];
  let coefficients = 0;
  for (let bin = 1; bin < counts.length; bin += 1) {
    const count = at(counts, bin);
    if (count === 0) continue;
    occupied.push({ bin, count });
    coefficients += count;
  }
  return { occupied, coefficients };
}
