import { describe, expect, it } from 'vitest';
import { lineAmplitude, phaseStep, type Phasor } from './hum-phase.ts';
import { humTrack } from './hum-track.ts';

const RATE = 8000;
const STEP = 512;
const SECONDS = 8;

/** Even noise that repeats nowhere in a test. */
function noise(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
}

function amplitudes(of: (n: number) => number, hz = 50): Phasor[] {
  const samples = Float64Array.from({ length: SECONDS * RATE }, (_, n) => of(n));
  const found: Phasor[] = [];
  for (let end = 2 * STEP; end <= samples.length; end += STEP)
    found.push(lineAmplitude(samples, { from: end - 2 * STEP, end }, { hz, rate: RATE, origin: 0 }));
  return found;
}
const tone =
  (hz: number, phase = 0) =>
  (n: number) =>
    0.01 * Math.cos((2 * Math.PI * hz * n) / RATE + phase);
const hummed = (jump: number) => (n: number) => tone(50.08, n >= 4 * RATE ? jump : 0)(n) + 0.02 * noise(n);
const steps = (of: (n: number) => number) => {
  const z = amplitudes(of);
  return Array.from({ length: z.length - 40 }, (_, k) => ({
    place: k + 20,
    ...phaseStep(z.slice(k, k + 20), z.slice(k + 20, k + 40), STEP / RATE, 0.6),
  }));
};

describe('lineAmplitude', () => {
  it('gives a tone’s size and its phase, the same wherever in the recording it is taken', () => {
    for (const [re, im] of amplitudes(tone(50, 1))) {
      expect(Math.hypot(re, im)).toBeCloseTo(0.01, 5);
      expect(Math.atan2(im, re)).toBeCloseTo(1, 3);
    }
    const samples = Float64Array.from({ length: 1024 }, (_, n) => tone(50, 1)(n + 123_457));
    const [re, im] = lineAmplitude(samples, { from: 0, end: 1024 }, { hz: 50, rate: RATE, origin: 123_457 });
    expect(Math.atan2(im, re)).toBeCloseTo(1, 3);
  });

  it('hears nothing of a voice one octave above', () => {
    for (const [re, im] of amplitudes(tone(100))) expect(Math.hypot(re, im)).toBeLessThan(0.0001);
  });
});

describe('phaseStep', () => {
  it('finds a jump by its size and its place, off the nominal frequency; the twin without has none', () => {
    const best = steps(hummed(1.5)).sort((a, b) => b.gain - a.gain)[0]!;
    expect(best.gain).toBeGreaterThan(50);
    expect(Math.abs(best.jump - 1.5)).toBeLessThan(0.15);
    expect(Math.abs(best.offsetHz - 0.08)).toBeLessThan(0.03);
    // Amplitude k stands for the time (k + 1) STEP: the jump at 4 s lies between numbers 61 and 62.
    expect(Math.abs(best.place - 62)).toBeLessThanOrEqual(1);
    expect(Math.max(...steps(hummed(0)).map(({ gain }) => gain))).toBeLessThan(8);
  });

  it('a change of size is no jump', () => {
    const louder = steps((n) => (n >= 4 * RATE ? 3 : 1) * tone(50)(n) + 0.02 * noise(n));
    expect(Math.max(...louder.filter(({ jump }) => Math.abs(jump) > 0.5).map(({ gain }) => gain), 0)).toBeLessThan(8);
  });
});

describe('humTrack', () => {
  const plan = { lineHz: 50, harmonic: 1, step: STEP / RATE, frame: 32, hop: 16 } as const;

  it('reads the frequency of a tone within 2 mHz, and of its second harmonic the fundamental’s', () => {
    const points = humTrack(amplitudes(tone(50.113)), plan);
    expect(points).toHaveLength(6);
    for (const { hz } of points) expect(Math.abs(hz - 50.113)).toBeLessThan(0.002);
    for (const { hz } of humTrack(amplitudes(tone(100.226), 100), { ...plan, lineHz: 100, harmonic: 2 }))
      expect(Math.abs(hz - 50.113)).toBeLessThan(0.002);
  });

  it('follows a change, and tells noise by its ratio', () => {
    const drifting = humTrack(
      amplitudes((n) => 0.01 * Math.cos(2 * Math.PI * (50 * (n / RATE) + 0.01 * (n / RATE) ** 2)) + 0.002 * noise(n)),
      plan,
    );
    // The frequency is 50 + 0.02 t, at the middle of a frame.
    for (const { first, hz, signalToNoiseDb } of drifting) {
      expect(Math.abs(hz - 50 - (0.02 * (first + 16.5) * STEP) / RATE)).toBeLessThan(0.01);
      expect(signalToNoiseDb).toBeGreaterThan(20);
    }
    for (const { signalToNoiseDb } of humTrack(amplitudes(noise), plan)) expect(signalToNoiseDb).toBeLessThan(12);
    expect(humTrack([null, ...amplitudes(noise).slice(0, 31)], plan)).toEqual([]);
  });
});
