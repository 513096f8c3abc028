/** Level and flatness of the sound in one band, window after window: what noise without periods, such as breath, is told by. */
import { RealFft } from './real-fft.ts';

export interface BandFrame {
  /** Mean power in the band, dB relative to a full-scale square wave. */
  readonly levelDb: number;
  /** Geometric over arithmetic mean of the power of its bins, dB: about -2.5 for white noise, lower the more single bins stand out. */
  readonly flatnessDb: number;
}

interface Shape {
  readonly rate: number;
  readonly windowSamples: number;
  readonly bandHz: readonly [number, number];
}

/** Far below the last bit of 24-bit sound. */
const LEAST_POWER = 1e-14;

/** Measures under a Hann window of this shape. */
export class NoiseBand {
  readonly #shape: Shape;
  readonly #fft: RealFft;
  readonly #window: Float64Array;
  readonly #frame: Float64Array;
  readonly #scale: number;

  constructor(shape: Shape) {
    this.#shape = shape;
    this.#fft = new RealFft(2 ** Math.ceil(Math.log2(shape.windowSamples)));
    this.#window = Float64Array.from(
      { length: shape.windowSamples },
      (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / shape.windowSamples),
    );
    this.#frame = new Float64Array(this.#fft.size);
    // Both halves of the spectrum; the sum over all bins is then the mean square under the window.
    this.#scale = 2 / (this.#window.reduce((sum, weight) => sum + weight * weight, 0) * this.#fft.size);
  }

  /** `null` where the window does not lie within `samples`. */
  at(samples: Float32Array, from: number): BandFrame | null {
    const { rate, windowSamples, bandHz } = this.#shape;
    if (from < 0 || from + windowSamples > samples.length) return null;
    for (let n = 0; n < windowSamples; n += 1) this.#frame[n] = (samples[from + n] ?? 0) * (this.#window[n] ?? 0);
    this.#fft.transform(this.#frame);
    const [low, high] = bandHz.map((hz) => Math.ceil((hz / rate) * this.#fft.size)) as [number, number];
    let [sum, logs] = [0, 0];
    for (let k = low; k < high; k += 1) {
      const power = this.#scale * ((this.#fft.re[k] ?? 0) ** 2 + (this.#fft.im[k] ?? 0) ** 2) + LEAST_POWER;
      sum += power;
      logs += Math.log(power);
    }
    const bins = high - low;
    return { levelDb: 10 * Math.log10(sum), flatnessDb: 10 * Math.log10(Math.exp(logs / bins) / (sum / bins)) };
  }
}
