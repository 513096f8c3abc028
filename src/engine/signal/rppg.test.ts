import { describe, expect, it } from 'vitest';
import { chrom, pos, type ColourTrace } from './rppg.ts';
import { frequencies, periodogram } from './spectrum.ts';

const RATE = 30;
const COUNT = 300;
const STRETCH = 48;
const BAND = frequencies(0.7, 4, 0.02);

interface Scene {
  readonly perMinute: number;
  /** Relative change of the light and its rate: motion and lamps change all channels alike. */
  readonly light?: number;
  readonly lightPerMinute?: number;
}

/** Skin of a mean colour, 0.6 % of pulse in green in the blood-volume direction [0.33 0.77 0.53] (Wang et al. 2017, section III). */
function skin({ perMinute, light = 0, lightPerMinute = 100 }: Scene): ColourTrace {
  const channel = (level: number, strength: number): number[] =>
    Array.from({ length: COUNT }, (_, i) => {
      const t = i / RATE;
      const beat = 0.006 * (strength / 0.77) * Math.sin((2 * Math.PI * perMinute * t) / 60);
      return level * (1 + light * Math.sin((2 * Math.PI * lightPerMinute * t) / 60)) * (1 + beat);
    });
  return { r: channel(190, 0.33), g: channel(120, 0.77), b: channel(95, 0.53) };
}

function ratePerMinute(signal: readonly number[]): number {
  const power = periodogram(signal, RATE, BAND);
  return 60 * (BAND[power.indexOf(Math.max(...power))] ?? 0);
}

describe.each([
  ['POS', pos],
  ['CHROM', chrom],
])('%s', (_, project) => {
  it.each([48, 72, 110, 180])('finds %d beats a minute', (perMinute) => {
    expect(Math.abs(ratePerMinute(project(skin({ perMinute }), STRETCH)) - perMinute)).toBeLessThan(1);
  });

  it('finds the beat under light that changes five times as much at another rate, where green alone does not', () => {
    const trace = skin({ perMinute: 72, light: 0.03, lightPerMinute: 130 });
    expect(Math.abs(ratePerMinute(trace.g) - 130)).toBeLessThan(1);
    expect(Math.abs(ratePerMinute(project(trace, STRETCH)) - 72)).toBeLessThan(1);
  });

  it('says nothing of colours that do not change', () => {
    const still = { r: new Array<number>(COUNT).fill(190), g: new Array<number>(COUNT).fill(120), b: new Array<number>(COUNT).fill(95) };
    expect(Math.max(...project(still, STRETCH).map(Math.abs))).toBeLessThan(1e-12);
  });

  it('rises when green does', () => {
    const signal = project(skin({ perMinute: 60 }), STRETCH);
    const rising = signal.slice(90, 210).reduce((sum, v, i) => sum + v * Math.sin((2 * Math.PI * (i + 90)) / RATE), 0);
    expect(rising).toBeGreaterThan(0);
  });
});
