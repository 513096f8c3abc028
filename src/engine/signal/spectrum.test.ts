import { expect, it } from 'vitest';
import { frequencies, periodogram, phasor } from './spectrum.ts';

const RATE = 30;
const tone = (hz: number, amplitude: number, phase = 0): number[] =>
  Array.from({ length: 300 }, (_, i) => 5 + amplitude * Math.cos((2 * Math.PI * hz * i) / RATE + phase));

it('the band has both ends', () => {
  expect(frequencies(1, 2, 0.25)).toEqual([1, 1.25, 1.5, 1.75, 2]);
});

it('a tone gives its squared amplitude at its frequency and nothing two bins away', () => {
  const [there, away] = periodogram(tone(1.2, 3), RATE, [1.2, 1.4]);
  expect(there).toBeCloseTo(9, 1);
  expect(away).toBeLessThan(0.01);
});

it('two tones are as far apart in phase as they are', () => {
  const [a, b] = [phasor(tone(1.2, 1, 0.3), RATE, 1.2), phasor(tone(1.2, 4, 1.5), RATE, 1.2)];
  expect(Math.hypot(...b)).toBeCloseTo(4, 2);
  expect(Math.atan2(b[1], b[0]) - Math.atan2(a[1], a[0])).toBeCloseTo(1.2, 2);
});

it('a constant, and nothing at all, have no power', () => {
  expect(periodogram(tone(1, 0), RATE, [1])[0]).toBeCloseTo(0, 12);
  expect(phasor([], RATE, 1).every((v) => Number.isNaN(v) || v === 0)).toBe(true);
});
