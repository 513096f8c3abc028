import { describe, expect, it } from 'vitest';
import { areaUnderCurve, aucInterval, groupInterval, wilson } from './metrics.ts';
import type { Scored } from '../../engine/fusion/scored.ts';

const items = (genuine: readonly number[], synthetic: readonly number[], group = (i: number) => `g${i}`): Scored[] => [
  ...genuine.map((score, i) => ({ score, synthetic: false, group: group(i) })),
  ...synthetic.map((score, i) => ({ score, synthetic: true, group: group(i) })),
];

describe('area under the curve', () => {
  it.each([
    ['all above', [1, 2, 3], [4, 5], 1],
    ['all below', [4, 5], [1, 2, 3], 0],
    ['ties count half', [1, 1], [1, 1], 0.5],
    // Pairs won: 0.35 > 0.1, 0.8 > 0.1 and 0.8 > 0.4 of four.
    ['three of four pairs', [0.1, 0.4], [0.35, 0.8], 0.75],
    // Of 6 pairs: 2 > 1, 3 > 1, 3 > 2 won, 2 = 2 half, 2 < 4 and 3 < 4 lost.
    ['ties among others', [1, 2, 4], [2, 3], 3.5 / 6],
  ])('%s', (_, genuine, synthetic, expected) => {
    expect(areaUnderCurve(items(genuine, synthetic))).toBeCloseTo(expected, 12);
  });

  it('does not exist with one class', () => {
    expect(areaUnderCurve(items([1, 2], []))).toBeNull();
    expect(areaUnderCurve([])).toBeNull();
  });
});

describe('interval of the AUC', () => {
  const genuine = Array.from({ length: 40 }, (_, i) => Math.sin(i * 12.9898) * 2);
  const synthetic = Array.from({ length: 40 }, (_, i) => Math.sin(i * 78.233) * 2 + 1);

  it('is the same at every run and holds the AUC', () => {
    const first = aucInterval(items(genuine, synthetic));
    expect(aucInterval(items(genuine, synthetic))).toEqual(first);
    const auc = areaUnderCurve(items(genuine, synthetic)) ?? 0;
    expect(first?.[0]).toBeLessThan(auc);
    expect(first?.[1]).toBeGreaterThan(auc);
  });

  it('is as wide as Hanley and McNeil’s standard error says, for groups of one', () => {
    const auc = areaUnderCurve(items(genuine, synthetic)) ?? 0;
    const [q1, q2] = [auc / (2 - auc), (2 * auc * auc) / (1 + auc)];
    const error = Math.sqrt((auc * (1 - auc) + 39 * (q1 - auc * auc) + 39 * (q2 - auc * auc)) / 1600);
    const [low, high] = aucInterval(items(genuine, synthetic)) ?? [0, 0];
    expect((high - low) / (2 * 1.96 * error)).toBeGreaterThan(0.75);
    expect((high - low) / (2 * 1.96 * error)).toBeLessThan(1.25);
  });

  it('is wider where files come in groups', () => {
    const width = (group: (i: number) => string) => {
      const [low, high] = aucInterval(items(genuine.toSorted(), synthetic.toSorted(), group)) ?? [0, 0];
      return high - low;
    };
    expect(width((i) => `g${Math.floor(i / 10)}`)).toBeGreaterThan(1.5 * width((i) => `g${i}`));
  });

  it('is not given for fewer than three groups of a class', () => {
    expect(aucInterval(items([1, 2, 3, 4], [2, 3, 4, 5], (i) => `g${i % 2}`))).toBeNull();
    expect(aucInterval(items([1], [2, 3, 4]))).toBeNull();
  });
});

it('an interval holds the middle 95 % of its draws, and bears up to one in twenty without a number', () => {
  const three = items([1, 2, 3], [1, 2, 3]);
  const counting = (missing: number) => {
    let draw = -1 - missing;
    return () => ((draw += 1) < 0 ? null : draw);
  };
  expect(groupInterval(three, counting(0), 101)).toEqual([2, 98]);
  expect(groupInterval(three, counting(5), 100)).toEqual([2, 92]);
  expect(groupInterval(three, counting(6), 100)).toBeNull();
});

it('Wilson’s interval has the values of the literature', () => {
  // 81 of 263: Newcombe 1998 (Statistics in Medicine 17:857-872), table I: 0.2553 to 0.3662.
  const [low, high] = wilson(81, 263) ?? [0, 0];
  expect([low, high].map((value) => value.toFixed(4))).toEqual(['0.2553', '0.3662']);
  // 0 of 20, the same table: 0 to 0.1611.
  expect((wilson(0, 20) ?? []).map((value) => value.toFixed(4))).toEqual(['0.0000', '0.1611']);
  expect(wilson(0, 0)).toBeNull();
  // scipy 1.17.1, stats.binomtest(k, n).proportion_ci(method="wilson").
  for (const [count, of, from, to] of [
    [3, 17, 0.061911266376209945, 0.4102945856883412],
    [225, 251, 0.852552081874689, 0.9283255701403859],
    [1, 1, 0.20654931437723745, 1],
  ] as const)
    expect(wilson(count, of)).toEqual([expect.closeTo(from, 12), expect.closeTo(to, 12)]);
});
