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
    expect(fitLogistic(list.map((item) => ({ ...item, score: item.synthetic ? 5 + item.score : item.score })))).toBeNull();
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

  it('never go beyond what the number of sources supports', () => {
    expect(countBounds(100, 1000)).toEqual({ lower: -3, upper: 2 });
    expect(tighter({ lower: -0.5, upper: 4 }, countBounds(100, 1000))).toEqual({ lower: -0.5, upper: 2 });
    expect(empiricalBounds([{ log10LR: 3, synthetic: true }])).toEqual({ lower: 0, upper: 0 });
  });
});
