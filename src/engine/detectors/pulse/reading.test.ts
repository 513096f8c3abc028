/** What colour noise without a pulse gives: the limit of the signal-to-noise ratio stands on it. */
import { expect, it } from 'vitest';
import { onEvenClock } from '../../signal/even-clock.ts';
import { PARAMETERS } from './parameters.ts';
import { readPulse } from './reading.ts';

/** Normal numbers that are the same in every run. */
function normal(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Signal-to-noise ratios in dB of windows at 25 frames a second, ascending; each frame's noise keeps the share `kept` of the one before. */
function ratiosOfNoise(kept: number, windows: number): number[] {
  const next = normal(1);
  const timesUs = Array.from({ length: 253 }, (_, i) => i * 40_000);
  const channel = (level: number): number[] => {
    let state = 0;
    const values = timesUs.map(() => level + 0.3 * Math.sqrt(1 - kept * kept) * (state = kept * state + next()));
    return onEvenClock({ timesUs, values }, 0, 1e6 / 30, 300, 150_000) ?? [];
  };
  const trace = () => ({ r: channel(180), g: channel(120), b: channel(95) });
  return Array.from({ length: windows }, () => readPulse(trace()).snrDb).sort((a, b) => a - b);
}

it.each([
  ['white', 0, 1.5, 1],
  ['keeps 0.9 from frame to frame', 0.9, 6, 0.98],
  ['keeps 0.99', 0.99, 7, 0.97],
])('noise (%s) stays below the limit in nearly every window', (_, kept, near, share) => {
  const ratios = ratiosOfNoise(kept, 300);
  const below = ratios.filter((db) => db < PARAMETERS.minimumSnrDb.value).length / ratios.length;
  expect(below).toBeGreaterThanOrEqual(share);
  expect(ratios[Math.floor(0.99 * ratios.length)]).toBeLessThan(near);
});
