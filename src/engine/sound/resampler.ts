/** Changes the sample rate of a signal by a rational factor: windowed-sinc interpolation, one channel, in pieces of any length. */
import { assert } from '../../base/assert.ts';
import { at } from '../../base/at.ts';

/** Zero crossings of the sinc on each side, at the lower of the two rates: 1.5 ms of reach at 16 kHz. */
const CROSSINGS = 24;
/** Cut-off (half amplitude) as a share of the lower Nyquist frequency; below 0.8 of it tones come out within 2e-4 (tested). */
const ROLL_OFF = 0.96;
/** Kaiser window: side lobes under -90 dB. */
const BETA = 9;

/**
 * Output sample m stands exactly at m / toRate seconds after the first input sample: the filter's own delay is taken out.
 * Theory and windows: Smith JO, "Digital Audio Resampling" (ccrma.stanford.edu/~jos/resample); Kaiser 1974 for the window.
 * The state is only the last few inputs, so a signal that is pushed in other pieces gives the same output, bit by bit.
 */
export class Resampler {
  readonly #up: number;
  readonly #down: number;
  readonly #reach: number;
  /** One row of 2 x reach taps for each phase. */
  readonly #taps: Float64Array;
  #kept = new Float32Array(0);
  /** Input index of kept[0]; inputs before 0 are zeros. */
  #keptFrom: number;
  #inputs = 0;
  #outputs = 0;

  constructor(fromRate: number, toRate: number) {
    assert(Number.isInteger(fromRate) && Number.isInteger(toRate) && fromRate > 0 && toRate > 0, 'rates are whole and positive');
    const common = greatestCommonDivisor(fromRate, toRate);
    this.#up = toRate / common;
    this.#down = fromRate / common;
    const stretch = Math.max(1, fromRate / toRate);
    this.#reach = Math.ceil(CROSSINGS * stretch);
    this.#taps = makeTaps(this.#up, this.#reach, stretch);
    this.#keptFrom = -this.#reach;
    this.#kept = new Float32Array(this.#reach);
  }

  /** The outputs that need no input beyond these. */
  push(input: Float32Array): Float32Array {
    const joined = new Float32Array(this.#kept.length + input.length);
    joined.set(this.#kept);
    joined.set(input, this.#kept.length);
    this.#kept = joined;
    this.#inputs += input.length;
    return this.#take(Number.POSITIVE_INFINITY);
  }

  /** The rest, as if silence followed: in all, as many outputs as lie before the end of the input. */
  flush(): Float32Array {
    const total = Math.ceil((this.#inputs * this.#up) / this.#down);
    const joined = new Float32Array(this.#kept.length + this.#reach + 1);
    joined.set(this.#kept);
    this.#kept = joined;
    return this.#take(total);
  }

  #take(total: number): Float32Array {
    const end = this.#keptFrom + this.#kept.length;
    const ready = Math.max(0, Math.min(total, Math.floor(((end - this.#reach - 1) * this.#up) / this.#down) + 1) - this.#outputs);
    const out = new Float32Array(ready);
    const width = 2 * this.#reach;
    for (let k = 0; k < ready; k += 1) {
      const position = (this.#outputs + k) * this.#down;
      const whole = Math.floor(position / this.#up);
      const row = (position % this.#up) * width;
      const first = whole - this.#reach + 1 - this.#keptFrom;
      let sum = 0;
      for (let tap = 0; tap < width; tap += 1) sum += at(this.#taps, row + tap) * at(this.#kept, first + tap);
      out[k] = sum;
    }
    this.#outputs += ready;
    const needed = Math.floor((this.#outputs * this.#down) / this.#up) - this.#reach + 1;
    const drop = Math.max(0, Math.min(this.#kept.length, needed - this.#keptFrom));
    this.#kept = this.#kept.slice(drop);
    this.#keptFrom += drop;
    return out;
  }
}

/** Tap t of phase p weighs the input at distance (t - reach + 1) - p / up from the output; each row sums to one. */
function makeTaps(up: number, reach: number, stretch: number): Float64Array {
  const width = 2 * reach;
  const taps = new Float64Array(up * width);
  const cutOff = ROLL_OFF / stretch;
  for (let phase = 0; phase < up; phase += 1) {
    let sum = 0;
    for (let tap = 0; tap < width; tap += 1) {
      const distance = tap - reach + 1 - phase / up;
      const value = sinc(cutOff * distance) * kaiser(distance / reach);
      taps[phase * width + tap] = value;
      sum += value;
    }
    for (let tap = 0; tap < width; tap += 1) taps[phase * width + tap] = at(taps, phase * width + tap) / sum;
  }
  return taps;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Kaiser's window on -1..1. */
const kaiser = (x: number): number => (Math.abs(x) > 1 ? 0 : bessel0(BETA * Math.sqrt(1 - x * x)) / bessel0(BETA));

/** Modified Bessel function of the first kind and order 0, by its power series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** A whole piece at once, zeros before and behind it; the piece itself where the rates are alike. */
export function resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  if (fromRate === toRate) return samples;
  const resampler = new Resampler(fromRate, toRate);
  const [body, rest] = [resampler.push(samples), resampler.flush()];
  const all = new Float32Array(body.length + rest.length);
  all.set(body);
  all.set(rest, body.length);
  return all;
}
