import { describe, expect, it } from 'vitest';
import { hann, powerSpectrum } from './fft.ts';

const SIDE = 16;
const square = (value: (x: number, y: number) => number): Float64Array =>
  Float64Array.from({ length: SIDE * SIDE }, (_, at) => value(at % SIDE, Math.floor(at / SIDE)));

describe('power spectrum', () => {
  it('of a wave lies at its own frequency and the negative one', () => {
    const power = powerSpectrum(
      square((x, y) => Math.cos((2 * Math.PI * (3 * x + 2 * y)) / SIDE)),
      SIDE,
    );
    const found = [...power.entries()].filter(([, value]) => value > 1e-6).map(([at]) => [at % SIDE, Math.floor(at / SIDE)]);
    expect(found).toEqual([
      [3, 2],
      [SIDE - 3, SIDE - 2],
    ]);
    expect(power[2 * SIDE + 3]).toBeCloseTo((SIDE * SIDE) ** 2 / 4, 6);
  });

  it('of a chequered board lies at half the sampling rate', () => {
    const power = powerSpectrum(
      square((x, y) => ((x + y) % 2 === 0 ? 1 : -1)),
      SIDE,
    );
    expect(power[(SIDE / 2) * SIDE + SIDE / 2]).toBeCloseTo((SIDE * SIDE) ** 2, 6);
  });

  it('agrees with the definition, and keeps the energy (Parseval)', () => {
    const noise = square((x, y) => Math.sin(x * 12.9898 + y * 78.233 + x * y));
    const power = powerSpectrum(noise, SIDE);
    const energy = noise.reduce((sum, value) => sum + value * value, 0);
    expect(power.reduce((sum, value) => sum + value, 0)).toBeCloseTo(energy * SIDE * SIDE, 6);
    let [re, im] = [0, 0];
    for (const [at, value] of noise.entries()) {
      const angle = (-2 * Math.PI * (5 * (at % SIDE) + 7 * Math.floor(at / SIDE))) / SIDE;
      re += value * Math.cos(angle);
      im += value * Math.sin(angle);
    }
    expect(power[7 * SIDE + 5]).toBeCloseTo(re * re + im * im, 8);
  });

  it('refuses other sides', () => {
    expect(() => powerSpectrum(new Float64Array(9), 3)).toThrow('power of two');
  });
});

it('the window begins at nothing and is one in the middle', () => {
  expect([hann(8)[0], hann(8)[4]]).toEqual([0, 1]);
});
