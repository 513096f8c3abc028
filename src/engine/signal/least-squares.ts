/** Linear least squares for a handful of unknowns, and a robust form of it that gives less weight to what does not fit. */
import { at } from '../../base/at.ts';
import { median } from './stats.ts';

interface RobustFit {
  readonly coefficients: number[];
  /** Weight of each row in the last round, 0..1 times the weight that was given. */
  readonly weights: Float64Array;
  /** Robust standard deviation of the residuals (1.4826 times their median size). */
  readonly deviation: number;
}

/** The rows of a design matrix, all of one length, one after the other: films have ten thousands of rows. */
export function designOf(rows: readonly (readonly number[])[]): Float64Array {
  const columns = rows[0]?.length ?? 0;
  const design = new Float64Array(rows.length * columns);
  for (const [k, row] of rows.entries()) design.set(row, k * columns);
  return design;
}

/** Minimises sum of weights·(values - design·x)² + sum of ridge·x². Without a ridge the columns must be independent. */
export function leastSquares(
  design: Float64Array,
  values: Float64Array,
  weights: Float64Array,
  ridge: readonly number[] | null = null,
): number[] {
  const size = columnsOf(design, values);
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let k = 0; k < values.length; k += 1) {
    const weight = weights[k] ?? Number.NaN;
    const value = values[k] ?? Number.NaN;
    for (let i = 0; i < size; i += 1) {
      const scaled = weight * (design[k * size + i] ?? Number.NaN);
      right[i] = (right[i] ?? 0) + scaled * value;
      for (let j = 0; j <= i; j += 1) matrix[i * size + j] = (matrix[i * size + j] ?? 0) + scaled * (design[k * size + j] ?? Number.NaN);
    }
  }
  return solve(matrix, right, size, ridge);
}

const columnsOf = (design: Float64Array, values: Float64Array): number => (values.length === 0 ? 0 : design.length / values.length);

/** Cholesky's decomposition of a symmetric positive matrix (lower half given, the ridge added to it). A direction without any extent gets 0. */
function solve(matrix: Float64Array, right: Float64Array, size: number, ridge: readonly number[] | null): number[] {
  for (let i = 0; i < size; i += 1) matrix[i * size + i] = at(matrix, i * size + i) + (ridge === null ? 0 : at(ridge, i));
  const lower = matrix.slice();
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(lower, i * size + j);
      for (let k = 0; k < j; k += 1) sum -= at(lower, i * size + k) * at(lower, j * size + k);
      if (i > j) lower[i * size + j] = at(lower, j * size + j) === 0 ? 0 : sum / at(lower, j * size + j);
      else lower[i * size + i] = sum > 1e-12 * Math.max(1e-12, at(matrix, i * size + i)) ? Math.sqrt(sum) : 0;
    }
  }
  const x = Array.from(right);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = at(x, i) - at(lower, i * size + k) * at(x, k);
    x[i] = at(lower, i * size + i) === 0 ? 0 : at(x, i) / at(lower, i * size + i);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) x[i] = at(x, i) - at(lower, k * size + i) * at(x, k);
    x[i] = at(lower, i * size + i) === 0 ? 0 : at(x, i) / at(lower, i * size + i);
  }
  return x;
}

/** Beyond this many robust standard deviations a residual counts linearly (Huber's estimator; 1.345 gives 95 % efficiency, a little more is usual). */
const BEND = 1.5;
const SMALL = 1e-9;

/** Iteratively reweighted least squares with Huber's weights (Huber PJ, Robust estimation of a location parameter, Ann. Math. Stat. 35(1):73-101, 1964). */
export function robustFit(
  design: Float64Array,
  values: Float64Array,
  {
    weights: given = null,
    ridge = null,
    rounds = 6,
  }: { readonly weights?: Float64Array | null; readonly ridge?: readonly number[] | null; readonly rounds?: number } = {},
): RobustFit {
  const count = values.length;
  const columns = columnsOf(design, values);
  const base = given ?? new Float64Array(count).fill(1);
  const weights = base.slice();
  const sizes = new Float64Array(count);
  // Of those with a weight, one after the other.
  const counted = new Float64Array(count);
  let coefficients: number[] = [];
  let deviation = 0;
  for (let round = 0; round < rounds; round += 1) {
    coefficients = leastSquares(design, values, weights, ridge);
    let many = 0;
    for (let k = 0; k < count; k += 1) {
      let fitted = 0;
      for (let i = 0; i < columns; i += 1) fitted += (design[k * columns + i] ?? Number.NaN) * (coefficients[i] ?? Number.NaN);
      const size = Math.abs((values[k] ?? Number.NaN) - fitted);
      sizes[k] = size;
      if ((base[k] ?? 0) > 0) counted[many++] = size;
    }
    deviation = 1.4826 * median(counted.subarray(0, many));
    for (let k = 0; k < count; k += 1) weights[k] = (base[k] ?? 0) * Math.min(1, (BEND * deviation + SMALL) / ((sizes[k] ?? 0) + SMALL));
  }
  return { coefficients, weights, deviation };
}

/** Share of the weighted variance of the values that the fit explains; can be below 0. */
export function explained(design: Float64Array, values: Float64Array, { coefficients, weights }: RobustFit): number {
  const columns = columnsOf(design, values);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = weights.reduce((sum, weight, k) => sum + weight * at(values, k), 0) / total;
  let [left, spread] = [0, 0];
  for (const [k, weight] of weights.entries()) {
    const fitted = coefficients.reduce((sum, coefficient, i) => sum + at(design, k * columns + i) * coefficient, 0);
    left += weight * (at(values, k) - fitted) ** 2;
    spread += weight * (at(values, k) - mean) ** 2;
  }
  return spread > 0 ? 1 - left / spread : 0;
}
