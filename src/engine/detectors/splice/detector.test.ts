import { describe, expect, it } from 'vitest';
import { madeBlocks, soundFacts } from '../../../../tests/helpers/made-sound.ts';
import type { Conclusion, ObservationRow } from '../interface.ts';
import { spliceDetector } from './detector.ts';
import { differing } from './fingerprint.ts';
import { hopOf, openSeam, VALUE } from './observe.ts';
import { repeatsOf } from './repeats.ts';

const RATE = 16_000;
const SECONDS = 4;

/** Noise that repeats nowhere in a test. */
function noise(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
}

/** Tones that glide, over a weak noise: what comes next is predicted well. */
function glide(n: number): number {
  const t = n / RATE;
  const phase = 2 * Math.PI * (180 * t + 30 * Math.sin(1.7 * t));
  return 0.25 * (Math.sin(phase) + 0.5 * Math.sin(2 * phase + 1) + 0.3 * Math.sin(5 * phase + 2)) + 0.001 * noise(n);
}
const bits = (value: number): number => Math.round(value * 32_768) / 32_768;

function rowsOf(of: (n: number) => number, samples = SECONDS * RATE, channels = 1): ObservationRow[] {
  const observe = openSeam();
  const made = { sampleRate: RATE, samples, channels: Array.from({ length: channels }, () => (n: number) => bits(of(n))) };
  return madeBlocks(made).flatMap((block) => observe(block).map((row) => ({ frame: block.index, trackId: null, ...row })));
}

function conclude(rows: readonly ObservationRow[]): Conclusion {
  const facts = soundFacts({ sampleRate: RATE, seconds: SECONDS });
  return spliceDetector.conclude({ facts, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
}
const found = (of: (n: number) => number): unknown[] =>
  conclude(rowsOf(of)).findings.map(({ kind, startUs, weight }) => [kind, startUs, weight]);

describe('breaks of the waveform', () => {
  const CUT = 25_003;

  it('a joint is found to the sample, in either place of its second, and its untouched twin has none', () => {
    expect(found(glide)).toEqual([]);
    expect(found((n) => glide(n < CUT ? n : n + 3310))).toEqual([['waveform-break', Math.round((CUT * 1e6) / RATE), 'note']]);
    // At the seam of two blocks.
    expect(found((n) => glide(n < 2 * RATE ? n : n + 3310))).toEqual([['waveform-break', 2_000_000, 'note']]);
  });

  it('a single wrong sample is a click and no joint', () => {
    const rows = rowsOf((n) => glide(n) + (n === CUT ? 0.2 : 0));
    expect(Math.max(...rows.map((row) => row.values[VALUE.ratio] ?? 0))).toBeGreaterThan(20);
    expect(conclude(rows).findings).toEqual([]);
  });

  it('the onset of a loud noise is no joint', () => {
    expect(found((n) => glide(n) + (n >= CUT ? 0.2 * noise(n) : 0))).toEqual([]);
  });
});

describe('repeated segments', () => {
  /** Noise whose colour wanders, as that of speech does: fingerprints of it repeat nowhere. */
  const varied = (n: number): number =>
    0.3 * noise(n) + 0.2 * Math.sin((2 * Math.PI * n * (400 + 100 * noise(Math.floor(n / 1600)))) / RATE);
  const [FROM, LENGTH, AGAIN] = [9_000, 12_000, 37_003];
  const copied = (n: number): number => varied(n >= AGAIN && n < AGAIN + LENGTH ? n - AGAIN + FROM : n);

  it('a copied segment is found with both its places, off the grid of rows, and its untouched twin is not', () => {
    const all = conclude(rowsOf(copied)).findings.filter(({ kind }) => kind === 'repeated-segment');
    expect(all).toHaveLength(1);
    expect(Math.abs((all[0]?.startUs ?? 0) / 1e6 - AGAIN / RATE)).toBeLessThan(0.05);
    expect(Math.abs((all[0]?.endUs ?? 0) / 1e6 - (AGAIN + LENGTH) / RATE)).toBeLessThan(0.05);
    expect(all[0]?.title).toMatch(/at 0\.5\d s come again at 2\.3\d s/);
    expect(Math.abs((all[0]?.copyOf?.startUs ?? 0) / 1e6 - FROM / RATE)).toBeLessThan(0.05);
    expect(Math.abs((all[0]?.copyOf?.endUs ?? 0) / 1e6 - (FROM + LENGTH) / RATE)).toBeLessThan(0.05);
    expect(conclude(rowsOf(varied)).findings.filter(({ kind }) => kind === 'repeated-segment')).toEqual([]);
  });

  it('rows of known signs: the lag to the row, none for a repetition that is too short or too near', () => {
    const signs = Array.from({ length: 400 }, (_, k) => Math.floor((noise(k) + 0.5) * 2 ** 32));
    const repeated = (from: number, again: number, rows: number): (number | null)[] =>
      signs.map((print, k) => (k >= again && k < again + rows ? (signs[k - again + from] ?? null) : print));
    expect(repeatsOf(repeated(50, 250, 40))).toEqual([{ first: 50, last: 89, lag: 200, differing: 0 }]);
    expect(repeatsOf(repeated(50, 250, 12))).toEqual([]);
    expect(repeatsOf(repeated(50, 70, 20))).toEqual([]);
    expect(repeatsOf(signs.map(() => null))).toEqual([]);
  });

  it('counts the signs that differ', () => {
    expect([differing(0, 0), differing(0xffffffff, 0), differing(0b1011, 0b0001)]).toEqual([0, 32, 2]);
  });
});

describe('rows', () => {
  it('lie on one grid of 16 ms over the whole recording, each once', () => {
    const hop = hopOf(RATE);
    const rows = rowsOf(glide, 2.5 * RATE);
    expect(rows.map(({ ptsUs }) => ptsUs)).toEqual(rows.map((_, k) => Math.round((k * hop * 1e6) / RATE)));
    expect(rows).toHaveLength(Math.floor((2.5 * RATE - 1024) / hop) + 1);
  });

  it('two equal channels give what one gives', () => {
    expect(rowsOf(glide, RATE, 2)).toEqual(rowsOf(glide, RATE));
  });

  it('abstains on silence and on less than a second', () => {
    expect(conclude(rowsOf(() => 0)).outcome).toMatchObject({ status: 'abstained', reason: 'Less than one second of it sounds.' });
    expect(conclude(rowsOf(glide, RATE / 2)).outcome.status).toBe('abstained');
    expect(conclude([]).outcome).toMatchObject({ status: 'abstained', reason: 'No sound was heard.' });
  });
});
