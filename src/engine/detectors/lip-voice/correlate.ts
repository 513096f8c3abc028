/** How two curves on one even clock go together when one is shifted against the other. */
import { at } from '../../../base/at.ts';

/** A Gauss-weighted mean round each point; at the ends the weights that are left count. `sigma` in grid steps. */
export function smoothed(values: Float64Array, sigma: number): Float64Array {
  const reach = Math.ceil(3 * sigma);
  const weights = Float64Array.from({ length: reach + 1 }, (_, k) => Math.exp(-0.5 * (k / sigma) ** 2));
  return values.map((_, i) => {
    let sum = 0;
    let total = 0;
    for (let j = Math.max(0, i - reach); j <= Math.min(values.length - 1, i + reach); j += 1) {
      const weight = at(weights, Math.abs(i - j));
      sum += weight * at(values, j);
      total += weight;
    }
    return sum / total;
  });
}

/** Pearson's correlation of `later[i + lag]` with `earlier[i]`; 0 where one of them does not change. */
export function correlation(later: Float64Array, earlier: Float64Array, lag: number): number {
  const from = Math.max(0, -lag);
  const to = Math.min(earlier.length, later.length - lag);
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let i = from; i < to; i += 1) {
    const x = at(later, i + lag);
    const y = at(earlier, i);
    a += x;
    b += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const n = to - from;
  const spread = (aa - (a * a) / n) * (bb - (b * b) / n);
  return spread > 1e-18 ? (ab - (a * b) / n) / Math.sqrt(spread) : 0;
}

/** Turned round by `steps`: what leaves at the end comes in at the front. */
export function rolled(values: Float64Array, steps: number): Float64Array {
  const { length } = values;
  return values.map((_, i) => at(values, (((i - steps) % length) + length) % length));
}

/** Index of the maximum with a parabola through its neighbours. */
export function peak(values: readonly number[]): { readonly at: number; readonly value: number } {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if (at(values, i) > at(values, best)) best = i;
  const [before, here, after] = [values[best - 1], at(values, best), values[best + 1]];
  if (before === undefined || after === undefined) return { at: best, value: here };
  const bend = before - 2 * here + after;
  const shift = bend < 0 ? (0.5 * (before - after)) / bend : 0;
  return { at: best + shift, value: here };
}
