import { describe, expect, it } from 'vitest';
import { decibels, fftSizeOf, gaussianWindow, LEAST_DB, ShortTime } from './short-time.ts';

describe('ShortTime', () => {
  it.each([
    [8000, 0.03],
    [16_000, 0.03],
    [44_100, 0.03],
    [48_000, 0.03],
    [16_000, 0.005],
    [48_000, 0.005],
  ])('gives a full-scale sine of 1 kHz 0 dB in its row, at %d Hz with %d s', (rate, length) => {
    const short = new ShortTime(rate, length);
    const samples = Float64Array.from({ length: short.span }, (_, n) => Math.sin((2 * Math.PI * 1000 * n) / rate));
    const power = new Float64Array(short.bins);
    short.add(samples, 0, power);
    const loudest = power.indexOf(Math.max(...power));
    expect(loudest).toBe(Math.round((1000 * short.fftSize) / rate));
    expect(Math.abs(decibels(power[loudest]!))).toBeLessThan(0.1);
  });

  it('has the bandwidth that the length promises: -3 dB at 0.649 / length from the tone', () => {
    const [rate, length] = [16_000, 0.03];
    const short = new ShortTime(rate, length);
    const level = (hz: number): number => {
      const power = new Float64Array(short.bins);
      short.add(
        Float64Array.from({ length: short.span }, (_, n) => Math.cos((2 * Math.PI * hz * n) / rate)),
        0,
        power,
      );
      return decibels(power[256]!);
    };
    expect(level(2000 + 0.649 / length)).toBeCloseTo(-3.01, 1);
  });

  it('has a symmetric window that begins near nothing', () => {
    const window = gaussianWindow(101);
    expect(window[50]).toBe(1);
    expect(window[0]).toBeCloseTo(window[100]!, 12);
    expect(window[0]).toBeLessThan(1e-4);
  });

  it('says silence as the least level', () => expect(decibels(0)).toBe(LEAST_DB));
  it('plans a power of two', () => expect([fftSizeOf(48_000, 0.03), fftSizeOf(16_000, 0.005)]).toEqual([8192, 512]));
});
