/** Order statistics and averages of plain numbers. */

/** By linear interpolation between the order statistics (Hyndman & Fan 1996, definition 7); 0 for no values. */
export function quantile(values: readonly number[] | Float64Array, q: number): number {
  const sorted = new Float64Array(values).sort();
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

/** 0 for no values. */
export function median(values: readonly number[] | Float64Array): number {
  return values.length === 0 ? 0 : quantile(values, 0.5);
}

/** Added up from the first to the last: results stay the same to the bit. Not a number for no values. */
export function mean(values: readonly number[] | Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Of the whole, not of a sample: the sum of squares over n. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
