/** Short-time spectra: a Gaussian window of stated length, levels relative to a full-scale sine. */
import { assert } from '../../base/assert.ts';
import { RealFft } from './real-fft.ts';

/** Nothing is written below this; digital silence is here. */
export const LEAST_DB = -200;

/**
 * The window of Praat's spectrograms: Gaussian, reaching e^-12 at its ends, over twice the stated length. Its -3 dB bandwidth is 1.298 / length
 * (Boersma 1993, appended note on Gaussian windows; Praat's manual, "Sound: To Spectrogram...").
 */
export function gaussianWindow(samples: number): Float64Array {
  const edge = Math.exp(-12);
  const middle = (samples - 1) / 2;
  return Float64Array.from({ length: samples }, (_, n) => {
    const phase = (n - middle) / (samples + 1);
    return (Math.exp(-48 * phase * phase) - edge) / (1 - edge);
  });
}

/** Spectra of one sample rate and window length. */
export class ShortTime {
  /** Samples under the window: twice the stated length. */
  readonly span: number;
  /** A power of two, at least twice the span: a tone that lies between two bins loses 0.11 dB at most. */
  readonly fftSize: number;
  readonly bins: number;
  readonly #fft: RealFft;
  readonly #window: Float64Array;
  readonly #frame: Float64Array;
  readonly #scale: number;

  constructor(sampleRate: number, lengthSeconds: number) {
    this.span = spanOf(sampleRate, lengthSeconds);
    this.fftSize = fftSizeOf(sampleRate, lengthSeconds);
    this.bins = this.fftSize / 2 + 1;
    this.#fft = new RealFft(this.fftSize);
    this.#window = gaussianWindow(this.span);
    this.#frame = new Float64Array(this.fftSize);
    // A sine of amplitude 1 has |X| = sum(window) / 2 at its own frequency.
    const sum = this.#window.reduce((total, weight) => total + weight, 0);
    this.#scale = 4 / (sum * sum);
  }

  /** Adds the power of the frame `samples[from .. from + span)` to `into`; 1 is a full-scale sine in its bin. Bins 0 and Nyquist count likewise. */
  add(samples: Float64Array, from: number, into: Float64Array): void {
    assert(from >= 0 && from + this.span <= samples.length && into.length === this.bins, 'a whole frame');
    const frame = this.#frame;
    const window = this.#window;
    const scale = this.#scale;
    for (let n = 0; n < this.span; n += 1) frame[n] = (samples[from + n] ?? 0) * (window[n] ?? 0);
    this.#fft.transform(frame);
    const { re, im } = this.#fft;
    for (let k = 0; k < this.bins; k += 1) into[k] = (into[k] ?? 0) + scale * ((re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2);
  }
}

export const spanOf = (sampleRate: number, lengthSeconds: number): number => Math.max(4, 2 * Math.round(sampleRate * lengthSeconds));

export const fftSizeOf = (sampleRate: number, lengthSeconds: number): number =>
  2 ** Math.ceil(Math.log2(2 * spanOf(sampleRate, lengthSeconds)));

/** 10 log10 of a power, never below LEAST_DB. */
export const decibels = (power: number): number => (power > 1e-20 ? 10 * Math.log10(power) : LEAST_DB);
