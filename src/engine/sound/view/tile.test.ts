import { describe, expect, it } from 'vitest';
import { dbOf, hopOf, NOTHING, PEAK_BUCKETS, TILE_COLUMNS, WINDOW_SECONDS } from '../../../base/sound-grid.ts';
import { ShortTime } from '../../signal/short-time.ts';
import { Peaks, peaksOf } from './peaks.ts';
import { spectrogramTile } from './tile.ts';

const sine = (rate: number, hz: number) => (from: number, count: number) =>
  Float32Array.from({ length: count }, (_, n) => Math.sin((2 * Math.PI * hz * (from + n)) / rate));
const loudest = (column: Uint16Array): number => column.indexOf(Math.max(...column));

describe('spectrogramTile', () => {
  it.each([
    [16_000, 'narrow', 0],
    [16_000, 'narrow', 6],
    [16_000, 'narrow', 12],
    [16_000, 'broad', 0],
    [16_000, 'broad', 9],
    [44_100, 'narrow', 0],
    [48_000, 'broad', 12],
  ] as const)('a full-scale tone of 1 kHz at %d Hz, %s band, level %d: its row, 0 dB', (sampleRate, window, level) => {
    const short = new ShortTime(sampleRate, WINDOW_SECONDS[window]);
    const tile = spectrogramTile({ sampleRate, level, index: 3 }, short, sine(sampleRate, 1000), () => false);
    for (const k of [0, 1, 32, 63]) {
      const column = tile.subarray(k * short.bins, (k + 1) * short.bins);
      expect(loudest(column)).toBe(Math.round((1000 * short.fftSize) / sampleRate));
      expect(Math.abs(dbOf(column[loudest(column)]!))).toBeLessThan(0.1);
    }
  });

  it('changes the tone in the column where the recording does', () => {
    const rate = 16_000;
    const short = new ShortTime(rate, WINDOW_SECONDS.narrow);
    const hop = hopOf(rate) * 4;
    const turn = 30 * hop;
    const read = (from: number, count: number): Float32Array =>
      Float32Array.from({ length: count }, (_, n) => Math.sin((2 * Math.PI * (from + n < turn ? 500 : 3000) * (from + n)) / rate));
    const tile = spectrogramTile({ sampleRate: rate, level: 2, index: 0 }, short, read, () => false);
    const hz = (k: number): number => (loudest(tile.subarray(k * short.bins, (k + 1) * short.bins)) * rate) / short.fftSize;
    expect([hz(28), hz(32)]).toEqual([500, 3000]);
  });

  it('says where there is no sound, which is not silence', () => {
    const short = new ShortTime(8000, WINDOW_SECONDS.broad);
    const zeros = (_from: number, count: number): Float32Array => new Float32Array(count);
    const tile = spectrogramTile({ sampleRate: 8000, level: 0, index: 0 }, short, zeros, (sample) => sample >= 8 * 30);
    expect([tile[29 * short.bins], tile[30 * short.bins]]).toEqual([0, NOTHING]);
    expect(tile).toHaveLength(TILE_COLUMNS * short.bins);
  });
});

describe('peaks', () => {
  it('are the lowest and highest of each bucket, of each channel and of mid and side', () => {
    const frames = 3000;
    const interleaved = Float32Array.from({ length: 2 * frames }, (_, n) => (n % 2 === 0 ? (n >> 1) / 4096 : -(n >> 1) / 8192));
    const whole = new Peaks(2, 100);
    // In uneven pieces, to cross buckets.
    whole.add(0, interleaved.subarray(0, 2 * 700));
    whole.add(700, interleaved.subarray(2 * 700));
    expect([...whole.tile('0', 8, 0).subarray(2, 4)]).toEqual([256 / 4096, 511 / 4096]);
    expect([...whole.tile('1', 9, 0).subarray(2, 4)]).toEqual([-1023 / 8192, -512 / 8192]);
    expect([...whole.tile('mid', 8, 0).subarray(2, 4)]).toEqual([256 / 16384, 511 / 16384]);
    expect([...whole.tile('side', 8, 0).subarray(2, 4)]).toEqual([(3 * 256) / 16384, (3 * 511) / 16384]);
    expect(whole.tile('0', 8, 0)[2 * 12]).toBeNaN();
    expect(whole.tile('0', 8, 0)).toHaveLength(2 * PEAK_BUCKETS);
  });

  it('leave a gap open', () => {
    const gap = new Peaks(1, 100);
    gap.add(0, new Float32Array(256).fill(0.5));
    gap.add(1024, new Float32Array(256).fill(0.25));
    expect([...gap.tile('0', 8, 0).subarray(0, 10)]).toEqual([0.5, 0.5, NaN, NaN, NaN, NaN, NaN, NaN, 0.25, 0.25]);
  });

  it('of single samples are the samples', () => {
    const found = peaksOf(Float32Array.of(0.1, 0.2, 0.3), 0, (sample) => sample > 2);
    expect([...found.subarray(0, 8)]).toEqual([0.1, 0.1, 0.2, 0.2, 0.3, 0.3, NaN, NaN].map(Math.fround));
  });
});
