/** Breaks of the waveform: places where neither the sound before predicts what follows nor the sound behind what came before. */
import { at } from '../../../base/at.ts';
import { burg } from '../../signal/lpc.ts';
import { PARAMETERS } from './parameters.ts';

export interface Break {
  /** The first sample behind the break. */
  readonly sample: number;
  /** Its error of prediction over the greatest in the surroundings. */
  readonly ratio: number;
  /** Of the error's energy behind the break, what one wrong sample does not explain, 0 to 1: near 0 is a click. */
  readonly unexplained: number;
}

/** Least error that counts, full scale 1: what rounding to 16 bit leaves behind a predictor, so that digital silence is no measure of anything. */
const LEAST = 2 / 32_768;

export interface Span {
  readonly from: number;
  readonly end: number;
}

/** The strongest break in each of the spans, which follow one another. Near the ends of `samples` less surrounds them. */
export function breaksOf(samples: Float64Array, rate: number, spans: readonly Span[]): (Break | null)[] {
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) return [];
  const around = Math.round(PARAMETERS.aroundSeconds.value * rate);
  const errors = predictionErrors(samples, rate, Math.max(0, first.from - around), Math.min(samples.length, last.end + around));
  return spans.map(({ from, end }) => {
    let [best, most] = [-1, 0];
    for (let n = from; n < end; n += 1) if (at(errors.both, n) > most) [best, most] = [n, at(errors.both, n)];
    if (best < 0) return null;
    const surroundings = Math.max(LEAST, greatestAround(errors.both, best, rate));
    return { sample: best, ratio: most / surroundings, unexplained: unexplained(samples, best, errors.predictorAt(best)) };
  });
}

interface Errors {
  /** At n: geometric mean of the error of n predicted from before and of n - 1 predicted from behind; 0 where there is too little sound. */
  readonly both: Float64Array;
  readonly predictorAt: (n: number) => Float64Array;
}

function predictionErrors(samples: Float64Array, rate: number, from: number, end: number): Errors {
  const order = PARAMETERS.predictorOrder.value;
  const hop = Math.round(2 * PARAMETERS.hopSeconds.value * rate);
  const extra = Math.max(0, Math.round((PARAMETERS.predictorSeconds.value * rate - hop) / 2));
  const both = new Float64Array(samples.length);
  // Frames lie on a grid of the samples given, so that the same place has the same predictor whatever span is asked for.
  const predictors = new Map<number, Float64Array>();
  for (let frame = Math.floor(from / hop); frame * hop < end; frame += 1) {
    const [start, stop] = [Math.max(0, frame * hop - extra), Math.min(samples.length, (frame + 1) * hop + extra)];
    if (stop - start <= 4 * order) continue;
    const { coefficients } = burg(samples.subarray(start, stop), order);
    predictors.set(frame, coefficients);
    for (let n = Math.max(from, frame * hop, order); n < Math.min(end, (frame + 1) * hop, samples.length - order); n += 1) {
      let [ahead, back] = [samples[n] ?? 0, samples[n - 1] ?? 0];
      for (let k = 0; k < order; k += 1) {
        const weight = coefficients[k] ?? 0;
        ahead -= weight * (samples[n - 1 - k] ?? 0);
        back -= weight * (samples[n + k] ?? 0);
      }
      both[n] = Math.sqrt(Math.abs(ahead * back));
    }
  }
  return { both, predictorAt: (n) => predictors.get(Math.floor(n / hop)) ?? new Float64Array(order) };
}

function greatestAround(errors: Float64Array, place: number, rate: number): number {
  const near = Math.round(PARAMETERS.nearSeconds.value * rate);
  const around = Math.round(PARAMETERS.aroundSeconds.value * rate);
  let most = 0;
  for (let n = Math.max(0, place - around); n < Math.min(errors.length, place + around); n += 1)
    if (Math.abs(n - place) > near) most = Math.max(most, at(errors, n));
  return most;
}

/** One wrong sample at m leaves its own height times (1, -a1, -a2, ...) behind it: what the best m near the place leaves of the error's energy. */
function unexplained(samples: Float64Array, place: number, coefficients: Float64Array): number {
  const order = coefficients.length;
  const errors = new Float64Array(order + 4);
  for (let k = 0; k < errors.length; k += 1) {
    const n = place - 2 + k;
    let error = samples[n] ?? 0;
    for (let i = 0; i < order; i += 1) error -= at(coefficients, i) * (samples[n - 1 - i] ?? 0);
    errors[k] = error;
  }
  const total = errors.reduce((sum, value) => sum + value * value, 0);
  let explained = 0;
  for (let start = 0; start < 4; start += 1) {
    let [product, energy] = [0, 0];
    for (let k = start; k < Math.min(errors.length, start + order + 1); k += 1) {
      const answer = k === start ? 1 : -at(coefficients, k - start - 1);
      product += answer * at(errors, k);
      energy += answer * answer;
    }
    explained = Math.max(explained, (product * product) / energy);
  }
  return total > 0 ? Math.max(0, 1 - explained / total) : 0;
}
