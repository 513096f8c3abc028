/** Light of skin patches against their normals -> where the light comes from, with its uncertainty; and the nine coefficients of a matt ball under it. */
import { must } from '../../base/assert.ts';
import { harmonics } from '../../base/harmonics.ts';
import { designOf, explained, leastSquares, robustFit } from '../signal/least-squares.ts';
import type { Point } from '../signal/rotation.ts';
import { mean, median } from '../signal/stats.ts';
import { PARTS, PATCHES } from './skin-patches.ts';

interface FitLimits {
  /** Fewer patches of bare skin give no fit. */
  readonly minimumPatches: number;
  /** Added to the sums of squares of the first-order coefficients, and of the second-order ones. */
  readonly ridge: number;
  readonly ridgeSecond: number;
}

interface LightFit {
  /** Change of the logarithm of light for one unit of the normal, towards the light, in the axes of the normals: x right, y down, z away from the camera for a picture’s. */
  readonly light: Point;
  /** Standard errors of x and y. */
  readonly error: readonly [number, number];
  /** Where the light comes from in the plane of x and y: degrees clockwise from above, -180..180, and its standard error. */
  readonly from: number;
  readonly fromError: number;
  /** Share of the variance over the patches that the fit explains. */
  readonly r2: number;
  readonly patches: number;
}

const degrees = (radians: number): number => (radians * 180) / Math.PI;
export const fromOf = (x: number, y: number): number => degrees(Math.atan2(x, -y));
/** Of two directions, degrees, 0..180. */
export const angleApart = (a: number, b: number): number => Math.abs(((((a - b + 180) % 360) + 360) % 360) - 180);

/** `values`: log light of each of PATCHES (`null`: not used); `normals` in any axes, in which the light is given. `null` where too few patches can be used. */
export function fitLight(
  values: readonly (number | null)[],
  normals: readonly Point[],
  limits: Omit<FitLimits, 'ridgeSecond'>,
): LightFit | null {
  const used = usedOf(values, normals);
  if (used.length < limits.minimumPatches) return null;
  const log = Float64Array.from(used, ({ value }) => value);
  const design = designOf(used.map(({ normal }) => [1, ...normal]));
  const pull = limits.ridge;
  const ridge = [0, pull, pull, pull];
  const fit = robustFit(design, log, { ridge });
  const [, x = 0, y = 0, z = 0] = fit.coefficients;
  const from = fromOf(x, y);
  // Jackknife over parts of the face (Efron & Tibshirani 1993, eq. 11.5): patches beside each other err alike.
  const without = Array.from({ length: PARTS }, (_, part) => {
    const weights = fit.weights.map((weight, k) => (used[k]?.part === part ? 0 : weight));
    const [, px = 0, py = 0] = leastSquares(design, log, weights, ridge);
    return { x: px - x, y: py - y, from: signedApart(fromOf(px, py), from) };
  });
  return {
    light: [x, y, z],
    error: [spread(without.map((one) => one.x)), spread(without.map((one) => one.y))],
    from,
    fromError: Math.min(180, spread(without.map((one) => one.from))),
    r2: explained(design, log, fit),
    patches: used.length,
  };
}

/** Nine coefficients of the light sent back (base/harmonics.ts), in medians of the face. */
export function fitBall(
  values: readonly (number | null)[],
  normals: readonly Point[],
  { ridge, ridgeSecond }: Omit<FitLimits, 'minimumPatches'>,
): number[] {
  const used = usedOf(values, normals);
  const middle = median(used.map(({ value }) => value));
  const linear = Float64Array.from(used, ({ value }) => Math.exp(value - middle));
  const second = designOf(used.map(({ normal }) => harmonics(normal)));
  const pull = [1e-6, ...Array.from({ length: 3 }, () => ridge), ...Array.from({ length: 5 }, () => ridgeSecond)];
  return robustFit(second, linear, { ridge: pull }).coefficients;
}

interface Used {
  readonly value: number;
  readonly normal: Point;
  readonly part: number;
}

const usedOf = (values: readonly (number | null)[], normals: readonly Point[]): Used[] =>
  values.flatMap((value, k) =>
    value === null ? [] : [{ value, normal: must(normals[k], 'a normal'), part: must(PATCHES[k], 'a patch').part }],
  );

const signedApart = (a: number, b: number): number => ((((a - b + 180) % 360) + 360) % 360) - 180;

/** Jackknife standard error from the leave-one-out values. */
export function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(((values.length - 1) / values.length) * values.reduce((sum, value) => sum + (value - middle) ** 2, 0));
}
