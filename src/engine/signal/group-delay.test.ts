import { describe, expect, it } from 'vitest';
import { GroupDelay, stepSpread } from './group-delay.ts';

const SHAPE = { rate: 16_000, frameSamples: 160, fftSize: 512, bandHz: [4000, 7300], lowHz: 1000, highHz: 5000 } as const;
const delay = new GroupDelay(SHAPE);
const frame = (of: (n: number) => number): Float32Array => Float32Array.from({ length: 160 }, (_, n) => of(n));

/** Noise of one hash; Gaussian enough as a sum of four. */
function noise(n: number): number {
  let sum = 0;
  for (let part = 1; part <= 4; part += 1) {
    let x = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(part, 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
    x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
    sum += ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
  }
  return 0.2 * sum;
}

describe('group delay', () => {
  it('is the same in all bins for one pulse, wherever it lies', () => {
    for (const place of [40, 80, 119]) {
      const [one] = delay.frames(frame((n) => (n === place ? 0.5 : 0)));
      // ln of the floor alone: no step at all.
      expect(one!.mean).toBeCloseTo(Math.log(1e-4), 2);
      expect(stepSpread([one!])).toBeLessThan(1e-3);
    }
  });

  it('steps between two pulses of unlike size as their formula says', () => {
    // x = δ(60) + a δ(100) after the window: the delay is 60 + 40 a (a + cos θ) / (1 + a² + 2 a cos θ), θ = 40 ω.
    const window = (n: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / 160);
    const [first, second] = [1, 0.5];
    const a = (second * window(100)) / (first * window(60));
    const at = (k: number): number => {
      const theta = (2 * Math.PI * 40 * k) / 512;
      return 60 + (40 * a * (a + Math.cos(theta))) / (1 + a * a + 2 * a * Math.cos(theta));
    };
    const logs = Array.from({ length: 234 - 128 }, (_, k) => Math.log(Math.abs(at(129 + k) - at(128 + k)) / 160 + 1e-4));
    const expected = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    const [one] = delay.frames(frame((n) => (n === 60 ? first : n === 100 ? second : 0)));
    expect(one!.mean).toBeCloseTo(expected, 3);
    expect(one!.meanSquare).toBeCloseTo(logs.reduce((sum, value) => sum + value ** 2, 0) / logs.length, 2);
  });

  it('spreads further where pulses and noise take turns than in noise alone, at any level', () => {
    const second = (of: (n: number) => number): Float32Array => Float32Array.from({ length: 16_000 }, (_, n) => of(n));
    const plain = stepSpread(delay.frames(second(noise)));
    const pulses = stepSpread(delay.frames(second((n) => 0.05 * noise(n) + (n % 131 === 0 ? 0.5 : 0))));
    expect(plain).toBeGreaterThan(1.5);
    expect(pulses).toBeGreaterThan(1.1 * plain);
    expect(stepSpread(delay.frames(second((n) => 0.01 * noise(n))))).toBeCloseTo(plain, 3);
  });

  it('tells power below and above apart', () => {
    const tone = (hz: number): Float32Array => frame((n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / 16_000));
    const ratio = (samples: Float32Array): number => 10 * Math.log10(delay.frames(samples)[0]!.high / delay.frames(samples)[0]!.low);
    expect(ratio(tone(6000))).toBeGreaterThan(60);
    expect(ratio(tone(500))).toBeLessThan(-60);
    // In the band, but below where the power is asked.
    expect(delay.frames(tone(4300))[0]!.high / delay.frames(tone(6000))[0]!.high).toBeLessThan(1e-5);
  });

  it('leaves frames without any power out', () => {
    expect(delay.frames(new Float32Array(1600))).toEqual([]);
    expect(delay.frames(new Float32Array(100))).toEqual([]);
  });
});
