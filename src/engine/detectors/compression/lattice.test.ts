import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { combsOf, emptyCounts, logMeanGain, natsFor, tallyOf, type Counts } from './lattice.ts';
import { lensesOf } from './traces.ts';
import { standardQuality, standardTable } from './standard-table.ts';

/** 2000 coefficients of a Laplace distribution with mean size 15, at even steps of probability; first cut to multiples of `step`. */
function laplace(step: number, width: number): Counts {
  const counts = emptyCounts(width);
  for (let k = 0; k < 2000; k += 1) {
    const size = -15 * Math.log(1 - (k + 0.5) / 2000);
    const before = step === 0 ? size : Math.round(size / step) * step;
    const bin = Math.round(before / width);
    if (bin < counts.length) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function natsOf(counts: Counts, width: number): Map<number, number> {
  const smooth = laplace(0, width);
  return new Map(
    combsOf(width, 1 / 12).map((comb) => [comb.step, natsFor(comb, tallyOf(counts).occupied, logMeanGain(comb, smooth) ?? Number.NaN)]),
  );
}

describe('the trace of a step', () => {
  it.each([
    [11, 1],
    [10, 3],
    [7, 5],
  ])('of %i in bins of %i speaks for that step more than for any other', (step, width) => {
    const nats = natsOf(laplace(step, width), width);
    const best = [...nats].toSorted((a, b) => b[1] - a[1])[0];
    expect(best?.[0]).toBe(step);
    expect(best?.[1]).toBeGreaterThan(300);
  });

  it('is denied by coefficients that were not cut to it', () => {
    for (const [step, nats] of natsOf(laplace(0, 1), 1)) expect(nats, `step ${step}`).toBeLessThan(0);
  });

  it('of a step that divides the width cannot be seen and is not tried', () => {
    const steps = combsOf(12, 1 / 12).map(({ step }) => step);
    expect(steps).not.toContain(4);
    expect(steps).not.toContain(12);
    expect(steps).toContain(24);
  });
});

describe('the standard table', () => {
  it('is that of T.81 at quality 50, halved at 75 and all ones at 100', () => {
    expect(standardTable(50).slice(0, 4)).toEqual([16, 11, 10, 16]);
    expect(standardTable(75).slice(0, 4)).toEqual([8, 6, 5, 8]);
    expect(standardTable(100).every((step) => step === 1)).toBe(true);
  });

  it('is told by its steps, and not where they fit no quality', () => {
    const table = standardTable(60);
    const found = [1, 2, 8, 9, 16].map((place) => ({ place, step: table[place] ?? 0 }));
    const quality = standardQuality(found) ?? 0;
    expect(found.every(({ place, step }) => standardTable(quality)[place] === step)).toBe(true);
    expect(standardQuality(found.map(({ place }, k) => ({ place, step: 40 - 7 * k })))).toBeNull();
    expect(standardQuality(found.slice(0, 2))).toBeNull();
  });
});

it('the tables of qualities 1 to 100 are those that libjpeg-turbo 3.2.0 writes (Pillow 13.0.0, save(quality=q)), put into natural order', () => {
  const tables = Array.from({ length: 100 }, (_, k) => standardTable(k + 1)).flat();
  expect(createHash('sha256').update(Uint8Array.from(tables)).digest('hex')).toBe(
    '1b0599eac3d20cf0fd7131bbf6c6e808ab7e4be3bb19153bdc644d9a295af33d',
  );
});

// With scipy 1.17.1: norm.cdf of both edges of each bin less each multiple, summed over all multiples.
it('the gain of a step is that of its multiples under a normal error, and a step that leaves no trace in its bins is left out', () => {
  const gain = combsOf(3, 1 / 12).find(({ step }) => step === 10)?.gain ?? [];
  const expected = [3.1, 0.1, 0.1, 2.9751, 0.2249, 0.1, 0.2249, 2.9751, 0.1, 0.1, 3.1];
  expect([...gain.slice(0, 11)].map((value) => Math.round(value * 1e4) / 1e4)).toEqual(expected);
  const without = (...steps: readonly number[]) => Array.from({ length: 47 }, (_, k) => k + 2).filter((step) => !steps.includes(step));
  expect([1, 3, 5].map((width) => combsOf(width, 1 / 12).map(({ step }) => step))).toEqual([without(), without(3), without(2, 5)]);
});

it('off the own grid its steps are an error of a twelfth of their mean square', () => {
  const own = Array.from({ length: 64 }, (_, k) => (k % 2 === 0 ? 6 : 12));
  const { on, off } = lensesOf(own);
  expect(off.combs[0]).toEqual(combsOf(1, 1 / 12 + (36 + 144) / 24));
  expect(on.combs.slice(0, 2)).toEqual([combsOf(6, 1 / 12), combsOf(12, 1 / 12)]);
  expect(lensesOf(null).off.combs[0]).toEqual(combsOf(1, 1 / 12));
});

it('a tally counts what is not zero', () => {
  expect(tallyOf(Float64Array.of(9, 0, 2, 3))).toEqual({
    occupied: [
      { bin: 2, count: 2 },
      { bin: 3, count: 3 },
    ],
    coefficients: 5,
  });
});
