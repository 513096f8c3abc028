/** Points of the curves by which scores and likelihood ratios are read, as plain numbers. */
import { must } from '../../base/assert.ts';
import { probit } from '../../base/probit.ts';
import type { Judged, Scored } from '../../engine/fusion/scored.ts';

export type Point = readonly [number, number];

/**
 * Of every threshold, from the strictest to the mildest: the share of genuine files at or above it (false positives), the share of synthetic ones
 * (true positives). Begins at 0, 0 and ends at 1, 1. Equal scores are one step. Empty where a class is.
 */
export function rocPoints(items: readonly Scored[]): Point[] {
  const synthetic = items.filter((item) => item.synthetic).length;
  const genuine = items.length - synthetic;
  if (synthetic === 0 || genuine === 0) return [];
  const points: Point[] = [[0, 0]];
  let [falsely, truly] = [0, 0];
  const falling = items.toSorted((a, b) => b.score - a.score);
  falling.forEach((item, index) => {
    if (item.synthetic) truly += 1;
    else falsely += 1;
    if (falling[index + 1]?.score !== item.score) points.push([falsely / genuine, truly / synthetic]);
  });
  return points;
}

/** Where as many genuine files are taken for synthetic as synthetic ones for genuine: linear between the two thresholds next to it. */
export function equalErrorRate(items: readonly Scored[]): number | null {
  const points = rocPoints(items);
  for (const [index, [falsely, truly]] of points.entries()) {
    const excess = falsely - (1 - truly);
    if (excess < 0) continue;
    const [falselyBefore, trulyBefore] = must(points[index - 1], 'the first point has an excess of -1');
    const before = falselyBefore - (1 - trulyBefore);
    return falselyBefore + ((falsely - falselyBefore) * before) / (before - excess);
  }
  return null;
}

/** Axes of a DET plot: probit of false positives and of misses, where both are neither 0 nor 1 (Martin et al. 1997). */
export function detPoints(items: readonly Scored[]): Point[] {
  const inside = (share: number): boolean => share > 0 && share < 1;
  return rocPoints(items).flatMap(([falsely, truly]): Point[] =>
    inside(falsely) && inside(truly) ? [[probit(falsely), probit(1 - truly)]] : [],
  );
}

/** For one class: each log10 LR and the share of files at or above it, rising values and so falling shares. */
export function tippettPoints(items: readonly Judged[], synthetic: boolean): Point[] {
  const values = items
    .filter((item) => item.synthetic === synthetic)
    .map(({ log10LR }) => log10LR)
    .sort((a, b) => a - b);
  return values.flatMap((value, index): Point[] => (values[index - 1] === value ? [] : [[value, (values.length - index) / values.length]]));
}

/** At most `most` points of a curve, its ends among them: what is kept to be drawn. */
export function thinned(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return points.slice();
  return Array.from({ length: most }, (_, index) => must(points[Math.round((index * (points.length - 1)) / (most - 1))], 'a point'));
}

/** Share of the LRs of a class on the wrong side of 1; LR = 1 misleads nobody. */
export function misleadingShare(items: readonly Judged[], synthetic: boolean): number {
  const of = items.filter((item) => item.synthetic === synthetic);
  return of.filter(({ log10LR }) => (synthetic ? log10LR < 0 : log10LR > 0)).length / of.length;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly genuine: number;
  readonly synthetic: number;
}

/** Shares of each class in equal bins over the range of all scores; the last bin holds its upper end. */
export function histogram(items: readonly Scored[], bins: number): Bin[] {
  const scores = items.map(({ score }) => score);
  if (scores.length === 0) return [];
  const low = scores.reduce((least, score) => Math.min(least, score));
  const high = scores.reduce((most, score) => Math.max(most, score));
  const width = (high - low || 1) / bins;
  const binOf = (score: number): number => Math.min(bins - 1, Math.floor((score - low) / width));
  return Array.from({ length: bins }, (_, bin) => {
    const share = (synthetic: boolean): number => {
      const of = items.filter((item) => item.synthetic === synthetic);
      return of.length === 0 ? 0 : of.filter(({ score }) => binOf(score) === bin).length / of.length;
    };
    return { from: low + bin * width, to: low + (bin + 1) * width, genuine: share(false), synthetic: share(true) };
  });
}
