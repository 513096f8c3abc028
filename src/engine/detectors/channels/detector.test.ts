import { describe, expect, it } from 'vitest';
import { madeBlocks, soundFacts, type MadeSound } from '../../../../tests/helpers/made-sound.ts';
import type { Conclusion, ObservationRow } from '../interface.ts';
import { clippedSamples } from './clipping.ts';
import { channelsDetector } from './detector.ts';
import { openEars } from './observe.ts';
import { VALUE } from './relations.ts';

const RATE = 16_000;

/** Noise that repeats nowhere in a test; another seed is another microphone. */
function noise(seed: number): (n: number) => number {
  return (n) => {
    let x = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
    x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
    return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
  };
}
const one = noise(1);
const other = noise(2);
/** Samples as 16-bit sound has them. */
const bits = (value: number): number => Math.round(value * 32_768) / 32_768;

function rowsOf(sound: MadeSound): ObservationRow[] {
  const observe = openEars();
  return madeBlocks(sound).flatMap((block) => observe(block).map((row) => ({ frame: block.index, trackId: null, ...row })));
}

function conclude(channels: MadeSound['channels'], seconds = 4): Conclusion {
  const rows = rowsOf({ sampleRate: RATE, samples: seconds * RATE, channels });
  const facts = soundFacts({ sampleRate: RATE, channels: channels.length, seconds });
  return channelsDetector.conclude({ facts, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
}

const told = ({ findings }: Conclusion): unknown[] =>
  findings.map(({ kind, startUs, endUs, weight, measure }) => [kind, startUs / 1e6, endUs / 1e6, weight, measure.value]);
const score = ({ outcome }: Conclusion): unknown => (outcome.status === 'measured' ? outcome.score : outcome.status);

describe('how the channels belong together', () => {
  it('two microphones are told by nothing', () => {
    const conclusion = conclude([(n) => bits(0.3 * one(n)), (n) => bits(0.3 * other(n) + 0.1 * one(n))]);
    expect([score(conclusion), told(conclusion)]).toEqual([0, []]);
  });

  it('one microphone written twice', () => {
    const conclusion = conclude([(n) => bits(0.3 * one(n)), (n) => bits(0.3 * one(n))]);
    expect([score(conclusion), told(conclusion)]).toEqual([0, [['channels-identical', 0, 4, 'note', 4]]]);
  });

  it('a copy at another level, under noise of coding', () => {
    const conclusion = conclude([(n) => bits(0.3 * one(n)), (n) => bits(0.15 * one(n) + 0.0005 * other(n))]);
    // Noise of 0.0005 beside 0.15: 20 log10(0.0005 / 0.15) = -49.5 dB.
    expect(told(conclusion)).toEqual([['channels-copied', 0, 4, 'note', expect.closeTo(-49.5, 0) as number]]);
  });

  it('a copy with its sign changed', () => {
    const [finding] = conclude([(n) => bits(0.3 * one(n)), (n) => -bits(0.3 * one(n))]).findings;
    expect([finding?.kind, finding?.measure.value]).toEqual(['channels-inverted', -120]);
  });

  it.each([37, -210, 799])('a copy that comes %i samples later', (delay) => {
    const conclusion = conclude([(n) => bits(0.3 * one(n)), (n) => bits(0.3 * one(n - delay))]);
    expect(told(conclusion)).toEqual([['channels-delayed', 0, 4, 'note', delay]]);
  });

  it('does not take an echo later than 50 ms, or by half a sample of smooth sound, for more than it is', () => {
    expect(told(conclude([(n) => bits(0.3 * one(n)), (n) => bits(0.3 * one(n - 900))]))).toEqual([]);
  });

  it('one silent channel', () => {
    expect(told(conclude([(n) => bits(0.3 * one(n)), () => 0]))).toEqual([['channel-silent', 0, 4, 'note', 4]]);
  });

  it('gives the place of a mono stretch in a stereo recording', () => {
    const inside = (n: number): boolean => n >= 5 * RATE && n < 8 * RATE;
    const conclusion = conclude([(n) => bits(0.3 * one(n)), (n) => bits(0.3 * (inside(n) ? one(n) : other(n)))], 12);
    expect([score(conclusion), told(conclusion)]).toEqual([0.25, [['channels-identical', 5, 8, 'note', 3]]]);
    expect(conclusion.findings[0]?.explanation).toContain('Elsewhere the channels belong together in another way');
  });

  it('and of a stereo stretch in a mono one; silence between parts nothing', () => {
    const wide = (n: number): boolean => n >= 9 * RATE;
    const quiet = (n: number): number => (n >= 3 * RATE && n < 5 * RATE ? 0 : 1);
    const conclusion = conclude([(n) => quiet(n) * bits(0.3 * one(n)), (n) => quiet(n) * bits(0.3 * (wide(n) ? other(n) : one(n)))], 12);
    expect([score(conclusion), told(conclusion)]).toEqual([
      0.3,
      [
        ['channels-identical', 0, 9, 'note', 9],
        ['channels-differ', 9, 12, 'note', 3],
      ],
    ]);
  });

  it('abstains on one channel, and tells offset and clipping all the same', () => {
    const loud = (n: number): number => bits(Math.max(-0.6, Math.min(0.6, 0.9 * Math.sin(n / 9)))) + bits(0.01);
    const conclusion = conclude([loud]);
    expect(conclusion.outcome).toMatchObject({ status: 'abstained', reason: expect.stringContaining('one channel') as string });
    expect(conclusion.findings.map(({ kind }) => kind)).toEqual(['offset', 'clipping']);
    expect(conclusion.signals.map(({ name }) => name)).toEqual(['levelFirst', 'offset']);
  });
});

describe('offset and clipping', () => {
  it('measures the offset to six places, and tells it from its limit on', () => {
    const lying = (offset: number): Conclusion => conclude([(n) => 0.3 * one(n) + offset, (n) => 0.3 * other(n) + offset]);
    const measured = lying(0.01).outcome;
    const value = measured.status === 'measured' ? measured.measures.find(({ name }) => name === 'offset from zero')?.value : undefined;
    // The noise itself lies less than a thousandth off zero.
    expect(Math.abs((value ?? 0) - 0.01)).toBeLessThan(0.002);
    expect(told(lying(0.02)).map((one) => (one as unknown[])[0])).toEqual(['offset']);
  });

  it.each([1, 0.25])('counts flat tops with sharp edges at a level of %d', (gain) => {
    const clipped = Float32Array.from({ length: RATE }, (_, n) => bits(gain * Math.max(-0.8, Math.min(0.8, Math.sin(n / 7)))));
    const flat = clipped.filter((value) => Math.abs(value) === bits(gain * 0.8)).length;
    expect(flat).toBeGreaterThan(3000);
    // The runs at both ends of the row and single samples may differ.
    expect(Math.abs(clippedSamples(clipped) - flat)).toBeLessThan(20);
  });

  it('takes what rounding makes of a slow, quiet tone for no clipping', () => {
    for (const amplitude of [0.002, 0.05, 0.5])
      expect(clippedSamples(Float32Array.from({ length: RATE }, (_, n) => bits(amplitude * Math.sin((2 * Math.PI * 50 * n) / RATE))))).toBe(
        0,
      );
    expect(clippedSamples(new Float32Array(RATE))).toBe(0);
  });
});

it('a row has fixed values for a known second', () => {
  const [row] = rowsOf({
    sampleRate: 8000,
    samples: 8000,
    channels: [(n) => 0.5 * Math.sin((2 * Math.PI * 100 * n) / 8000), (n) => 0.25 * Math.sin((2 * Math.PI * 100 * (n - 8)) / 8000)],
  });
  const value = (name: keyof typeof VALUE): number => row?.values[VALUE[name]] ?? Number.NaN;
  expect(value('samples')).toBe(8000);
  // Sines of 0.5 and 0.25: 20 log10(0.5 / √2) and 6.02 dB less.
  expect(value('levelFirst')).toBeCloseTo(-9.031, 2);
  expect(value('levelSecond')).toBeCloseTo(-15.051, 2);
  expect(value('peak')).toBeCloseTo(0.5, 6);
  expect(value('offset')).toBeCloseTo(0, 6);
  expect([value('clipped'), value('unequal') > 7900, value('delay') % 40]).toEqual([0, true, 8]);
  expect(value('correlation')).toBeCloseTo(1, 6);
});
