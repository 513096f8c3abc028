import { describe, expect, it } from 'vitest';
import type { Tally } from './frame-trace.ts';
import { contrasts, GRANULE, HybridTrace, lowPass, placeSamples } from './hybrid-trace.ts';
import { PARAMETERS } from './parameters.ts';

const FILTER = lowPass();
const [FIRST, BANDS] = [PARAMETERS.firstBand.value, PARAMETERS.bands.value];

function noise(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return 0.5 * (((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5);
}
const SAMPLES = Float64Array.from({ length: placeSamples(1) + 576 }, (_, n) => noise(n));
const tallies = (): Tally[] => Array.from({ length: GRANULE }, () => ({ tested: 0, small: 0 }));

/** The coefficients of one granule, as the norm writes them down: sums over all taps and values. */
function byDefinition(end: number): number[] {
  const bands = Array.from({ length: BANDS }, (_, b) =>
    Array.from({ length: 36 }, (_v, hop) => {
      let sum = 0;
      for (let n = 0; n < 512; n += 1)
        sum += SAMPLES[end + 32 * hop - n]! * FILTER[n]! * Math.cos(((2 * (b + FIRST) + 1) * (n - 16) * Math.PI) / 64);
      return (b + FIRST) % 2 === 1 && hop % 2 === 1 ? -sum : sum;
    }),
  );
  const out = bands.flatMap((values) =>
    Array.from({ length: 18 }, (_, j) =>
      values.reduce(
        (sum, value, k) => sum + value * Math.sin((Math.PI / 36) * (k + 0.5)) * Math.cos((Math.PI / 72) * (2 * k + 19) * (2 * j + 1)),
        0,
      ),
    ),
  );
  for (let edge = 18; edge < out.length; edge += 18)
    for (const [i, c] of [-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037].entries()) {
      const [up, down, length] = [out[edge - 1 - i]!, out[edge + i]!, Math.sqrt(1 + c * c)];
      [out[edge - 1 - i], out[edge + i]] = [(up + c * down) / length, (down - c * up) / length];
    }
  return out;
}

describe('the hybrid filter bank', () => {
  it('has half power at the edge of a band and nothing two bands away', () => {
    const gain = (bands: number): number =>
      Math.hypot(
        ...[Math.cos, Math.sin].map((of) => FILTER.reduce((sum, value, n) => sum + value * of((bands * Math.PI * (n - 256)) / 32), 0)),
      );
    expect(gain(0)).toBeCloseTo(1, 12);
    expect(gain(0.5) ** 2).toBeCloseTo(0.5, 6);
    for (const away of [2, 2.5, 7, 20]) expect(20 * Math.log10(gain(away))).toBeLessThan(-80);
  });

  it('counts at each offset what the definition gives', () => {
    const found = tallies();
    new HybridTrace().scan(SAMPLES, 3, 1, found);
    for (const shift of [0, 1, 31, 32, 300, 575]) {
      const coefficients = byDefinition(3 + 512 + shift);
      let [tested, small] = [0, 0];
      for (let i = 13; i < coefficients.length - 13; i += 1) {
        const around = [-4, -3, -2, -1, 1, 2, 3, 4].reduce((sum, d) => sum + coefficients[i + d]! ** 2, 0) / 8;
        tested += 1;
        if (coefficients[i]! ** 2 < PARAMETERS.smallShareMp3.value * around) small += 1;
      }
      expect(found[(3 + 512 + shift) % GRANULE]).toEqual({ tested, small });
    }
  });

  it('has no contrast without enough coefficients, and one against all offsets with', () => {
    const some = tallies();
    for (const tally of some) Object.assign(tally, { tested: 1000, small: 20 });
    Object.assign(some[7]!, { small: 80 });
    Object.assign(some[8]!, { tested: 10, small: 5 });
    const all = contrasts(some);
    expect(all[8]).toBeNull();
    // The share over all is 11565 of 575010, so 20.11 are expected with a deviation of 4.44.
    expect(all[7]).toBeCloseTo((80 - 1000 * (11_565 / 575_010)) / Math.sqrt(1000 * (11_565 / 575_010) * (1 - 11_565 / 575_010)), 6);
  });
});
