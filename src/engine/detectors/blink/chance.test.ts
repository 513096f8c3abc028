/** Golden values from scipy 1.17 (stats.poisson, stats.chi2, integrate.quad at 1e-13). */
import { describe, expect, it } from 'vitest';
import { chanceOfAtMost, poissonCdf, poissonInterval } from './chance.ts';

describe('Poisson', () => {
  it.each([
    [3, 2.5, 0.7575761331330662],
    [0, 4.333333333333333, 0.013123728736945334],
    [40, 60, 0.003982809502272968],
    [5, 0, 1],
    [1, 1, 0.7357588823428847],
    [-1, 2, 0],
  ])('P(X <= %d | mean %d) = %d', (k, mu, expected) => {
    expect(poissonCdf(k, mu)).toBeCloseTo(expected, 12);
  });

  it('is of whole counts and means that can be', () => {
    expect(() => poissonCdf(1.5, 2)).toThrow('whole count');
    expect(() => poissonCdf(1, -1)).toThrow('whole count');
  });

  it.each([
    [0, 0, 3.6888794541139354],
    [1, 0.025317807984289876, 5.571643390938898],
    [7, 2.8143630515198654, 14.422675361702376],
    [28, 18.60579665585753, 40.46779594326819],
  ])('exact 95 %% interval of a count of %d', (k, low, high) => {
    const [a, b] = poissonInterval(k);
    expect(a).toBeCloseTo(low, 8);
    expect(b).toBeCloseTo(high, 8);
  });
});

describe('chance of so few, with rates that differ between persons', () => {
  const silent = { medianPerMinute: 4.5, sigmaLog: 0.775 };
  const speaking = { medianPerMinute: 18.5, sigmaLog: 0.37 };

  it.each([
    [0, [{ minutes: 1.25, ...silent }], 1, 0.03856457241111136],
    [0, [{ minutes: 1.25, ...silent }], 0.85, 0.0525310338246303],
    [
      5,
      [
        { minutes: 0.5, ...speaking },
        { minutes: 0.75, ...silent },
      ],
      0.85,
      0.1418444014183748,
    ],
    [20, [{ minutes: 1, ...speaking }], 1, 0.5960970316354611],
  ])('at most %d', (k, exposures, seen, expected) => {
    expect(chanceOfAtMost(k, exposures, seen)).toBeCloseTo(expected, 9);
  });

  it('is the plain Poisson tail when all persons are alike, and 1 when no time passed', () => {
    expect(chanceOfAtMost(2, [{ minutes: 1 / 6, medianPerMinute: 26, sigmaLog: 0 }])).toBeCloseTo(poissonCdf(2, 26 / 6), 9);
    expect(chanceOfAtMost(0, [])).toBeCloseTo(1, 9);
  });

  it('is larger than a plain Poisson says: persons differ', () => {
    const differ = chanceOfAtMost(0, [{ minutes: 1, ...speaking }]);
    expect(differ).toBeGreaterThan(10 * poissonCdf(0, 18.5));
  });
});
