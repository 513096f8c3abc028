/** Affine calibration of a score by logistic regression. */
import type { Scored } from './scored.ts';

export interface Line {
  /** log10 LR = intercept + slope · score. */
  readonly intercept: number;
  readonly slope: number;
}

/** Of Newton's method at most: its digits double near the end. */
const STEPS = 100;
/** Of the coefficients for scores of unit spread: far below what any data set can tell. */
const ENOUGH = 1e-12;

/**
 * Logistic regression with one score (Platt 1999), each class weighted to one half of the whole, so that the log-odds are log-likelihood ratios
 * (Brümmer & du Preez 2006, the affine transformation at a prior of 0.5). Newton's method. `null` where it has no finite solution: a class
 * is empty, all scores are equal, or a threshold parts the classes wholly.
 */
export function fitLogistic(items: readonly Scored[]): Line | null {
  const count = items.length;
  const synthetic = items.filter((item) => item.synthetic).length;
  if (synthetic === 0 || synthetic === count || parted(items)) return null;
  const mean = items.reduce((sum, { score }) => sum + score, 0) / count;
  const spread = Math.sqrt(items.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / count);
  if (spread === 0) return null;
  let a = 0;
  let b = 0;
  for (let step = 0; step < STEPS; step += 1) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0];
    for (const item of items) {
      const x = (item.score - mean) / spread;
      const weight = 0.5 / (item.synthetic ? synthetic : count - synthetic);
      const p = 1 / (1 + Math.exp(-(a + b * x)));
      const error = weight * (p - (item.synthetic ? 1 : 0));
      const bend = weight * p * (1 - p);
      ga += error;
      gb += error * x;
      haa += bend;
      hab += bend * x;
      hbb += bend * x * x;
    }
    const determinant = haa * hbb - hab * hab;
    if (!(determinant > 0)) return null;
    const da = (hbb * ga - hab * gb) / determinant;
    const db = (haa * gb - hab * ga) / determinant;
    a -= da;
    b -= db;
    if (!Number.isFinite(a) || !Number.isFinite(b)) return null;
    if (Math.abs(da) + Math.abs(db) < ENOUGH) return { intercept: (a - (b * mean) / spread) / Math.LN10, slope: b / spread / Math.LN10 };
  }
  return null;
}

/** No score of one class lies on the other side of some score of the other: the slope would grow without end. */
export function parted(items: readonly Scored[]): boolean {
  const of = (synthetic: boolean): number[] => items.filter((item) => item.synthetic === synthetic).map(({ score }) => score);
  const [genuine, made] = [of(false), of(true)];
  const least = (scores: readonly number[]): number => scores.reduce((low, score) => Math.min(low, score), Infinity);
  const most = (scores: readonly number[]): number => scores.reduce((high, score) => Math.max(high, score), -Infinity);
  return most(genuine) <= least(made) || most(made) <= least(genuine);
}
