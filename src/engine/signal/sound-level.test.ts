import { describe, expect, it } from 'vitest';
import { mainsHum } from './mains-hum.ts';
import { bandwidth, frameLevels, level, longTermSpectrum, noiseFloorDb, valueHistogram } from './sound-level.ts';

const tone = (hz: number, rate: number, seconds: number, size = 1): Float32Array =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, n) => size * Math.sin((2 * Math.PI * hz * n) / rate));

describe('level', () => {
  it('says a full-scale sine as -3.01 dB with a peak of 0', () => {
    const { rmsDb, peakDb, offset, clippedSamples, zeroShare } = level(tone(1000, 16_000, 1));
    expect(rmsDb).toBeCloseTo(-3.01, 2);
    expect(peakDb).toBeCloseTo(0, 6);
    expect(offset).toBeCloseTo(0, 9);
    expect(clippedSamples).toBe(0);
    expect(zeroShare).toBeLessThan(0.001);
  });

  it('counts flat tops as clipped, and an offset as one', () => {
    const hard = tone(100, 16_000, 1, 2).map((value) => Math.max(-1, Math.min(32767 / 32768, value)));
    // |sin| ≥ 1/2 during two thirds of the time.
    expect(level(hard).clippedSamples / hard.length).toBeCloseTo(2 / 3, 1);
    expect(level(tone(100, 16_000, 1, 0.5).map((value) => value + 0.01)).offset).toBeCloseTo(0.01, 5);
  });

  it('says silence as the least level', () => expect(level(new Float32Array(10))).toMatchObject({ rmsDb: -200, zeroShare: 1 }));
});

it('has the noise floor of the quiet frames', () => {
  const sound = new Float32Array(16_000);
  sound.set(tone(500, 16_000, 0.6, 0.5));
  sound.set(tone(500, 16_000, 0.4, 0.001), 9600);
  const levels = frameLevels(sound, 16_000);
  expect(levels).toHaveLength(50);
  expect(noiseFloorDb(levels)).toBeCloseTo(-63.01, 1);
  expect(noiseFloorDb(levels.slice(0, 9))).toBeNull();
});

it('counts sample values', () => expect(valueHistogram(Float32Array.of(-1, -0.1, 0.1, 0.9, 1), 4)).toEqual([1, 1, 1, 2]));

describe('longTermSpectrum', () => {
  it('shows a tone where it is, and its bandwidth', () => {
    const found = longTermSpectrum(tone(3000, 16_000, 1, 0.1), 16_000)!;
    const loudest = found.meanDb.indexOf(Math.max(...found.meanDb));
    expect(loudest * found.stepHz).toBe(3000);
    expect(found.meanDb[loudest]).toBeCloseTo(-20, 1);
    expect(Math.abs(bandwidth(found).power99Hz - 3000)).toBeLessThan(40);
  });

  it('finds where noise was cut off', () => {
    let state = 11;
    // A sum of many tones below 4 kHz over a floor of -100 dB.
    const sound = new Float32Array(32_000).map(() => ((state = (state * 16807) % 2147483647) / 2147483647 - 0.5) * 1e-5);
    for (let hz = 100; hz <= 4000; hz += 100) tone(hz, 16_000, 2, 0.01).forEach((value, n) => (sound[n]! += value));
    const { highestHz } = bandwidth(longTermSpectrum(sound, 16_000)!);
    // The window's own skirt reaches 110 Hz further where the floor is 60 dB below.
    expect(Math.abs(highestHz! - 4000)).toBeLessThan(120);
  });

  it('says nothing about less than a frame', () => expect(longTermSpectrum(new Float32Array(100), 16_000)).toBeNull());
});

describe('mainsHum', () => {
  it('finds the frequency within the resolution, and says which', () => {
    const [fifty, sixty] = mainsHum(tone(49.93, 2000, 10, 0.01), 2000);
    expect(fifty!.resolutionHz).toBeCloseTo(0.1, 6);
    expect(Math.abs(fifty!.hz - 49.93)).toBeLessThan(0.02);
    expect(fifty!.levelDb).toBeCloseTo(-40, 0);
    expect(fifty!.prominenceDb).toBeGreaterThan(30);
    expect(sixty!.levelDb).toBeLessThan(-80);
  });

  it('is not asked below a second', () => expect(mainsHum(tone(50, 8000, 0.9), 8000)).toEqual([]));
});
