/** Order statistics and averages of plain numbers. */

/** By linear interpolation between the order statistics (Hyndman & Fan 1996, definition 7); 0 for no values. */
export function quantile(values: readonly number[] | Float64Array, q: number): number {
  const ordered = new Float64Array(values);
  const at = q * (ordered.length - 1);
  const [first, second] = [Math.floor(at), Math.ceil(at)];
  if (ordered.length < MANY || !ordered.every(isOrdinary)) ordered.sort();
  else order(ordered, first, second);
  const low = ordered[first] ?? 0;
  const high = ordered[second] ?? low;
  return low + (high - low) * (at - first);
}

/** Fewer are sorted as fast. */
const MANY = 100;

/** `<` orders it as sort() does: no NaN, and no zero with a sign. */
const isOrdinary = (value: number): boolean => value < 0 || value > 0 || Object.is(value, 0);

/** Puts what sort() would put at `first` and `second`, the same place or the next, there: Hoare's selection (Communications of the ACM 4(7):321, 1961). */
function order(values: Float64Array, first: number, second: number): void {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1] ?? 0;
    let i = from;
    let j = to;
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i += 1;
      while ((values[j] ?? 0) > pivot) j -= 1;
      if (i > j) break;
      const swapped = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = swapped;
      i += 1;
      j -= 1;
    }
    // Up to j no value is above the pivot, from i on none below it; what is between is the pivot.
    if (first <= j) to = j;
    else if (first >= i) from = i;
    else break;
  }
  if (second === first) return;
  let least = second;
  for (let k = second; k < values.length; k += 1) if ((values[k] ?? 0) < (values[least] ?? 0)) least = k;
  const next = values[least] ?? 0;
  values[least] = values[second] ?? 0;
  values[second] = next;
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
