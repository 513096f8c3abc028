import { describe, expect, it } from 'vitest';
import { madeBlocks, soundFacts, type MadeFacts } from '../../../../tests/helpers/made-sound.ts';
import type { Conclusion, ObservationRow } from '../interface.ts';
import { expectedHz, formerRate } from './coder.ts';
import { bandwidthDetector } from './detector.ts';
import { FIRST, openMeter } from './observe.ts';
import { wallOf } from './spectrum-wall.ts';

const RATE = 16_000;
const bits = (value: number): number => Math.round(value * 32_768) / 32_768;
const hash = (n: number): number => {
  let x = Math.imul(n + 7, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
};

const kept = new Map<number, Float64Array>();

/** Noise up to `cut` Hz only: a sum of sines 40 Hz apart, of equal size; it repeats each second. */
function noiseUpTo(cut: number, samples: number): Float64Array {
  const second = kept.get(cut) ?? oneSecond(cut);
  kept.set(cut, second);
  return Float64Array.from({ length: samples }, (_, n) => second[n % RATE]!);
}

function oneSecond(cut: number): Float64Array {
  const made = new Float64Array(RATE);
  for (let hz = 40; hz < cut; hz += 40) {
    const phase = 2 * Math.PI * hash(hz);
    for (let n = 0; n < RATE; n += 1) made[n]! += 0.014 * Math.sin((2 * Math.PI * hz * n) / RATE + phase);
  }
  return made;
}

/** Words of 0.6 s, 0.4 s of pause; `fade` seconds until a word has gone by 60 dB, over a room of -66 dB unless `room` is 0. */
function talk(fade: number, room = 0.001, seconds = 6): (n: number) => number {
  const wide = noiseUpTo(7900, seconds * RATE);
  return (n) => {
    const inside = (n / RATE) % 1;
    const envelope = inside < 0.6 ? 1 : fade === 0 ? 0 : 10 ** ((-3 * (inside - 0.6)) / fade);
    return bits(0.3 * envelope * wide[n]! + room * hash(n));
  };
}

function conclude(of: (n: number) => number, facts: MadeFacts = {}, seconds = 6): Conclusion {
  const observe = openMeter();
  const blocks = madeBlocks({ sampleRate: RATE, samples: seconds * RATE, channels: [of] });
  const rows: ObservationRow[] = blocks.flatMap((block) => observe(block).map((row) => ({ frame: block.index, trackId: null, ...row })));
  const made = soundFacts({ sampleRate: RATE, seconds, ...facts });
  return bandwidthDetector.conclude({ facts: made, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
}

const score = ({ outcome }: Conclusion): unknown => (outcome.status === 'measured' ? outcome.score : outcome.status);
const told = ({ findings }: Conclusion): unknown[] => findings.map(({ kind, weight, measure }) => [kind, weight, measure.value]);

describe('the edge of the spectrum', () => {
  it('is told in lossless sound that ends at half its room, and not in sound that fills it', () => {
    const narrow = noiseUpTo(4000, 6 * RATE);
    const found = conclude((n) => bits(0.3 * narrow[n]!));
    expect(told(found)).toEqual([['bandwidth-below-rate', 'note', 4000]]);
    expect(found.findings[0]?.explanation).toContain('a sample rate of 8000 Hz');
    const wide = noiseUpTo(7900, 6 * RATE);
    expect([score(conclude((n) => bits(0.3 * wide[n]!))), told(conclude((n) => bits(0.3 * wide[n]!)))]).toEqual([0, []]);
  });

  it('is judged in MP3 by what LAME keeps, and in another lossy coder not at all', () => {
    const narrow = noiseUpTo(4000, 6 * RATE);
    const of = (n: number): number => bits(0.3 * narrow[n]!);
    expect(told(conclude(of, { codec: 'mp3', bitRate: 128_000 }))).toHaveLength(1);
    expect(told(conclude(of, { codec: 'mp3', bitRate: 24_000 }))).toEqual([]);
    const opus = conclude(of, { codec: 'opus', bitRate: 24_000 });
    expect(told(opus)).toEqual([]);
    expect(opus.outcome).toMatchObject({ statement: expect.stringContaining('not judged') as string });
  });

  it('that lies lower for a while is an anomaly with its time', () => {
    const [narrow, wide] = [noiseUpTo(4000, 12 * RATE), noiseUpTo(7900, 12 * RATE)];
    const found = conclude((n) => bits(0.3 * (n >= 5 * RATE && n < 9 * RATE ? narrow : wide)[n]!), {}, 12);
    expect(told(found)).toEqual([['bandwidth-step', 'anomaly', 4000]]);
    expect([found.findings[0]?.startUs, found.findings[0]?.endUs]).toEqual([5_000_000, 9_000_000]);
    const brief = conclude((n) => bits(0.3 * (n >= 5 * RATE && n < 6 * RATE ? narrow : wide)[n]!), {}, 12);
    expect(told(brief)).toEqual([]);
  });

  it('has its frequency and drop', () => {
    const bands = Array.from({ length: 96 }, (_, k) => (k < 72 ? -40 : -75));
    expect(wallOf(bands, 48_000)).toEqual({ hz: 18_000, dropDb: 35 });
    expect(
      wallOf(
        Array.from({ length: 96 }, (_, k) => -40 - k / 4),
        48_000,
      )?.dropDb,
    ).toBeLessThan(2);
    expect(wallOf(bands, 8000)?.dropDb).toBe(35);
    expect(wallOf(bands, 6000)).toBeNull();
  });

  it.each([
    [3990, 44_100, 8000],
    [7800, 44_100, 16_000],
    [10_900, 48_000, 22_050],
    [15_100, 44_100, 32_000],
    [17_000, 44_100, null],
    [5200, 44_100, 11_025],
  ])('at %d Hz in sound of %d Hz may come from a rate of %s', (hz, rate, former) => expect(formerRate(hz, rate)).toBe(former));

  it('is expected by codec and bit rate', () => {
    const expected = (facts: MadeFacts): number | null => {
      const made = soundFacts({ sampleRate: 44_100, ...facts });
      const stream = made.streams[0];
      return stream?.type === 'audio' ? expectedHz(made, stream) : Number.NaN;
    };
    expect(['pcm_s16le', 'pcm_f32le', 'flac', 'alac'].map((codec) => expected({ codec }))).toEqual([22_050, 22_050, 22_050, 22_050]);
    expect(['aac', 'opus', 'vorbis', 'pcm_mulaw', 'amr_nb'].map((codec) => expected({ codec, bitRate: 64_000 }))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect([8, 64, 127, 128, 320].map((k) => expected({ codec: 'mp3', bitRate: k * 1000 }))).toEqual([
      2000, 11_000, 17_000, 17_000, 20_500,
    ]);
    expect(expected({ codec: 'mp3' })).toBeNull();
  });
});

describe('between the words', () => {
  it('a room that fades is told by nothing', () => expect([score(conclude(talk(0.4))), told(conclude(talk(0.4)))]).toEqual([0, []]));

  it('digital silence is told, once for pauses near one another', () => {
    const found = conclude(talk(0, 0));
    expect([score(found), told(found)]).toEqual([1, [['digital-silence', 'note', 5]]]);
    expect([found.findings[0]?.startUs, found.findings[0]?.endUs]).toEqual([600_000, 5_000_000]);
  });

  it('a gate that leaves noise of the last bits is told by its fall', () => {
    const found = conclude(talk(0, 0.00007));
    expect(told(found)).toEqual([['abrupt-pause', 'note', expect.closeTo(66, -1) as number]]);
  });

  it('silence before the first and after the last word is no pause', () => {
    const loud = talk(0.4);
    const padded = (n: number): number => (n < RATE || n >= 5 * RATE ? 0 : loud(n));
    // The cut into the last word is no pause between words either.
    expect(told(conclude(padded))).toEqual([]);
  });
});

it('abstains on silence, on too little, and without sound', () => {
  expect(score(conclude(() => 0))).toBe('abstained');
  expect(score(conclude((n) => 0.3 * hash(n), {}, 0.5))).toBe('abstained');
  expect(bandwidthDetector.applies({ ...soundFacts(), streams: [] }).applies).toBe(false);
});

it('a row has fixed values for a known second: a tone, its level, and a run of zeros that began in the block before', () => {
  const observe = openMeter();
  const tone = (n: number): number => (n < 15_900 || n >= 16_500 ? 0.5 * Math.sin((2 * Math.PI * 1000 * n) / RATE) : 0);
  const blocks = madeBlocks({ sampleRate: RATE, samples: 2 * RATE, channels: [tone] });
  const [first, second] = blocks.map((block) => observe(block)[0]);
  // 100 samples of zeros at the end of the first block are shorter than 20 ms; in the second they have become 600.
  expect(first?.values.slice(0, 2)).toEqual([0, 100 / RATE]);
  expect(second?.values[0]).toBe(500);
  expect(second?.values[1]).toBeCloseTo(600 / RATE, 2);
  // The level of a sine of 0.5 is -9.03 dB; the high pass as it is reckoned takes 0.08 dB at 1 kHz.
  expect(first?.values[FIRST.level + 10]).toBeCloseTo(-9.11, 2);
  const bands = first?.values.slice(FIRST.band, FIRST.level).map((value) => value ?? 0) ?? [];
  // 1000 Hz lies at the lower edge of band 12 (83.3 Hz each), so its three bins fall into bands 11 and 12.
  expect([0, 1].includes(bands.indexOf(Math.max(...bands)) - 11)).toBe(true);
});
