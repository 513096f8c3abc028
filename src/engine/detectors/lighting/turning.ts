/**
 * Does the light stay where it is when the head turns? Skin patch p of brightness a(p) under light s sends log I(p, t) = log g(t) + log a(p) + s·n(p, t), to first
 * order in the normal. Taking away the mean of each patch and of each frame removes the skin's own tones and the exposure; what is left follows
 * the turning of the normals: with slope 1 if the light stays in the scene, with slope 0 if the shading was carried along with the face.
 */
import { at } from '../../../base/at.ts';
import { leastSquares, robustFit } from '../../signal/least-squares.ts';
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

  const places = Uint32Array.from(seen.keys()).filter((place) => seen[place] === 1);
  const count = places.length;
  let trust: Float64Array = new Float64Array(columns).fill(1);
  // Two numbers a place: the expected change, and brightness towards the camera.
  const design = new Float64Array(2 * count);
  const values = new Float64Array(count);
  const given = new Float64Array(count);
  let fitted: Float64Array = given;
  let change = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const weights = seen.map((one, place) => one * (trust[place % columns] ?? Number.NaN));
    const [found, expected, towards] = [across, along, away].map((field) => centred(field, weights, columns)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    let total = 0;
    let power = 0;
    for (let k = 0; k < count; k += 1) {
      const place = places[k] ?? 0;
      const one = expected[place] ?? Number.NaN;
      const weight = weights[place] ?? Number.NaN;
      design[2 * k] = one;
      design[2 * k + 1] = towards[place] ?? Number.NaN;
      values[k] = found[place] ?? Number.NaN;
      given[k] = weight;
      total += weight;
      power += weight * one ** 2;
    }
    const robust = robustFit(design, values, { weights: given, ridge: RIDGE, rounds: 4 });
    fitted = robust.weights;
    change = Math.sqrt(power / total);
    trust = trustOf(places, columns, design, values, robust.coefficients);
  }

  const slopeOf = (weights: Float64Array): number => at(leastSquares(design, values, weights, RIDGE), 0);
  const without = Array.from({ length: STRETCHES }, (_, stretch) =>
    slopeOf(
      fitted.map((weight, k) =>
        Math.floor((Math.floor((places[k] ?? 0) / columns) * STRETCHES) / samples.length) === stretch ? 0 : weight,
      ),
    ),
  );
  return { slope: slopeOf(fitted), error: spread(without), expected: change, samples: samples.length };
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
  // Of the columns, in the sweep before and in this one: each value of `out` is read twice a sweep.
  let means = new Float64Array(columns);
  let sums = new Float64Array(columns);
  const totals = new Float64Array(columns);
  const rowTotals = new Float64Array(rows);
  for (let row = 0, place = 0; row < rows; row += 1) {
    let total = 0;
    for (let column = 0; column < columns; column += 1, place += 1) {
      const weight = weights[place] ?? 0;
      totals[column] = (totals[column] ?? 0) + weight;
      total += weight;
    }
    rowTotals[row] = total;
  }
  for (let round = 0; round < CENTRINGS; round += 1) {
    sums.fill(0);
    for (let row = 0; row < rows; row += 1) {
      const start = row * columns;
      let sum = 0;
      for (let column = 0; column < columns; column += 1) {
        const value = (out[start + column] ?? 0) - (means[column] ?? 0);
        out[start + column] = value;
        sum += (weights[start + column] ?? 0) * value;
      }
      const total = rowTotals[row] ?? 0;
      const mean = total > 0 ? sum / total : 0;
      for (let column = 0; column < columns; column += 1) {
        const value = (out[start + column] ?? 0) - mean;
        out[start + column] = value;
        sums[column] = (sums[column] ?? 0) + (weights[start + column] ?? 0) * value;
      }
    }
    for (let column = 0; column < columns; column += 1) {
      const total = totals[column] ?? 0;
      sums[column] = total > 0 ? (sums[column] ?? 0) / total : 0;
    }
    [means, sums] = [sums, means];
  }
  for (let row = 0, place = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1, place += 1) out[place] = (out[place] ?? 0) - (means[column] ?? 0);
  return out;
}

/** Patches that hair, glare or expression disturb over time count less: the inverse of their own variance, bounded. */
function trustOf(
  places: Uint32Array,
  columns: number,
  design: Float64Array,
  values: Float64Array,
  [first = Number.NaN, second = Number.NaN]: readonly number[],
): Float64Array {
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  for (let k = 0; k < places.length; k += 1) {
    const column = (places[k] ?? 0) % columns;
    const fitted = (design[2 * k] ?? Number.NaN) * first + (design[2 * k + 1] ?? Number.NaN) * second;
    sums[column] = (sums[column] ?? 0) + ((values[k] ?? Number.NaN) - fitted) ** 2;
    counts[column] = (counts[column] ?? 0) + 1;
  }
  const variances = sums.map((sum, column) => sum / Math.max(1, counts[column] ?? 0));
  const usual = median(variances);
  return variances.map((variance) => (usual > 0 ? usual / (variance + usual / 2) : 1));
}
