/** Single periods of a voice, and how much neighbouring ones differ: jitter and shimmer. */
import type { PitchFrame } from './pitch.ts';

export interface Perturbation {
  /** Periods that entered. */
  readonly periods: number;
  /** Mean difference of neighbouring periods over the mean period, 0..; `null` with fewer than three periods in a row. */
  readonly jitterLocal: number | null;
  /** The same of their amplitudes (root of the mean square over each period). */
  readonly shimmerLocal: number | null;
}

/** Praat's limits ("Voice report"): neighbours that differ by more are no neighbours. */
const MOST_PERIOD_FACTOR = 1.3;
const MOST_AMPLITUDE_FACTOR = 1.6;
/** A next period is looked for in this part of the expected one's surroundings, and kept if it is at least so alike (Praat: "To PointProcess (cc)"). */
const SEARCH = 0.2;
const LEAST_LIKENESS = 0.7;

/**
 * Marks by waveform matching: from the loudest place of each voiced stretch, the next mark is where the waveform of one period is most
 * like the one around the mark before (cross-correlation, parabola between samples). Jitter and shimmer, both "local", as in
 * Praat's voice report. The sound must be the one that `track` was measured on.
 */
export function perturbation(samples: Float32Array, rate: number, track: readonly PitchFrame[]): Perturbation {
  const runs = stretches(track).flatMap((frames) => marks(samples, rate, frames));
  let [periodSum, periodCount, periodDifference, differences] = [0, 0, 0, 0];
  let [amplitudeSum, amplitudeCount, amplitudeDifference, amplitudeDifferences] = [0, 0, 0, 0];
  for (const run of runs) {
    const periods = run.slice(1).map((mark, k) => mark - (run[k] ?? 0));
    const amplitudes = periods.map((period, k) => rootMeanSquare(samples, (run[k] ?? 0) - period / 2, period));
    periods.forEach((period, k) => {
      periodSum += period;
      periodCount += 1;
      amplitudeSum += amplitudes[k] ?? 0;
      amplitudeCount += 1;
      const before = periods[k - 1];
      if (before === undefined || factor(period, before) > MOST_PERIOD_FACTOR) return;
      periodDifference += Math.abs(period - before);
      differences += 1;
      const [here, there] = [amplitudes[k] ?? 0, amplitudes[k - 1] ?? 0];
      if (factor(here, there) > MOST_AMPLITUDE_FACTOR) return;
      amplitudeDifference += Math.abs(here - there);
      amplitudeDifferences += 1;
    });
  }
  return {
    periods: periodCount,
    jitterLocal: differences < 2 ? null : periodDifference / differences / (periodSum / periodCount),
    shimmerLocal:
      amplitudeDifferences < 2 || amplitudeSum === 0 ? null : amplitudeDifference / amplitudeDifferences / (amplitudeSum / amplitudeCount),
  };
}

const factor = (a: number, b: number): number => (a > b ? a / Math.max(1e-12, b) : b / Math.max(1e-12, a));

function stretches(track: readonly PitchFrame[]): PitchFrame[][] {
  const all: PitchFrame[][] = [];
  let open: PitchFrame[] = [];
  for (const frame of track) {
    if (frame.hz !== null) open.push(frame);
    else if (open.length > 0) {
      all.push(open);
      open = [];
    }
  }
  if (open.length > 0) all.push(open);
  return all;
}

/** Places of marks in samples (fractions between them), in unbroken runs. */
function marks(samples: Float32Array, rate: number, frames: readonly PitchFrame[]): number[][] {
  const first = frames[0];
  const last = frames.at(-1);
  if (first === undefined || last === undefined) return [];
  const stepSeconds = frames.length > 1 ? (last.seconds - first.seconds) / (frames.length - 1) : 0.01;
  const [from, to] = [(first.seconds - stepSeconds / 2) * rate, (last.seconds + stepSeconds / 2) * rate];
  const periodAt = (place: number): number => {
    const k = Math.min(frames.length - 1, Math.max(0, Math.round((place / rate - first.seconds) / stepSeconds)));
    return rate / (frames[k]?.hz ?? 1);
  };
  const walk = (start: number, direction: 1 | -1): number[] => {
    const found: number[] = [];
    for (let here = start; ;) {
      const next = follow(samples, here, periodAt(here), direction);
      if (next === null || next < from || next > to) return found;
      found.push(next);
      here = next;
    }
  };
  const middle = (from + to) / 2;
  const start = loudest(samples, middle - periodAt(middle) / 2, periodAt(middle));
  const runs = [[...walk(start, -1).reverse(), start, ...walk(start, 1)]];
  // Where the waveform changed too much, a new run begins one period further on, in both directions.
  for (const direction of [1, -1] as const) {
    for (let edge = (direction === 1 ? runs.at(-1)?.at(-1) : runs[0]?.[0]) ?? middle; ;) {
      const period = periodAt(edge);
      const seed = loudest(samples, edge + direction * period - period / 2, period);
      if (seed <= from || seed >= to || (seed - edge) * direction < period / 4) break;
      const run = [seed, ...walk(seed, direction)];
      edge = run.at(-1) ?? seed;
      runs.push(direction === 1 ? run : run.reverse());
    }
  }
  return runs;
}

function loudest(samples: Float32Array, from: number, length: number): number {
  let best = Math.round(from);
  for (let n = Math.round(from); n < from + length; n += 1) if (Math.abs(samples[n] ?? 0) > Math.abs(samples[best] ?? 0)) best = n;
  return best;
}

function follow(samples: Float32Array, here: number, period: number, direction: 1 | -1): number | null {
  const half = Math.round(period / 2);
  const origin = Math.round(here);
  const low = Math.floor(period * (1 - SEARCH));
  const high = Math.ceil(period * (1 + SEARCH));
  let best = low;
  const likeness = new Map<number, number>();
  for (let shift = low; shift <= high; shift += 1) {
    const value = correlation(samples, origin, origin + direction * shift, half);
    likeness.set(shift, value);
    if (value > (likeness.get(best) ?? -1)) best = shift;
  }
  const middle = likeness.get(best) ?? 0;
  if (middle < LEAST_LIKENESS) return null;
  const [before, after] = [likeness.get(best - 1), likeness.get(best + 1)];
  const bend = before === undefined || after === undefined ? 0 : before - 2 * middle + after;
  const shift = bend < 0 ? (0.5 * ((before ?? 0) - (after ?? 0))) / bend : 0;
  return here + direction * (best + shift);
}

function correlation(samples: Float32Array, a: number, b: number, half: number): number {
  if (a - half < 0 || b - half < 0 || a + half >= samples.length || b + half >= samples.length) return -1;
  let [product, first, second] = [0, 0, 0];
  for (let n = -half; n <= half; n += 1) {
    const x = samples[a + n] ?? 0;
    const y = samples[b + n] ?? 0;
    product += x * y;
    first += x * x;
    second += y * y;
  }
  return first === 0 || second === 0 ? -1 : product / Math.sqrt(first * second);
}

function rootMeanSquare(samples: Float32Array, from: number, length: number): number {
  const [first, last] = [Math.max(0, Math.round(from)), Math.min(samples.length, Math.round(from + length))];
  let sum = 0;
  for (let n = first; n < last; n += 1) sum += (samples[n] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, last - first));
}
