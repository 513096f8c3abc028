/** Against tables worked by hand, and against lir 1.3.1 (Netherlands Forensic Institute, PyPI) and scikit-learn 1.9.1 on a fixed list. */
import { describe, expect, it } from 'vitest';
import { countBounds, empiricalBounds, tighter } from './bounds.ts';
import { cllr } from './cllr.ts';
import { isotonicLevels, leastCllr } from './isotonic.ts';
import { fitLogistic } from './logistic.ts';
import type { Judged, Scored } from './scored.ts';

/** 40 genuine files from -2 to 1.9 and 30 synthetic ones from -0.5 to 3.125. */
const list: Scored[] = [
  ...Array.from({ length: 40 }, (_, i) => ({ score: ((i * 37) % 40) / 10 - 2, synthetic: false, group: `g${String(i)}` })),
  ...Array.from({ length: 30 }, (_, i) => ({ score: ((i * 17) % 30) / 8 - 0.5, synthetic: true, group: `s${String(i)}` })),
];
const judged = (line: (score: number) => number): Judged[] => list.map(({ score, synthetic }) => ({ log10LR: line(score), synthetic }));

describe('Cllr', () => {
  it('is 1 for LR = 1, 0 for certain truth, infinite for certain error', () => {
    const of = (first: number, second: number) =>
      cllr([
        { log10LR: first, synthetic: true },
        { log10LR: second, synthetic: false },
      ]);
    expect(of(0, 0)).toBe(1);
    expect(of(Infinity, -Infinity)).toBe(0);
    expect(of(-Infinity, 0)).toBe(Infinity);
    // By hand: half of log2(1 + 1/3) and half of log2(1 + 1/7).
    expect(of(Math.log10(3), -Math.log10(7))).toBeCloseTo((Math.log2(4 / 3) + Math.log2(8 / 7)) / 2, 12);
    expect(cllr([{ log10LR: 1, synthetic: true }])).toBeNull();
  });

  it('agrees with lir', () => {
    expect(cllr(judged((score) => 0.8 * score - 0.3))).toBeCloseTo(0.8754064669974515, 10);
    expect(cllr(judged((score) => 4 * score))).toBeCloseTo(3.502801212496612, 10);
    expect(leastCllr(list)).toBeCloseTo(0.6429425148030308, 10);
    expect([true, false].map((kept) => leastCllr(list.filter(({ synthetic }) => synthetic === kept)))).toEqual([null, null]);
  });
});

it('pools what does not rise, by hand', () => {
  const items = (
    [
      [1, 0],
      [2, 1],
      [3, 0],
      [3, 0],
      [4, 1],
      [4, 0],
      [5, 1],
    ] as const
  ).map(([score, made]) => ({
    score,
    synthetic: made === 1,
    group: 'g',
  }));
  // 2 and 3 go together (one synthetic, two genuine); 4 has one of each; the ends are of one kind. Three synthetic, four genuine.
  expect(isotonicLevels(items).map(({ fromScore, toScore, genuine, synthetic }) => [fromScore, toScore, genuine, synthetic])).toEqual([
    [1, 1, 1, 0],
    [2, 3, 2, 1],
    [4, 4, 1, 1],
    [5, 5, 0, 1],
  ]);
  expect(isotonicLevels(items).map(({ log10LR }) => 10 ** log10LR)).toEqual([
    0,
    expect.closeTo(2 / 3, 12),
    expect.closeTo(4 / 3, 12),
    Infinity,
  ]);
});

describe('logistic regression', () => {
  it('agrees with scikit-learn, balanced and without penalty', () => {
    const line = fitLogistic(list);
    expect((line?.slope ?? 0) * Math.LN10).toBeCloseTo(1.02384067, 6);
    expect((line?.intercept ?? 0) * Math.LN10).toBeCloseTo(-0.65606879, 6);
    expect(cllr(judged((score) => (line?.intercept ?? 0) + (line?.slope ?? 0) * score))).toBeCloseTo(0.780170169468227, 8);
  });

  it('does not depend on where the scores lie and how wide they are', () => {
    const line = fitLogistic(list);
    const moved = fitLogistic(list.map((item) => ({ ...item, score: 5000 + 40 * item.score })));
    expect((moved?.slope ?? 0) * 40).toBeCloseTo(line?.slope ?? 0, 9);
    expect((moved?.intercept ?? 0) + (moved?.slope ?? 0) * 5000).toBeCloseTo(line?.intercept ?? 0, 9);
  });

  it('recovers the log-likelihood ratio of two counted shares', () => {
    // Of 10 genuine files 2 score 1, of 40 synthetic ones 24: LR = 0.6 / 0.2 there and 0.4 / 0.8 elsewhere.
    const some = (count: number, score: number, synthetic: boolean) =>
      Array.from({ length: count }, () => ({ score, synthetic, group: 'g' }));
    const line = fitLogistic([...some(8, 0, false), ...some(2, 1, false), ...some(16, 0, true), ...some(24, 1, true)]);
    expect(line?.intercept).toBeCloseTo(Math.log10(0.5), 10);
    expect((line?.intercept ?? 0) + (line?.slope ?? 0)).toBeCloseTo(Math.log10(3), 10);
  });

  it('has no solution for one class, one score, or classes that a threshold parts', () => {
    expect(fitLogistic(list.filter(({ synthetic }) => synthetic))).toBeNull();
    expect(fitLogistic(list.map((item) => ({ ...item, score: 2 })))).toBeNull();
    expect(fitLogistic(list.filter(({ synthetic }) => !synthetic))).toBeNull();
    expect(fitLogistic(list.map((item) => ({ ...item, score: item.synthetic ? 5 + item.score : item.score })))).toBeNull();
    expect(fitLogistic(list.map((item) => ({ ...item, score: item.synthetic ? item.score - 10 : item.score })))).toBeNull();
    // A score that both classes share at the end of one and the beginning of the other: still no finite slope.
    const one = (score: number, synthetic: boolean): Scored => ({ score, synthetic, group: 'g' });
    const touching = [one(0, false), one(1, false), one(1, true), one(2, true)];
    expect(fitLogistic(touching)).toBeNull();
    expect(fitLogistic(touching.map(({ score, synthetic }) => one(-score, synthetic)))).toBeNull();
  });
});

describe('bounds', () => {
  it('agree with lir within one step', () => {
    for (const [line, lower, upper] of [
      [(score: number) => 0.8 * score - 0.3, -0.95, 0.3],
      [(score: number) => 4 * score, -0.45, 0.21],
      [(score: number) => (1.02384067 * score - 0.65606879) / Math.LN10, -0.81, 0.82],
    ] as const) {
      const bounds = empiricalBounds(judged(line));
      expect(Math.abs(bounds.lower - lower)).toBeLessThan(0.0101);
      expect(Math.abs(bounds.upper - upper)).toBeLessThan(0.0101);
    }
  });

  /** `elub` of lir 1.3.1 (`lir.algorithms.bayeserror`), of log10 LRs of H1 files and of H2 files. */
  it.each<[string, readonly number[], readonly number[], number, number]>([
    ['apart', [1, 2, 3], [-3, -2, -1], -0.47, 0.47],
    ['the wrong way round', [-3, -2, -1], [1, 2, 3], 0, 0],
    ['certain, of unlike number', Array<number>(20).fill(Infinity), Array<number>(50).fill(-Infinity), -1.31, 1.68],
    ['held by the greatest LR', Array<number>(30).fill(2), Array<number>(200).fill(-1), -1, 1.99],
    ['weak', Array<number>(40).fill(0.15), Array<number>(40).fill(-0.05), -0.05, 0.14],
    [
      'sometimes wrong',
      [...Array<number>(60).fill(0.35), ...Array<number>(27).fill(-0.35)],
      [...Array<number>(27).fill(0.35), ...Array<number>(60).fill(-0.35)],
      -0.33,
      0.33,
    ],
    [
      'few and mixed',
      [-0.62, -0.21, 0.13, 0.37, 0.55, 0.81, 1.17, 1.43],
      [-1.56, -1.12, -0.91, -0.44, -0.33, 0.05, 0.29, 0.71, -2.2, -1.8],
      -0.38,
      0.38,
    ],
    ['all above 1', [0.5, 0.7, 0.9], [0.3, 0.35, 0.4], 0, 0],
    ['all below 1', [-0.3, -0.35], [-0.9, -0.8, -0.7], 0, 0],
  ])('agree with lir for likelihood ratios that are %s', (_, first, second, lower, upper) => {
    const of = (values: readonly number[], synthetic: boolean): Judged[] => values.map((log10LR) => ({ log10LR, synthetic }));
    const bounds = empiricalBounds([...of(first, true), ...of(second, false)]);
    expect(bounds.lower).toBeCloseTo(lower, 9);
    expect(bounds.upper).toBeCloseTo(upper, 9);
  });

  it('never go beyond what the number of sources supports', () => {
    expect(countBounds(100, 1000)).toEqual({ lower: -3, upper: 2 });
    // Of one source, or of none, nothing follows.
    expect([countBounds(1, 1), countBounds(0, 0)].map(({ lower, upper }) => [Math.abs(lower), upper])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(tighter({ lower: -0.5, upper: 4 }, countBounds(100, 1000))).toEqual({ lower: -0.5, upper: 2 });
    expect(empiricalBounds([{ log10LR: 3, synthetic: true }])).toEqual({ lower: 0, upper: 0 });
    expect(empiricalBounds([{ log10LR: -3, synthetic: false }])).toEqual({ lower: 0, upper: 0 });
  });
});
