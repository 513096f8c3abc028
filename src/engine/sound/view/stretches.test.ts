import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { soundFacts, writeWav } from '../../../../tests/helpers/made-sound.ts';
import { tempFolder } from '../../../../tests/helpers/temp-folder.ts';
import { NOTHING, PEAK_BUCKETS, TILE_COLUMNS } from '../../../base/sound-grid.ts';
import { findTools } from '../../media/tools.ts';
import type { SoundSource } from './decode-sound.ts';
import { Recording } from './recording.ts';
import { soundStretches, type StretchAsk } from './stretches.ts';

const RATE = 16_000;
const SECONDS = 12;
const folder = tempFolder();
let source: SoundSource;
/** What the window's tiles come from. */
let recording: Recording;

beforeAll(async () => {
  const path = join(folder, 'made.wav');
  // A glide that is another sound in every column, on the right an octave higher and softer.
  const glide = (n: number, hz: number): number => 0.5 * Math.sin((2 * Math.PI * hz * n) / RATE + n * n * 1e-6);
  writeWav(path, { sampleRate: RATE, samples: SECONDS * RATE, channels: [(n) => glide(n, 400), (n) => glide(n, 800) / 4] });
  source = { path, ffmpegPath: (await findTools()).ffmpegPath, facts: soundFacts({ sampleRate: RATE, channels: 2, seconds: SECONDS }) };
  recording = new Recording({ ...source, folder });
  await recording.decode(() => undefined);
});

describe('soundStretches', () => {
  it.each<StretchAsk & { level: number }>([
    { channel: 0, window: 'narrow', startUs: 3_200_000, endUs: 3_700_000, level: 0 },
    { channel: 1, window: 'broad', startUs: 0, endUs: 2_500_000, level: 2 },
    { channel: 0, window: 'narrow', startUs: 1_000_000, endUs: 30_000_000, level: 6 },
  ])('has the columns and peaks of the window’s own tiles: channel $channel, $window, level $level', async ({ level, ...ask }) => {
    const [found] = await soundStretches(source, [ask], new AbortController().signal);
    if (found === undefined) throw new Error('one was asked for');
    expect(found).toMatchObject({ sampleRate: RATE, level, zeroUs: 0 });
    const bins = found.fftSize / 2 + 1;
    const hop = 16 * 2 ** level;
    expect(found.firstColumn).toBe(Math.floor((ask.startUs * RATE) / 1e6 / hop));
    expect(found.columns).toBe(
      Math.min(Math.ceil((ask.endUs * RATE) / 1e6 / hop), Math.floor((SECONDS * RATE - 1) / hop)) - found.firstColumn + 1,
    );
    const tiles = new Map<number, Uint16Array>();
    for (let k = 0; k < found.columns; k += 1) {
      const column = found.firstColumn + k;
      const index = Math.floor(column / TILE_COLUMNS);
      const asked = { kind: 'tile', channel: String(ask.channel), window: ask.window, level, index } as const;
      const tile = tiles.get(index) ?? new Uint16Array(recording.answer(asked) as ArrayBuffer);
      tiles.set(index, tile);
      const from = (column % TILE_COLUMNS) * bins;
      expect(Buffer.compare(bytesOf(found.codes.subarray(k * bins, (k + 1) * bins)), bytesOf(tile.subarray(from, from + bins)))).toBe(0);
    }
    const bucket = found.firstColumn + 5;
    const asked = { kind: 'peaks', channel: String(ask.channel), level: Math.log2(hop), index: Math.floor(bucket / PEAK_BUCKETS) } as const;
    const peaks = new Float32Array(recording.answer(asked) as ArrayBuffer);
    expect([...found.peaks.subarray(10, 12)]).toEqual([...peaks.subarray(2 * (bucket % PEAK_BUCKETS), 2 * (bucket % PEAK_BUCKETS) + 2)]);
    expect(found.codes.includes(NOTHING)).toBe(false);
  });

  it('gives several of one decoding, and none after it was told to stop', async () => {
    const asks = [2, 9].map((at): StretchAsk => ({ channel: 0, window: 'narrow', startUs: at * 1e6, endUs: at * 1e6 + 400_000 }));
    const found = await soundStretches(source, asks, new AbortController().signal);
    expect(found.map(({ firstColumn, level }) => (firstColumn * 16 * 2 ** level) / RATE)).toEqual([2, 9]);
    const stopped = new AbortController();
    stopped.abort();
    await expect(soundStretches(source, asks, stopped.signal)).rejects.toThrow();
  });
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint16Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);
