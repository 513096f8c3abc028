/**
 * How unevenly the energy of short frames is delayed from one frequency to the next.
 *
 * The group delay of a frame x(n) at bin k is Re(conj X(k) · Y(k)) / |X(k)|², with X the transform of x(n) and Y that of n·x(n) (Oppenheim & Schafer,
 * Discrete-Time Signal Processing, "group delay"). Where one pulse makes up the frame it is the same in all bins; where noise does, it jumps.
 */
import { assert } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import { RealFft } from './real-fft.ts';

export interface DelayFrame {
  /** Mean and mean square of ln(|step| + STEP_FLOOR) over the band; a step is the change of group delay from bin to bin, in frame lengths. */
  readonly mean: number;
  readonly meanSquare: number;
  /** Power below `lowHz`, and from `highHz` to the band's end. */
  readonly low: number;
  readonly high: number;
}

interface Shape {
  readonly rate: number;
  readonly frameSamples: number;
  readonly fftSize: number;
  readonly bandHz: readonly [number, number];
  readonly lowHz: number;
  readonly highHz: number;
}

/** Keeps the logarithm finite; a ten-thousandth of a frame. */
const STEP_FLOOR = 1e-4;
/** Keeps the quotient finite; below the rounding of 24-bit sound. */
const POWER_FLOOR = 1e-15;

export class GroupDelay {
  readonly #shape: Shape;
  readonly #window: Float64Array;
  readonly #plain: RealFft;
  readonly #timed: RealFft;
  readonly #frame: Float64Array;
  readonly #weighted: Float64Array;

  constructor(shape: Shape) {
    assert(shape.frameSamples <= shape.fftSize, 'a frame fits the transform');
    this.#shape = shape;
    const length = shape.frameSamples;
    this.#window = Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / length));
    this.#plain = new RealFft(shape.fftSize);
    this.#timed = new RealFft(shape.fftSize);
    this.#frame = new Float64Array(shape.fftSize);
    this.#weighted = new Float64Array(shape.fftSize);
  }

  /** Frames of `samples` that overlap by half; those without any power are left out. */
  frames(samples: Float32Array): DelayFrame[] {
    const { frameSamples } = this.#shape;
    const all: DelayFrame[] = [];
    for (let from = 0; from + frameSamples <= samples.length; from += frameSamples >> 1) {
      const frame = this.#measure(samples, from);
      if (frame !== null) all.push(frame);
    }
    return all;
  }

  #measure(samples: Float32Array, from: number): DelayFrame | null {
    const { frameSamples, fftSize, rate, bandHz, lowHz, highHz } = this.#shape;
    let [energy, moment] = [0, 0];
    for (let n = 0; n < frameSamples; n += 1) {
      const value = at(samples, from + n) * at(this.#window, n);
      this.#frame[n] = value;
      energy += value * value;
      moment += n * value * value;
    }
    if (energy === 0) return null;
    // Times from the frame's centre of energy: the quotient then loses no digits to the delay that all bins share.
    const centre = moment / energy;
    for (let n = 0; n < frameSamples; n += 1) this.#weighted[n] = (n - centre) * at(this.#frame, n);
    this.#plain.transform(this.#frame);
    this.#timed.transform(this.#weighted);
    const bin = (hz: number): number => Math.round((hz / rate) * fftSize);
    const [first, end] = [bin(bandHz[0]), bin(bandHz[1])];
    let [sum, squares] = [0, 0];
    let before = this.#delay(first);
    for (let k = first; k < end; k += 1) {
      const next = this.#delay(k + 1);
      const step = Math.log(Math.abs(next - before) / frameSamples + STEP_FLOOR);
      sum += step;
      squares += step * step;
      before = next;
    }
    const [low, high] = [this.#sum(1, bin(lowHz) + 1), this.#sum(bin(highHz), end)];
    return { mean: sum / (end - first), meanSquare: squares / (end - first), low, high };
  }

  #sum(first: number, end: number): number {
    let sum = 0;
    for (let k = first; k < end; k += 1) sum += this.#power(k);
    return sum;
  }

  #power(k: number): number {
    return at(this.#plain.re, k) ** 2 + at(this.#plain.im, k) ** 2;
  }

  /** In samples from the centre of energy. */
  #delay(k: number): number {
    const product = at(this.#plain.re, k) * at(this.#timed.re, k) + at(this.#plain.im, k) * at(this.#timed.im, k);
    return product / (this.#power(k) + POWER_FLOOR);
  }
}

/** Variance of the logarithm of the steps over all bins of these frames. */
export function stepSpread(frames: readonly DelayFrame[]): number {
  const mean = frames.reduce((sum, frame) => sum + frame.mean, 0) / frames.length;
  return frames.reduce((sum, frame) => sum + frame.meanSquare, 0) / frames.length - mean ** 2;
}
