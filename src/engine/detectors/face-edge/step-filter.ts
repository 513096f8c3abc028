/** A step between two straight stretches, as a filter: its answer is the height of the step beyond the slope on either side. */
import { at } from '../../../base/at.ts';

const kept = new Map<string, Float64Array>();

/**
 * Least squares of level, slope and a smooth step over `width` values, to 2 * half + 1 of them: the weights of the step's height (the step
 * made orthogonal to level and slope, over its own square; Frisch and Waugh 1933).
 */
export function stepFilter(width: number, half: number): Float64Array {
  const key = `${String(width)}/${String(half)}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const count = 2 * half + 1;
  const step = Float64Array.from({ length: count }, (_, k) => {
    const t = Math.min(1, Math.max(0, (k - half) / width + 0.5));
    return t * t * (3 - 2 * t);
  });
  const mean = step.reduce((sum, value) => sum + value, 0) / count;
  let [along, square] = [0, 0];
  for (let k = 0; k < count; k += 1) {
    along += (k - half) * at(step, k);
    square += (k - half) ** 2;
  }
  const rest = step.map((value, k) => value - mean - (along / square) * (k - half));
  const norm = rest.reduce((sum, value) => sum + value * value, 0);
  const weights = rest.map((value) => value / norm);
  kept.set(key, weights);
  return weights;
}

/** From place `first` to `last`; `NaN` elsewhere, where the filter does not fit into the profile, and where it meets a gap in it. */
export function filtered(profile: Float64Array, weights: Float64Array, first: number, last: number): Float64Array {
  const half = (weights.length - 1) / 2;
  const out = new Float64Array(profile.length).fill(Number.NaN);
  const end = Math.min(last, profile.length - half - 1);
  let k = Math.max(first, half);
  // Four places at a time: their sums do not wait for each other, and each is added up in the same order as alone.
  for (; k + 3 <= end; k += 4) {
    let one = 0;
    let two = 0;
    let three = 0;
    let four = 0;
    for (let j = 0, from = k - half; j < weights.length; j += 1, from += 1) {
      const weight = weights[j] ?? Number.NaN;
      one += weight * (profile[from] ?? Number.NaN);
      two += weight * (profile[from + 1] ?? Number.NaN);
      three += weight * (profile[from + 2] ?? Number.NaN);
      four += weight * (profile[from + 3] ?? Number.NaN);
    }
    out[k] = one;
    out[k + 1] = two;
    out[k + 2] = three;
    out[k + 3] = four;
  }
  for (; k <= end; k += 1) {
    let sum = 0;
    for (let j = 0; j < weights.length; j += 1) sum += (weights[j] ?? Number.NaN) * (profile[k - half + j] ?? Number.NaN);
    out[k] = sum;
  }
  return out;
}
