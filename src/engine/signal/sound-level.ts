/** Levels of a stretch of sound: how loud, how far off zero, how often at its limit, how quiet where it is quiet. */
import { at } from '../../base/at.ts';
import { decibels, LEAST_DB, ShortTime } from './short-time.ts';
import { quantile } from './stats.ts';

export interface Level {
  /** Mean of the samples, full scale 1. */
  readonly offset: number;
  /** Relative to full scale: the mean square of a full-scale sine is -3.01 dB. */
  readonly rmsDb: number;
  /** Largest sample. */
  readonly peakDb: number;
  /** Samples in runs of at least three at the stretch's own largest value, where that is within 1 % of full scale. */
  readonly clippedSamples: number;
  /** Share of samples that are exactly zero. */
  readonly zeroShare: number;
}

/** Three equal extremes in a row: a sine of 48 kHz near its crest can have two. Our choice. */
const CLIPPED_RUN = 3;
const CLIPPED_LEAST = 0.99;

export function level(samples: Float32Array): Level {
  let [sum, squares, peak, zeros] = [0, 0, 0, 0];
  for (const value of samples) {
    sum += value;
    squares += value * value;
    peak = Math.max(peak, Math.abs(value));
    if (value === 0) zeros += 1;
  }
  const count = Math.max(1, samples.length);
  return {
    offset: sum / count,
    rmsDb: decibels(squares / count),
    peakDb: decibels(peak * peak),
    clippedSamples: peak < CLIPPED_LEAST ? 0 : clipped(samples, peak),
    zeroShare: zeros / count,
  };
}

/** Both limits count: 16-bit sound reaches -1 but only 32767 / 32768. */
function clipped(samples: Float32Array, peak: number): number {
  const limit = peak - 1.5 / 32768;
  let [total, run, sign] = [0, 0, 0];
  const end = (): void => {
    if (run >= CLIPPED_RUN) total += run;
    run = 0;
  };
  for (const value of samples) {
    const here = Math.abs(value) >= limit ? Math.sign(value) : 0;
    if (here !== sign) end();
    if (here !== 0) run += 1;
    sign = here;
  }
  end();
  return total;
}

/** Levels of frames of 20 ms, dB relative to full scale; the rest that fills no frame is left out. */
export function frameLevels(samples: Float32Array, rate: number): number[] {
  const length = Math.max(1, Math.round(0.02 * rate));
  return Array.from({ length: Math.floor(samples.length / length) }, (_, k) => {
    let squares = 0;
    for (let n = k * length; n < (k + 1) * length; n += 1) squares += (samples[n] ?? 0) ** 2;
    return decibels(squares / length);
  });
}

/** The quietest tenth of frames of 20 ms lies below this (our choice); `null` with fewer than ten frames. */
export const noiseFloorDb = (levels: readonly number[]): number | null => (levels.length < 10 ? null : quantile(levels, 0.1));

/** How many sample values lie in each of `bins` equal steps from -1 to 1; what lies beyond counts in the last. */
export function valueHistogram(samples: Float32Array, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of samples) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value + 1) / 2) * bins)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

export interface LongTermSpectrum {
  readonly stepHz: number;
  /** Mean power in each bin, dB; 0 dB is a full-scale sine. */
  readonly meanDb: readonly number[];
  /** The quietest tenth of frames has less than this in each bin. */
  readonly quietDb: readonly number[];
  readonly frames: number;
}

/** Frames of the 30 ms window (60 ms long), half over one another; `null` when there is not one. At most 4000 frames, evenly spread. */
export function longTermSpectrum(samples: Float32Array, rate: number): LongTermSpectrum | null {
  const short = new ShortTime(rate, 0.03);
  if (samples.length < short.span) return null;
  const whole = Math.floor((samples.length - short.span) / (short.span / 2)) + 1;
  const frames = Math.min(4000, whole);
  const wide = Float64Array.from(samples);
  const sum = new Float64Array(short.bins);
  // For the percentile, at most 200 frames are kept.
  const kept: Float64Array[] = [];
  const every = Math.ceil(frames / 200);
  for (let k = 0; k < frames; k += 1) {
    const one = new Float64Array(short.bins);
    short.add(wide, Math.floor(((k * (whole - 1)) / Math.max(1, frames - 1)) * (short.span / 2)), one);
    for (let bin = 0; bin < short.bins; bin += 1) sum[bin] = (sum[bin] ?? 0) + (one[bin] ?? 0);
    if (k % every === 0) kept.push(one);
  }
  return {
    stepHz: rate / short.fftSize,
    meanDb: Array.from(sum, (power) => decibels(power / frames)),
    quietDb: Array.from(sum, (_, bin) =>
      decibels(
        quantile(
          kept.map((one) => at(one, bin)),
          0.1,
        ),
      ),
    ),
    frames,
  };
}

export interface Bandwidth {
  /** Below this lie 99 % of the power. */
  readonly power99Hz: number;
  /** The highest frequency whose mean level stands `ABOVE_FLOOR_DB` above the spectrum's floor; `null`: nothing does. */
  readonly highestHz: number | null;
  readonly floorDb: number;
}

/** The floor is the level that the lowest twentieth of bins does not exceed; 6 dB above it is a fourfold power. Our choice. */
const FLOOR_SHARE = 0.05;
const ABOVE_FLOOR_DB = 6;

export function bandwidth({ stepHz, meanDb }: LongTermSpectrum): Bandwidth {
  const powers = meanDb.map((db) => (db <= LEAST_DB ? 0 : 10 ** (db / 10)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  let [below, bin99] = [0, 0];
  while (bin99 < powers.length - 1 && below + at(powers, bin99) < 0.99 * total) {
    below += at(powers, bin99);
    bin99 += 1;
  }
  const floorDb = quantile(meanDb, FLOOR_SHARE);
  const highest = meanDb.findLastIndex((db) => db > floorDb + ABOVE_FLOOR_DB);
  return { power99Hz: bin99 * stepHz, highestHz: highest < 0 ? null : highest * stepHz, floorDb };
}
