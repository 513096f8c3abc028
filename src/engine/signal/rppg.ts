/**
 * The pulse in the mean colour of skin (remote photoplethysmography), by two published projections.
 * POS: W. Wang, A. C. den Brinker, S. Stuijk, G. de Haan, Algorithmic principles of remote PPG, IEEE Trans. Biomed. Eng. 64(7):1479-1491, 2017.
 * CHROM: G. de Haan, V. Jeanne, Robust pulse rate from chrominance-based rPPG, IEEE Trans. Biomed. Eng. 60(10):2878-2886, 2013.
 */
import { assert } from '../../base/assert.ts';

/** Mean colours of a patch of skin on an even clock: three series of one length, linear in the picture's 8-bit values, all above zero. */
export interface ColourTrace {
  readonly r: readonly number[];
  readonly g: readonly number[];
  readonly b: readonly number[];
}

/** Both papers work in short stretches of 1.6 s and add them up with overlap; so do these, in `stretch` samples (1.6 s times the rate). */
export function pos(trace: ColourTrace, stretch: number): number[] {
  return overlapAdd(trace, stretch, (r, g, b) => {
    // Algorithm 1, step 6: S = [0 1 -1; -2 1 1] Cn
    const s1 = g.map((v, i) => v - (b[i] ?? 0));
    const s2 = g.map((v, i) => v + (b[i] ?? 0) - 2 * (r[i] ?? 0));
    // Step 7: h = S1 + (sigma(S1) / sigma(S2)) S2
    const alpha = ratio(deviation(s1), deviation(s2));
    return s1.map((v, i) => v + alpha * (s2[i] ?? 0));
  });
}

/** Its sign is turned to that of POS (both rise with the green channel), so that the two can be compared. */
export function chrom(trace: ColourTrace, stretch: number): number[] {
  return overlapAdd(trace, stretch, (r, g, b) => {
    // On normalised colours: Xs = 3 Rn - 2 Gn, Ys = 1.5 Rn + Gn - 1.5 Bn
    const xs = r.map((v, i) => 3 * v - 2 * (g[i] ?? 0));
    const ys = r.map((v, i) => 1.5 * v + (g[i] ?? 0) - 1.5 * (b[i] ?? 0));
    // S = Xf - alpha Yf with alpha = sigma(Xf) / sigma(Yf)
    const alpha = ratio(deviation(xs), deviation(ys));
    return xs.map((v, i) => alpha * (ys[i] ?? 0) - v);
  });
}

type Projection = (r: Float64Array, g: Float64Array, b: Float64Array) => Float64Array;

/** Divides each stretch by its mean (temporal normalisation), projects it, removes the mean and adds it under a Hann window. */
function overlapAdd({ r, g, b }: ColourTrace, stretch: number, project: Projection): number[] {
  assert(stretch >= 4 && r.length === g.length && g.length === b.length, 'three series of one length and a stretch of some samples');
  const out = new Float64Array(r.length);
  const weight = new Float64Array(r.length);
  const hop = Math.max(1, Math.floor(stretch / 8));
  for (let from = 0; from + stretch <= r.length; from += hop) {
    const part = (channel: readonly number[]): Float64Array => {
      const values = new Float64Array(channel.slice(from, from + stretch));
      const level = mean(values);
      return values.map((v) => ratio(v, level));
    };
    const h = project(part(r), part(g), part(b));
    const level = mean(h);
    for (let i = 0; i < stretch; i++) {
      const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / stretch);
      out[from + i] = (out[from + i] ?? 0) + w * ((h[i] ?? 0) - level);
      weight[from + i] = (weight[from + i] ?? 0) + w;
    }
  }
  return Array.from(out, (v, i) => ratio(v, weight[i] ?? 0));
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum / Math.max(1, values.length);
}

function deviation(values: Float64Array): number {
  const level = mean(values);
  let squares = 0;
  for (const v of values) squares += (v - level) ** 2;
  return Math.sqrt(squares / Math.max(1, values.length));
}

/** 0 where nothing varies or nothing is there: such a stretch has no pulse to show. */
const ratio = (a: number, b: number): number => (b > 0 ? a / b : 0);
