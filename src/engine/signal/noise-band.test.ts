import { expect, it } from 'vitest';
import { NoiseBand } from './noise-band.ts';

const RATE = 16_000;
const band = new NoiseBand({ rate: RATE, windowSamples: 640, bandHz: [700, 3500] });

/** Uniform noise with the same numbers each time. */
function noise(length: number, amplitude: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (1_103_515_245 * state + 12_345) % 2 ** 31;
    return amplitude * ((2 * state) / 2 ** 31 - 1);
  });
}

it('reads the power of a tone in its band: half the square of its amplitude', () => {
  const tone = Float32Array.from({ length: 640 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 2000 * n) / RATE));
  expect(band.at(tone, 0)?.levelDb).toBeCloseTo(10 * Math.log10(0.125), 1);
  const low = Float32Array.from({ length: 640 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 200 * n) / RATE));
  expect(band.at(low, 0)?.levelDb).toBeLessThan(-60);
});

it('tells noise, which is flat, from a tone, which is not; the share of white noise in the band is its share of the spectrum', () => {
  const samples = noise(64_000, 0.1);
  const frames = Array.from({ length: 100 }, (_, k) => band.at(samples, k * 640)).filter((frame) => frame !== null);
  const power = frames.reduce((sum, { levelDb }) => sum + 10 ** (levelDb / 10), 0) / frames.length;
  expect(10 * Math.log10(power)).toBeCloseTo(10 * Math.log10((0.1 ** 2 / 3) * (2800 / 8000)), 0);
  // The logarithm of a chi-square with two degrees of freedom lies Euler's constant below that of its mean: 2.51 dB.
  expect(frames.reduce((sum, { flatnessDb }) => sum + flatnessDb, 0) / frames.length).toBeCloseTo(-2.51, 0);
  const tone = Float32Array.from({ length: 640 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 2000 * n) / RATE));
  expect(band.at(tone, 0)?.flatnessDb).toBeLessThan(-15);
});

it('has nothing to say of a window that is not whole', () => {
  expect(band.at(noise(1000, 0.1), -1)).toBeNull();
  expect(band.at(noise(1000, 0.1), 361)).toBeNull();
  expect(band.at(new Float32Array(640), 0)?.levelDb).toBeLessThan(-100);
});
