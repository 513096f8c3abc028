import { describe, expect, it } from 'vitest';
import { humOverTime } from './hum-over-time.ts';

const RATE = 1000;
const SECONDS = 12;

/** Even noise that repeats nowhere in a test. */
function noise(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
}

const made = (of: (n: number) => number, seconds = SECONDS) => Float32Array.from({ length: seconds * RATE }, (_, n) => of(n));
const tone = (hz: number, n: number, size = 0.01) => size * Math.cos((2 * Math.PI * hz * n) / RATE);

function measured(of: (n: number) => number) {
  const track = humOverTime(made(of), RATE);
  if (track.outcome !== 'measured') throw new Error(track.reason);
  return track;
}

describe('humOverTime', () => {
  it('reads the fundamental of each grid within 2 mHz, a frame each half second', () => {
    for (const [hz, nominalHz] of [
      [49.943, 50],
      [60.021, 60],
    ] as const) {
      const track = measured((n) => tone(hz, n));
      expect(track).toMatchObject({ nominalHz, harmonic: 1, heardFrames: track.points.length });
      expect(Math.abs(track.medianHz - hz)).toBeLessThan(0.002);
      expect(track.highestHz - track.lowestHz).toBeLessThan(0.004);
      expect(track.points).toHaveLength(20);
      expect(track.points.slice(0, 2).map(([seconds]) => seconds)).toEqual([1.056, 1.568]);
    }
  });

  it('takes the second harmonic where it stands out more, and gives the fundamental', () => {
    const track = measured((n) => tone(50.06, n, 0.0003) + tone(100.12, n) + 0.004 * noise(n));
    expect(track).toMatchObject({ nominalHz: 50, harmonic: 2 });
    expect(Math.abs(track.medianHz - 50.06)).toBeLessThan(0.005);
  });

  it('follows a frequency that drifts, each point at the middle of its frame', () => {
    const track = measured((n) => 0.01 * Math.cos(2 * Math.PI * (49.95 * (n / RATE) + 0.005 * (n / RATE) ** 2)) + 0.002 * noise(n));
    for (const [seconds, hz] of track.points) expect(Math.abs(hz! - 49.95 - 0.01 * seconds)).toBeLessThan(0.01);
  });

  it('leaves a gap where the hum is away', () => {
    const track = measured((n) => (n < 7 * RATE ? tone(50, n) : 0) + 0.01 * noise(n));
    for (const [seconds, hz, decibels] of track.points) {
      expect(hz === null).toBe(decibels < track.marginDb);
      // A frame reaches 1.056 s to either side of its middle.
      if (seconds < 7 - 1.06) expect(hz).not.toBeNull();
      if (seconds > 7 + 1.06) expect(hz).toBeNull();
    }
  });

  it('abstains in words for noise, and for what is shorter than one frame', () => {
    expect(humOverTime(made(noise), RATE)).toMatchObject({
      outcome: 'abstained',
      reason: expect.stringMatching(/^No hum: on the best line, (50|60|100|120) Hz/) as string,
    });
    expect(
      humOverTime(
        made((n) => tone(50, n), 2),
        RATE,
      ),
    ).toEqual({
      outcome: 'abstained',
      reason: 'Shorter than 2.1 s, one frame of the frequency over time.',
    });
    expect(
      humOverTime(
        made(() => 0),
        RATE,
      ).outcome,
    ).toBe('abstained');
  });
});
