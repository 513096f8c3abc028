import { expect, it } from 'vitest';
import { fitLogistic } from './logistic.ts';
import { fitPlane, onPlane, type FusedItem } from './ridge.ts';

/** 40 genuine and 30 synthetic files, two scores that hang together. */
const items: FusedItem[] = Array.from({ length: 70 }, (_, i) => {
  const synthetic = i >= 40;
  const common = Math.sin(i * 12.9898) * 2;
  return {
    synthetic,
    group: String(i),
    scores: [common + (synthetic ? 1 : 0), 100 + 10 * (common * 0.5 + Math.cos(i * 78.233) + (synthetic ? 1 : 0))],
  };
});

it('is the single line where there is one score and no penalty', () => {
  const one = items.map((item) => ({ ...item, scores: item.scores.slice(0, 1) }));
  const line = fitLogistic(items.map(({ scores, ...item }) => ({ ...item, score: scores[0] ?? 0 })));
  const plane = fitPlane(one, 0);
  expect(plane?.slopes[0]).toBeCloseTo(line?.slope ?? 0, 9);
  expect(plane === null ? null : onPlane(plane, [0])).toBeCloseTo(line?.intercept ?? 0, 9);
});

it('lies at the least of what it is said to make least, and shrinks with the penalty', () => {
  /** The penalised cost, written out again; `beta`: constant and slopes of scores with unit spread, natural logarithms. */
  const spreads: number[] = [];
  const centres = [0, 1].map((k) => {
    const weight = (synthetic: boolean): number => 0.5 / (synthetic ? 30 : 40);
    const centre = items.reduce((sum, { scores, synthetic }) => sum + weight(synthetic) * (scores[k] ?? 0), 0);
    spreads[k] = Math.sqrt(items.reduce((sum, { scores, synthetic }) => sum + weight(synthetic) * ((scores[k] ?? 0) - centre) ** 2, 0));
    return centre;
  });
  const cost = (beta: readonly number[], ridge: number): number =>
    items.reduce(
      (sum, { scores, synthetic }) => {
        const odds = scores.reduce(
          (all, score, k) => all + (beta[k + 1] ?? 0) * ((score - (centres[k] ?? 0)) / (spreads[k] ?? 1)),
          beta[0] ?? 0,
        );
        return sum + (0.5 / (synthetic ? 30 : 40)) * Math.log1p(Math.exp(synthetic ? -odds : odds));
      },
      (ridge / 2) * beta.slice(1).reduce((sum, value) => sum + value * value, 0),
    );
  const sizes = [0.001, 0.1, 10].map((ridge) => {
    const plane = fitPlane(items, ridge);
    const beta = [(plane?.constant ?? 0) * Math.LN10, ...(plane?.slopes ?? []).map((slope, k) => slope * Math.LN10 * (spreads[k] ?? 1))];
    for (const k of [0, 1, 2])
      for (const step of [-1e-3, 1e-3]) expect(cost(beta.with(k, (beta[k] ?? 0) + step), ridge)).toBeGreaterThan(cost(beta, ridge));
    return Math.hypot(...beta.slice(1));
  });
  expect(sizes[0]).toBeGreaterThan(sizes[1] ?? 9);
  expect(sizes[1]).toBeGreaterThan(sizes[2] ?? 9);
});

it('has no solution without scores, for one class or a score that does not vary', () => {
  expect([
    fitPlane([], 0.1),
    fitPlane(
      items.map((item) => ({ ...item, scores: [] })),
      0.1,
    ),
  ]).toEqual([null, null]);
  expect(
    fitPlane(
      items.filter(({ synthetic }) => !synthetic),
      0.1,
    ),
  ).toBeNull();
  expect(
    fitPlane(
      items.filter(({ synthetic }) => synthetic),
      0.1,
    ),
  ).toBeNull();
  expect(
    fitPlane(
      items.map((item) => ({ ...item, scores: [1, item.scores[1] ?? 0] })),
      0.1,
    ),
  ).toBeNull();
});
