/**
 * How many coefficients of a frame are nearly zero, at one offset or at every one.
 *
 * [Note: small coefficients] A coder of the AAC family takes frames of 2048 samples, 1024 apart, through an MDCT (Princen, Johnson & Bradley 1987) and rounds
 * its coefficients, many of them to zero. The same MDCT of the decoded sound, in the same frames and with the same window, gives those coefficients
 * again; in any other frames they are mixed with others. Beside each coefficient X stands that of the MDST, Y; in sound that was not coded in
 * these frames the phase of X + jY is any, so the share of coefficients with X² < r (X² + Y²) is (2/π) asin √r, whatever the sound and its level.
 *
 * With the window as a series w(n) = Σ c_m sin((2m + 1) π (n + ½) / 2048), X + jY of coefficient k is, but for a phase that does not depend on the sound,
 * Σ c_m (S(k + 1 + m) - S(k - m)) / 2 with S(k) = Σ x(n) exp(j 2π k (n + ½) / 2048): and S of the next sample follows from S by one turn and one
 * difference (sliding DFT, Jacobsen & Lyons 2003). So all offsets of a frame cost three additions for each coefficient, and no transform.
 */
import { at } from '../../../base/at.ts';
import { RealFft } from '../../signal/real-fft.ts';
import { bessel } from './bessel.ts';
import { PARAMETERS } from './parameters.ts';

export const FRAME = PARAMETERS.frameSamples.value;
/** Samples that one frame's transform sees. */
export const SPAN = 2 * FRAME;
const FIRST = PARAMETERS.firstCoefficient.value;
const COUNT = PARAMETERS.coefficients.value;
const SHARE = PARAMETERS.smallShare.value;
/** Of the orthonormal transform the power is |D|² / 2048 with D = 2 (X + jY) here. */
const LEAST = PARAMETERS.leastPower.value * SPAN;
/** Expected share of small coefficients in sound that was not coded in these frames. */
export const BY_CHANCE = (2 / Math.PI) * Math.asin(Math.sqrt(SHARE));

/** First terms of the sine series of the Kaiser-Bessel-derived window of AAC (α = 4); the next is 42 dB below the first. */
const TERMS = windowSeries();
const [C0, C1, C2] = TERMS;
const REACH = 2;
const BASE = FIRST - REACH;
const LINES = COUNT + 1 + 2 * REACH;

/** Coefficients that were strong enough to be asked, and those of them that are small. */
export interface Tally {
  tested: number;
  small: number;
}

/** By how many standard deviations more coefficients are small than by chance (binomial); `null` where too few were asked. */
export function contrast({ tested, small }: Tally): number | null {
  if (tested < PARAMETERS.fewestTested.value) return null;
  return (small - tested * BY_CHANCE) / Math.sqrt(tested * BY_CHANCE * (1 - BY_CHANCE));
}

/** Reads frames one by one or slides along the samples; holds only what depends on the transform's length. */
export class FrameTrace {
  readonly #fft = new RealFft(SPAN);
  readonly #re = new Float64Array(LINES);
  readonly #im = new Float64Array(LINES);
  readonly #cos = lineTable(Math.cos, 1);
  readonly #sin = lineTable(Math.sin, 1);
  readonly #halfCos = lineTable(Math.cos, 0.5);
  readonly #halfSin = lineTable(Math.sin, 0.5);

  /** Adds the frame of SPAN samples that begins at `from`. */
  frame(samples: Float64Array, from: number, tally: Tally): void {
    this.#begin(samples, from);
    this.#count(tally);
  }

  /** For each offset 0 .. 1023 from `from` the tally of `frames` frames, 1024 apart; reads (frames + 1) · 1024 + 1023 samples. */
  scan(samples: Float64Array, from: number, frames: number): Tally[] {
    const tallies = Array.from({ length: FRAME }, () => ({ tested: 0, small: 0 }));
    this.#begin(samples, from);
    for (let shift = 0; shift < frames * FRAME; shift += 1) {
      if (shift > 0) this.#slide((samples[from + shift - 1 + SPAN] ?? 0) - (samples[from + shift - 1] ?? 0));
      this.#count(at(tallies, shift % FRAME));
    }
    return tallies;
  }

  #begin(samples: Float64Array, from: number): void {
    this.#fft.transform(samples.subarray(from, from + SPAN));
    const [halfCos, halfSin] = [this.#halfCos, this.#halfSin];
    for (let i = 0; i < LINES; i += 1) {
      // S(k) is the conjugate of the transform, turned by half a sample.
      const [re, im] = [this.#fft.re[BASE + i] ?? 0, -(this.#fft.im[BASE + i] ?? 0)];
      this.#re[i] = re * (halfCos[i] ?? 0) - im * (halfSin[i] ?? 0);
      this.#im[i] = im * (halfCos[i] ?? 0) + re * (halfSin[i] ?? 0);
    }
  }

  #slide(difference: number): void {
    const re = this.#re;
    const im = this.#im;
    const [cos, sin, halfCos, halfSin] = [this.#cos, this.#sin, this.#halfCos, this.#halfSin];
    for (let i = 0; i < LINES; i += 1) {
      const a = re[i] ?? 0;
      const b = im[i] ?? 0;
      const c = cos[i] ?? 0;
      const s = sin[i] ?? 0;
      re[i] = a * c + b * s + difference * (halfCos[i] ?? 0);
      im[i] = b * c - a * s - difference * (halfSin[i] ?? 0);
    }
  }

  /** The innermost loop: six lines of S are held at a time, every index lies inside. The phase of coefficient k is π/2 (k + ½), so 2 X² = (Re ± Im)². */
  #count(tally: Tally): void {
    const re = this.#re;
    const im = this.#im;
    let [r0, r1, r2, r3, r4] = [re[0] ?? 0, re[1] ?? 0, re[2] ?? 0, re[3] ?? 0, re[4] ?? 0];
    let [i0, i1, i2, i3, i4] = [im[0] ?? 0, im[1] ?? 0, im[2] ?? 0, im[3] ?? 0, im[4] ?? 0];
    let sign = FIRST % 2 === 0 ? 1 : -1;
    let tested = 0;
    let small = 0;
    for (let k = 0; k < COUNT; k += 1) {
      const r5 = re[k + 5] ?? 0;
      const i5 = im[k + 5] ?? 0;
      const dr = C0 * (r3 - r2) + C1 * (r4 - r1) + C2 * (r5 - r0);
      const di = C0 * (i3 - i2) + C1 * (i4 - i1) + C2 * (i5 - i0);
      const power = dr * dr + di * di;
      if (power > LEAST) {
        const x = dr + sign * di;
        tested += 1;
        if (x * x < 2 * SHARE * power) small += 1;
      }
      sign = -sign;
      r0 = r1;
      r1 = r2;
      r2 = r3;
      r3 = r4;
      r4 = r5;
      i0 = i1;
      i1 = i2;
      i2 = i3;
      i3 = i4;
      i4 = i5;
    }
    tally.tested += tested;
    tally.small += small;
  }
}

/** For each line its turn of a whole (1) or half (0.5) sample. */
function lineTable(of: (angle: number) => number, samples: number): Float64Array {
  return Float64Array.from({ length: LINES }, (_, i) => of((2 * Math.PI * (BASE + i) * samples) / SPAN));
}

function windowSeries(): readonly [number, number, number] {
  const window = kaiserBesselDerived(FRAME, 4);
  const term = (m: number): number =>
    (2 / SPAN) * window.reduce((sum, value, n) => sum + value * Math.sin(((2 * m + 1) * Math.PI * (n + 0.5)) / SPAN), 0);
  return [term(0), term(1), term(2)];
}

/** Window of 2 · `half` samples: square root of the running sum of a Kaiser window of half + 1 samples and shape πα (ISO/IEC 14496-3). */
export function kaiserBesselDerived(half: number, alpha: number): Float64Array {
  const sums = new Float64Array(half + 1);
  let sum = 0;
  for (let n = 0; n <= half; n += 1) {
    sum += bessel(Math.PI * alpha * Math.sqrt(1 - ((2 * n) / half - 1) ** 2));
    sums[n] = sum;
  }
  return Float64Array.from({ length: 2 * half }, (_, n) => Math.sqrt((sums[n < half ? n : 2 * half - 1 - n] ?? 0) / sum));
}
