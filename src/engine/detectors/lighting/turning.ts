/**
 * Does the light stay where it is when the head turns? Skin patch p of brightness a(p) under light s sends log I(p, t) = log g(t) + log a(p) + s·n(p, t), to first
 * order in the normal. Taking away the mean of each patch and of each frame removes the skin's own tones and the exposure; what is left follows
 * the turning of the normals: with slope 1 if the light stays in the scene, with slope 0 if the shading was carried along with the face.
 */
import { at } from '../../../base/at.ts';
import { dot, leastSquares, robustFit } from '../../signal/least-squares.ts';
import { median } from '../../signal/stats.ts';
import { spread } from '../../faces/face-light.ts';
import { PARAMETERS } from './parameters.ts';
import { PATCHES } from '../../faces/skin-patches.ts';
import { detailOf, meanOf, type Sample } from './series.ts';

export interface Turning {
  /** Slope of the change of shading that was seen on the one that light fixed in the scene would give. */
  readonly slope: number;
  /** Standard error, from a jackknife over ten stretches of time. */
  readonly error: number;
  /** Root mean square of the change that light fixed in the scene would give, log light. */
  readonly expected: number;
  readonly samples: number;
}

/** Of the jackknife, as `Turning.error` says. Our choice. */
const STRETCHES = 10;
/** Rounds of weighing patches by how well they fit, and sweeps that take means of rows and columns away. Our choice. */
const ROUNDS = 4;
const CENTRINGS = 12;

/** `null` where there are too few samples or patches. */
export function turningOf(all: readonly Sample[]): Turning | null {
  const samples = thinned(all, PARAMETERS.mostSamples.value);
  if (samples.length < PARAMETERS.minimumSamples.value) return null;
  const details = samples.map(detailOf);
  const kept = PATCHES.flatMap((_, k) => {
    const seen = details.filter(({ skin }) => !Number.isNaN(at(skin, k))).length;
    return seen >= PARAMETERS.keptShare.value * samples.length ? [k] : [];
  });
  if (kept.length < PARAMETERS.minimumPatches.value) return null;

  const [lx, ly] = [meanOf(samples, ({ light }) => light[0]), meanOf(samples, ({ light }) => light[1])];
  const columns = kept.length;
  const size = samples.length * columns;
  const [seen, across, along, away] = [new Float64Array(size), new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (const [t, { skin, normals }] of details.entries()) {
    for (const [c, k] of kept.entries()) {
      const value = at(skin, k);
      if (Number.isNaN(value)) continue;
      const [x, y, z] = [at(normals, 3 * k), at(normals, 3 * k + 1), at(normals, 3 * k + 2)];
      const place = t * columns + c;
      seen[place] = 1;
      across[place] = value;
      along[place] = lx * x + ly * y;
      away[place] = z;
    }
  }

  const places = Array.from(seen.keys()).filter((place) => seen[place] === 1);
  let trust = kept.map(() => 1);
  let fit = { design: [] as number[][], values: [] as number[], weights: [] as number[], expected: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const weights = seen.map((one, place) => one * at(trust, place % columns));
    const [values, expected, towards] = [across, along, away].map((field) => centred(field, weights, columns)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const design = places.map((place) => [at(expected, place), at(towards, place)]);
    const given = places.map((place) => at(weights, place));
    const seenValues = places.map((place) => at(values, place));
    const robust = robustFit(design, seenValues, { weights: given, ridge: RIDGE, rounds: 4 });
    const total = given.reduce((sum, weight) => sum + weight, 0);
    const power = places.reduce((sum, place, k) => sum + at(given, k) * at(expected, place) ** 2, 0);
    fit = { design, values: seenValues, weights: robust.weights, expected: Math.sqrt(power / total) };
    trust = trustOf(places, columns, design, seenValues, robust.coefficients);
  }

  const slopeOf = (weights: readonly number[]): number => at(leastSquares(fit.design, fit.values, weights, RIDGE), 0);
  const without = Array.from({ length: STRETCHES }, (_, stretch) =>
    slopeOf(
      fit.weights.map((weight, k) =>
        Math.floor((Math.floor(at(places, k) / columns) * STRETCHES) / samples.length) === stretch ? 0 : weight,
      ),
    ),
  );
  return { slope: slopeOf(fit.weights), error: spread(without), expected: fit.expected, samples: samples.length };
}

/** Of the expected change and of brightness towards the camera: keeps the fit solvable where a head hardly turns. Our choice. */
const RIDGE = [1e-6, 1e-3];

const thinned = (samples: readonly Sample[], most: number): readonly Sample[] => {
  const step = Math.ceil(samples.length / most);
  return step <= 1 ? samples : samples.filter((_, k) => k % step === 0);
};

/** Weighted means of rows (frames) and columns (patches) taken away in turn until both are gone; missing places have weight 0. */
function centred(field: Float64Array, weights: Float64Array, columns: number): Float64Array {
  const out = field.slice();
  const rows = out.length / columns;
  const means = new Float64Array(columns);
  const totals = new Float64Array(columns);
  for (let place = 0; place < out.length; place += 1) totals[place % columns] = (totals[place % columns] ?? 0) + (weights[place] ?? 0);
  for (let round = 0; round < CENTRINGS; round += 1) {
    for (let row = 0; row < rows; row += 1) {
      const end = (row + 1) * columns;
      let sum = 0;
      let total = 0;
      for (let place = row * columns; place < end; place += 1) {
        sum += (weights[place] ?? 0) * (out[place] ?? 0);
        total += weights[place] ?? 0;
      }
      const mean = total > 0 ? sum / total : 0;
      for (let place = row * columns; place < end; place += 1) out[place] = (out[place] ?? 0) - mean;
    }
    // All columns at once, row after row as the values lie: for each of them the same order.
    means.fill(0);
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        const place = row * columns + column;
        means[column] = (means[column] ?? 0) + (weights[place] ?? 0) * (out[place] ?? 0);
      }
    for (let column = 0; column < columns; column += 1) {
      const total = totals[column] ?? 0;
      means[column] = total > 0 ? (means[column] ?? 0) / total : 0;
    }
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        const place = row * columns + column;
        out[place] = (out[place] ?? 0) - (means[column] ?? 0);
      }
  }
  return out;
}

/** Patches that hair, glare or expression disturb over time count less: the inverse of their own variance, bounded. */
function trustOf(
  places: readonly number[],
  columns: number,
  design: readonly (readonly number[])[],
  values: readonly number[],
  coefficients: readonly number[],
): number[] {
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  for (const [k, place] of places.entries()) {
    const column = place % columns;
    sums[column] = at(sums, column) + (at(values, k) - dot(at(design, k), coefficients)) ** 2;
    counts[column] = at(counts, column) + 1;
  }
  const variances = Array.from(sums, (sum, column) => sum / Math.max(1, at(counts, column)));
  const usual = median(variances);
  return variances.map((variance) => (usual > 0 ? usual / (variance + usual / 2) : 1));
}
