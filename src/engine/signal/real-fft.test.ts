import { describe, expect, it } from 'vitest';
import { autocorrelation, RealFft } from './real-fft.ts';

const noise = (length: number): Float64Array => {
  let state = 7;
  return Float64Array.from({ length }, () => ((state = (state * 16807) % 2147483647) / 2147483647) * 2 - 1);
};

describe('RealFft', () => {
  it.each([4, 16, 64, 256])('is the sum that defines it, length %d', (size) => {
    const values = noise(size);
    const fft = new RealFft(size);
    fft.transform(values);
    for (let k = 0; k <= size / 2; k += 1) {
      let [re, im] = [0, 0];
      for (let n = 0; n < size; n += 1) {
        re += values[n]! * Math.cos((2 * Math.PI * k * n) / size);
        im -= values[n]! * Math.sin((2 * Math.PI * k * n) / size);
      }
      expect(Math.hypot(fft.re[k]! - re, fft.im[k]! - im)).toBeLessThan(1e-11);
    }
  });

  it('refuses other lengths', () => expect(() => new RealFft(12)).toThrow('power of two'));
});

describe('autocorrelation', () => {
  it('is the sum of products, without wrapping', () => {
    const values = noise(100);
    const found = autocorrelation(values, 40, new RealFft(256));
    for (let lag = 0; lag <= 40; lag += 1) {
      let sum = 0;
      for (let n = 0; n + lag < 100; n += 1) sum += values[n]! * values[n + lag]!;
      expect(Math.abs(found[lag]! - sum)).toBeLessThan(1e-11);
    }
  });
});
