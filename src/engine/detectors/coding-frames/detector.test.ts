import { describe, expect, it } from 'vitest';
import { madeBlocks, soundFacts } from '../../../../tests/helpers/made-sound.ts';
import type { Conclusion, ObservationRow } from '../interface.ts';
import { codingFramesDetector } from './detector.ts';
import { BY_CHANCE, FrameTrace, kaiserBesselDerived, SPAN } from './frame-trace.ts';
import { openFrames } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { AAC } from './codings.ts';
import { leadOf } from './stretches.ts';

const RATE = 8000;
/** Samples as 16-bit sound has them. */
const bits = (value: number): number => Math.max(-1, Math.min(32_767 / 32_768, Math.round(value * 32_768) / 32_768));

/** Noise whose level rises and falls three times a second, as speech does. */
function noise(length: number, seed: number): Float64Array {
  return Float64Array.from({ length }, (_, n) => {
    let x = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
    x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
    return (((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5) * (0.25 + 0.1 * Math.sin((6 * Math.PI * n) / RATE));
  });
}

const COSINES = Float64Array.from({ length: 8192 }, (_, n) => Math.cos((2 * Math.PI * n) / 8192) / Math.sqrt(512));
const WINDOW = kaiserBesselDerived(1024, 4);

/** A coder by its definition: MDCT in frames from `offset` - 1024 on, coefficients rounded to whole steps, and back by overlap and addition. */
function coded(samples: Float64Array, offset: number, step: number): Float64Array {
  const out = new Float64Array(samples.length);
  for (let from = offset - 1024; from < samples.length; from += 1024) {
    for (let k = 0; k < 1024; k += 1) {
      let sum = 0;
      for (let n = 0, turn = 1025 * (2 * k + 1); n < SPAN; n += 1, turn += 2 * (2 * k + 1))
        sum += (samples[from + n] ?? 0) * WINDOW[n]! * COSINES[turn & 8191]!;
      const level = Math.round(sum / step) * step;
      if (level === 0) continue;
      for (let n = 0, turn = 1025 * (2 * k + 1); n < SPAN; n += 1, turn += 2 * (2 * k + 1))
        if (from + n >= 0 && from + n < out.length) out[from + n]! += level * WINDOW[n]! * COSINES[turn & 8191]!;
    }
  }
  return out.map(bits);
}

const PLAIN = noise(7 * RATE, 1).map(bits);
const CODED = coded(PLAIN, 300, 0.15);
const without = (samples: Float64Array, from: number, count: number): Float64Array =>
  Float64Array.from([...samples.subarray(0, from), ...samples.subarray(from + count)]);

function rowsOf(samples: Float64Array): ObservationRow[] {
  const observe = openFrames();
  const blocks = madeBlocks({ sampleRate: RATE, samples: samples.length, channels: [(n) => samples[n] ?? 0] });
  return blocks.flatMap((block) => observe(block).map((row) => ({ frame: block.index, trackId: null, ...row })));
}

function conclude(samples: Float64Array, codec = 'pcm_s16le'): Conclusion {
  const facts = soundFacts({ sampleRate: RATE, seconds: samples.length / RATE, codec });
  return codingFramesDetector.conclude({ facts, rows: rowsOf(samples), tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
}

const told = ({ outcome, findings }: Conclusion): unknown[] => [
  outcome.status === 'measured' ? outcome.score : outcome.status,
  ...findings.map(({ kind, weight, measure }) => [kind, weight, measure.value]),
];

describe('sound that was coded in frames', () => {
  it('is told with its offset, where the file is not AAC itself', () => {
    expect(told(conclude(CODED))).toEqual([0, ['coded-before', 'note', 300]]);
    expect(told(conclude(CODED, 'aac'))).toEqual([0]);
  });

  it('is told when louder or softer and rounded again', () => {
    expect(told(conclude(CODED.map((value) => bits(0.61 * value))))).toEqual([0, ['coded-before', 'note', 300]]);
  });

  it('is not found in the same sound that was not coded', () => {
    expect(told(conclude(PLAIN))).toEqual(['abstained']);
    for (const row of rowsOf(PLAIN)) expect(leadOf(row, AAC) ?? 0).toBeLessThan(PARAMETERS.clearLead.value);
  });

  it('shifts its frames where samples were taken out, by as many', () => {
    const conclusion = conclude(without(CODED, 27_000, 1500));
    // 300 - 1500 = -1200, which is 848 of 1024: a shift of 548.
    expect(told(conclusion)).toEqual([1, ['coded-before', 'note', 300], ['frame-offset-changes', 'anomaly', 548]]);
    const shift = conclusion.findings[1]!;
    expect(shift.startUs).toBeLessThan(27_000 / 0.008);
    expect(shift.endUs).toBeGreaterThan(27_000 / 0.008);
    expect(shift.endUs - shift.startUs).toBeLessThanOrEqual(3_000_000);
  });

  it('is told as a note where the file is AAC itself', () => {
    expect(told(conclude(without(CODED, 27_000, 1500), 'aac'))).toEqual([1, ['frame-offset-changes', 'note', 548]]);
  });

  it('keeps its offset where whole frames were taken out', () => {
    expect(told(conclude(without(CODED, 27_000, 2048)))).toEqual([0, ['coded-before', 'note', 300]]);
  });
});

describe('stretches', () => {
  /** Seconds as they are stored: best offset and contrast, the next. */
  const concluded = (seconds: readonly (readonly [number, number, number, number])[]): unknown[] =>
    told(
      codingFramesDetector.conclude({
        facts: soundFacts({ sampleRate: RATE, seconds: seconds.length }),
        rows: seconds.map(([offset, contrast, rivalOffset, rival], frame) => ({
          frame,
          ptsUs: frame * 1e6,
          trackId: null,
          values: [offset, contrast, rivalOffset, rival, 0.1, 3000, 1],
        })),
        tracks: [],
        framesTotal: 0,
        framesDecoded: 0,
        faceAt: () => null,
      }),
    );

  it('are told from two seconds on that lead by the limit', () => {
    expect(
      concluded([
        [7, 6.5, 1, 3],
        [7, 6.4, 2, 3],
        [7, 9, 3, 3],
      ]),
    ).toEqual([0, ['coded-before', 'note', 7]]);
    expect(
      concluded([
        [7, 6.5, 1, 3],
        [7, 6.4, 2, 3],
        [8, 9, 3, 3],
      ]),
    ).toEqual(['abstained']);
  });

  it('that show in each other are two codings, and no shift', () => {
    const first = [
      [7, 20, 1, 3],
      [7, 20, 2, 3],
      [7, 20, 3, 3],
    ] as const;
    expect(concluded([...first, [9, 20, 1, 3], [9, 20, 2, 3]])).toEqual([
      1,
      ['coded-before', 'note', 7],
      ['frame-offset-changes', 'anomaly', 2],
    ]);
    expect(concluded([...first, [9, 20, 1, 3], [9, 20, 7, 8]])).toEqual([0, ['coded-before', 'note', 7]]);
    expect(concluded([[7, 20, 9, 6], ...first, [9, 20, 1, 3], [9, 20, 2, 3]])).toEqual([0, ['coded-before', 'note', 7]]);
  });
});

describe('sound whose phases are not any, uncoded', () => {
  const tone = (hz: number, n: number): number => 0.3 * Math.sin((2 * Math.PI * hz * n) / RATE);
  it.each<[string, (n: number) => number]>([
    ['a tone', (n) => tone(1003.7, n)],
    ['harmonics of 125 Hz', (n) => Array.from({ length: 25 }, (_, k) => tone(125 * (k + 1), n) / (k + 2)).reduce((a, b) => a + b, 0)],
    ['a click every 1024 samples', (n) => (n % 1024 === 100 ? 0.8 : 0)],
    ['a rising tone', (n) => tone(300 + n / 50, n)],
  ])('shows no frames: %s', (_name, of) => {
    expect(told(conclude(Float64Array.from({ length: 5 * RATE }, (_, n) => bits(of(n)))))).toEqual(['abstained']);
  });
});

describe('the transform', () => {
  it('has a window whose squares half a length apart add up to one (Princen and Bradley)', () => {
    for (let n = 0; n < 1024; n += 1) expect(WINDOW[n]! ** 2 + WINDOW[n + 1024]! ** 2).toBeCloseTo(1, 12);
  });

  it('counts while sliding what it counts frame by frame', () => {
    const trace = new FrameTrace();
    const scanned = trace.scan(CODED, 500, 2);
    for (const shift of [0, 1, 17, 511, 824, 1023]) {
      const tally = { tested: 0, small: 0 };
      trace.frame(CODED, 500 + shift, tally);
      trace.frame(CODED, 500 + shift + 1024, tally);
      expect(scanned[shift]).toEqual(tally);
    }
  });

  it('finds as many small coefficients in noise as chance gives, and most of those that a coder set to zero', () => {
    const trace = new FrameTrace();
    const share = (samples: Float64Array): number => {
      const tally = { tested: 0, small: 0 };
      for (let frame = 0; frame < 40; frame += 1) trace.frame(samples, 300 + 1024 * frame, tally);
      expect(tally.tested).toBeGreaterThan(12_000);
      return tally.small / tally.tested;
    };
    expect(BY_CHANCE).toBeCloseTo(0.02848, 5);
    // Standard error of 12,800 coefficients: 0.0015.
    expect(Math.abs(share(PLAIN) - BY_CHANCE)).toBeLessThan(0.006);
    expect(share(CODED)).toBeGreaterThan(0.4);
  });
});
