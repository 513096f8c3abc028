/** Fourier transform of real rows whose length is a power of two, planned once for a length: what spectrograms and autocorrelations need. */
import { assert } from '../../base/assert.ts';
import { at } from '../../base/at.ts';

/**
 * Radix 2 (Cooley & Tukey 1965) over half the length, the even samples as real and the odd ones as imaginary parts
 * (Cooley, Lewis & Welch 1970). Results are unnormalised.
 */
export class RealFft {
  readonly size: number;
  /** Real and imaginary part for k = 0 .. size / 2 after `transform`. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly #half: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #order: Uint32Array;
  readonly #a: Float64Array;
  readonly #b: Float64Array;

  constructor(size: number) {
    assert(size >= 4 && (size & (size - 1)) === 0, 'a length that is a power of two');
    this.size = size;
    this.#half = size / 2;
    this.re = new Float64Array(this.#half + 1);
    this.im = new Float64Array(this.#half + 1);
    this.#cos = Float64Array.from({ length: this.#half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: this.#half }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
    this.#a = new Float64Array(this.#half);
    this.#b = new Float64Array(this.#half);
    this.#order = new Uint32Array(this.#half);
    for (let i = 0, j = 0; i < this.#half; i += 1) {
      this.#order[i] = j;
      let bit = this.#half >> 1;
      for (; bit > 0 && (j & bit) !== 0; bit >>= 1) j ^= bit;
      j ^= bit;
    }
  }

  /** Fills `re` and `im` from `size` real values. */
  transform(values: Float64Array): void {
    const { re, im } = this;
    const half = this.#half;
    const a = this.#a;
    const b = this.#b;
    for (let i = 0; i < half; i += 1) {
      const from = 2 * (this.#order[i] ?? 0);
      a[i] = values[from] ?? 0;
      b[i] = values[from + 1] ?? 0;
    }
    this.#butterflies();
    for (let k = 0; k <= half; k += 1) {
      const p = k === half ? 0 : k;
      const q = k === 0 ? 0 : half - k;
      const [aP, aQ, bP, bQ] = [a[p] ?? 0, a[q] ?? 0, b[p] ?? 0, b[q] ?? 0];
      const evenRe = (aP + aQ) / 2;
      const evenIm = (bP - bQ) / 2;
      const oddRe = (bP + bQ) / 2;
      const oddIm = (aQ - aP) / 2;
      const cos = k === half ? -1 : (this.#cos[k] ?? 0);
      const sin = k === half ? 0 : (this.#sin[k] ?? 0);
      re[k] = evenRe + oddRe * cos - oddIm * sin;
      im[k] = evenIm + oddRe * sin + oddIm * cos;
    }
  }

  /** |X(k)|² for k = 0 .. size / 2. */
  power(values: Float64Array, into: Float64Array): void {
    this.transform(values);
    for (let k = 0; k <= this.#half; k += 1) into[k] = (this.re[k] ?? 0) ** 2 + (this.im[k] ?? 0) ** 2;
  }

  #butterflies(): void {
    const a = this.#a;
    const b = this.#b;
    const cosines = this.#cos;
    const sines = this.#sin;
    for (let length = 2; length <= this.#half; length <<= 1) {
      const gap = length >> 1;
      const step = this.size / length;
      for (let start = 0; start < this.#half; start += length) {
        // The innermost loop: no calls, no tuples; every index lies inside by the loops' bounds.
        for (let near = start, far = start + gap, turn = 0; near < start + gap; near += 1, far += 1, turn += step) {
          const cos = cosines[turn] ?? 0;
          const sin = sines[turn] ?? 0;
          const farRe = a[far] ?? 0;
          const farIm = b[far] ?? 0;
          const nearRe = a[near] ?? 0;
          const nearIm = b[near] ?? 0;
          const re = farRe * cos - farIm * sin;
          const im = farRe * sin + farIm * cos;
          a[far] = nearRe - re;
          b[far] = nearIm - im;
          a[near] = nearRe + re;
          b[near] = nearIm + im;
        }
      }
    }
  }
}

/**
 * Autocorrelation r(0 .. lags) of `values` by the power spectrum (Wiener-Khinchin); `fft.size` must be at least values.length + lags,
 * so that the ends do not wrap.
 */
export function autocorrelation(values: Float64Array, lags: number, fft: RealFft): Float64Array {
  assert(fft.size >= values.length + lags, 'room for the lags');
  const padded = new Float64Array(fft.size);
  padded.set(values);
  const half = fft.size / 2;
  const power = new Float64Array(half + 1);
  fft.power(padded, power);
  // The spectrum is real and even, so the transform forward is the one back.
  for (let k = 0; k <= half; k += 1) padded[k] = at(power, k);
  for (let k = 1; k < half; k += 1) padded[fft.size - k] = at(power, k);
  fft.transform(padded);
  return Float64Array.from({ length: lags + 1 }, (_, lag) => at(fft.re, lag) / fft.size);
}
