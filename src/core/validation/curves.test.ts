import { expect, it } from 'vitest';
import { probit } from '../../base/probit.ts';
import { detPoints, equalErrorRate, histogram, misleadingShare, rocPoints, thinned, tippettPoints } from './curves.ts';
import { crossFitted } from './cross-fit.ts';
import { areaUnderCurve } from './metrics.ts';

const items = (genuine: readonly number[], synthetic: readonly number[]) => [
  ...genuine.map((score, i) => ({ score, synthetic: false, group: `g${String(i)}` })),
  ...synthetic.map((score, i) => ({ score, synthetic: true, group: `s${String(i)}` })),
];

it('ROC steps at each threshold, ties in one step, by hand', () => {
  // Falling: 4 synthetic; 3 synthetic and genuine; 2 genuine; 1 synthetic; 0 genuine.
  expect(rocPoints(items([0, 2, 3], [1, 3, 4]))).toEqual([
    [0, 0],
    [0, 1 / 3],
    [1 / 3, 2 / 3],
    [2 / 3, 2 / 3],
    [2 / 3, 1],
    [1, 1],
  ]);
  expect(rocPoints(items([1], []))).toEqual([]);
});

it.each([
  ['one of three each', [0, 2, 3], [1, 3, 4], 1 / 3],
  ['parted', [0, 1], [2, 3], 0],
  ['the wrong way round', [2, 3], [0, 1], 1],
  ['all equal: the line from 0, 0 to 1, 1', [1, 1], [1, 1], 0.5],
  // (0.25, 0.5) to (0.25, 1) crosses false positives = misses at 0.25.
  ['between thresholds', [0, 0, 0, 5], [1, 6], 0.25],
])('equal error rate: %s', (_, genuine, synthetic, expected) => {
  expect(equalErrorRate(items(genuine, synthetic))).toBeCloseTo(expected, 12);
});

it('is that of scikit-learn 1.9.1 (roc_curve, its line crossed with 1 - x by scipy’s brentq) for scores with many ties', () => {
  let state = 77;
  const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  const many = Array.from({ length: 300 }, (_, i) => {
    const synthetic = i % 3 === 0;
    return { score: Math.round(12 * (random() + (synthetic ? 0.35 : 0))) / 4, synthetic, group: `g${String(i)}` };
  });
  expect(equalErrorRate(many)).toBeCloseTo(0.26823529411764707, 12);
  // roc_auc_score
  expect(areaUnderCurve(many)).toBeCloseTo(0.836625, 12);
});

it('the probit has the values of the table of the normal distribution', () => {
  expect(probit(0.5)).toBeCloseTo(0, 9);
  expect(probit(0.975)).toBeCloseTo(1.959963984540054, 7);
  expect(probit(0.001)).toBeCloseTo(-3.090232306167813, 7);
  expect(detPoints(items([0, 2, 3], [1, 3, 4]))).toEqual([
    [probit(1 / 3), probit(1 - 2 / 3)],
    [probit(2 / 3), probit(1 - 2 / 3)],
  ]);
});

it('Tippett points, misleading shares, bins and thinning, by hand', () => {
  const judged = [-1, 0, 0, 2].map((log10LR) => ({ log10LR, synthetic: true }));
  expect(tippettPoints(judged, true)).toEqual([
    [-1, 1],
    [0, 0.75],
    [2, 0.25],
  ]);
  expect(misleadingShare(judged, true)).toBe(0.25);
  expect(histogram(items([0, 1], [1, 4]), 2)).toEqual([
    { from: 0, to: 2, genuine: 1, synthetic: 0.5 },
    { from: 2, to: 4, genuine: 0, synthetic: 0.5 },
  ]);
  expect(
    thinned(
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
      ],
      3,
    ),
  ).toEqual([
    [0, 0],
    [2, 2],
    [4, 4],
  ]);
});

it('a cross-fitted ratio does not depend on the labels of its own group', () => {
  const wave = (i: number) => Math.sin(i * 12.9898) * 2;
  const all = items(
    Array.from({ length: 30 }, (_, i) => wave(i)),
    Array.from({ length: 30 }, (_, i) => wave(i + 50) + 1),
  );
  const before = crossFitted(all)?.find(({ group }) => group === 'g3');
  // The file of this group claimed to be far away: its own ratio moves along the same line, the line does not.
  const moved = crossFitted(all.map((item) => (item.group === 'g3' ? { ...item, synthetic: true } : item)))?.find(
    ({ group }) => group === 'g3',
  );
  expect(before?.log10LR).toBeDefined();
  expect(moved?.log10LR).toBeCloseTo(before?.log10LR ?? NaN, 12);
});
