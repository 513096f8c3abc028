import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dbOf, hopOf, NOTHING, PEAK_BUCKETS, TILE_COLUMNS } from '../../../base/sound-grid.ts';
import { ffmpeg } from '../../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../../tests/helpers/temp-folder.ts';
import { probe } from '../../media/probe.ts';
import { findTools, type MediaTools } from '../../media/tools.ts';
import type { SoundSource } from './decode-sound.ts';
import { SoundServer } from './sound-server.ts';

const RATE = 16_000;
let tools: MediaTools;
let folder: string;
let server: SoundServer;
let source: SoundSource;

async function make(name: string, ...args: string[]): Promise<SoundSource> {
  const path = join(folder, name);
  await ffmpeg(...args, path);
  const { facts } = await probe(path, tools);
  return { path, ffmpegPath: tools.ffmpegPath, facts };
}

async function whenDone(of: SoundSource, key: string): Promise<Awaited<ReturnType<SoundServer['state']>>> {
  for (;;) {
    const state = await server.state(key, of);
    if (state.done) return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

beforeAll(async () => {
  tools = await findTools();
  folder = tempFolder();
  server = new SoundServer(join(folder, 'working'));
  // 500 Hz on the left for 20 s, then 3 kHz; the right is the same, upside down and at half the size.
  const tone = 'if(lt(t\\,20)\\,sin(2*PI*500*t)\\,sin(2*PI*3000*t))';
  source = await make('tones.flac', '-f', 'lavfi', '-i', `aevalsrc=0.8*${tone}|-0.4*${tone}:s=${String(RATE)}:d=40`, '-c:a', 'flac');
}, 120_000);
afterAll(() => server.close());

describe('SoundServer', () => {
  it('says what there is, exactly, and leaves no file that has a name', async () => {
    const state = await whenDone(source, 'a');
    expect(state).toMatchObject({ sampleRate: RATE, channels: 2, startUs: 0, totalSamples: 40 * RATE, decodedSamples: 40 * RATE });
    expect([state.gaps, state.warnings]).toEqual([[], []]);
    if (process.platform !== 'win32') expect(readdirSync(join(folder, 'working'))).toEqual([]);
  });

  it('gives tiles of any place, channel and level: tone, turn and size', async () => {
    const { fftSize } = await whenDone(source, 'a');
    const bins = fftSize.narrow / 2 + 1;
    const column = async (channel: string, level: number, seconds: number): Promise<{ hz: number; db: number }> => {
      const at = Math.round((seconds * RATE) / (hopOf(RATE) * 2 ** level));
      const bytes = await server.tile('a', source, {
        kind: 'tile',
        channel,
        window: 'narrow',
        level,
        index: Math.floor(at / TILE_COLUMNS),
      });
      const codes = new Uint16Array(bytes.buffer).subarray((at % TILE_COLUMNS) * bins, ((at % TILE_COLUMNS) + 1) * bins);
      const bin = codes.indexOf(Math.max(...codes));
      return { hz: (bin * RATE) / fftSize.narrow, db: dbOf(codes[bin]!) };
    };
    for (const level of [0, 5, 10]) {
      expect((await column('0', level, 5)).hz).toBe(500);
      expect((await column('0', level, 30)).hz).toBe(3000);
      expect(Math.abs((await column('0', level, 30)).db - 20 * Math.log10(0.8))).toBeLessThan(0.1);
    }
    expect((await column('mid', 3, 10)).db).toBeCloseTo(20 * Math.log10(0.2), 0);
    expect((await column('side', 3, 10)).db).toBeCloseTo(20 * Math.log10(0.6), 0);
    const beyond = await server.tile('a', source, { kind: 'tile', channel: '0', window: 'broad', level: 0, index: 9999 });
    expect(new Uint16Array(beyond.buffer)[0]).toBe(NOTHING);
  });

  it('gives peaks of single samples and of many', async () => {
    const [fine, coarse] = await Promise.all(
      [0, 9].map((level) => server.tile('a', source, { kind: 'peaks', channel: '1', level, index: 0 })),
    );
    const one = new Float32Array(fine!.buffer);
    expect(one[2 * 8]).toBeCloseTo(-0.4 * Math.sin((2 * Math.PI * 500 * 8) / RATE), 3);
    expect(one).toHaveLength(2 * PEAK_BUCKETS);
    expect(new Float32Array(coarse!.buffer).subarray(0, 2).map(Math.abs)[0]).toBeCloseTo(0.4, 2);
  });

  it('measures a stretch, and refuses what it cannot', async () => {
    const measures = await server.measure('a', source, { kind: 'measure', channel: '0', startUs: 25_000_000, endUs: 27_000_000 });
    expect(measures.samples).toBe(2 * RATE);
    expect(measures.rmsDb).toBeCloseTo(20 * Math.log10(0.8 / Math.SQRT2), 2);
    expect(Math.abs(measures.spectrum!.power99Hz - 3000)).toBeLessThan(40);
    const refusal = (startUs: number, endUs: number, channel = '0'): Promise<unknown> =>
      server.measure('a', source, { kind: 'measure', channel, startUs, endUs }).catch((error: unknown) => error);
    expect(await refusal(39_000_000, 41_000_000)).toMatchObject({ code: 'SOUND_STRETCH_UNUSABLE' });
    expect(await refusal(1, 1)).toMatchObject({ code: 'SOUND_STRETCH_UNUSABLE' });
    expect(await refusal(0, 1_000_000, '7')).toMatchObject({ code: 'APP_BAD_REQUEST' });
  });

  it('keeps a gap of the clock as a gap', async () => {
    const gap = await make(
      'gap.mkv',
      ...['-f', 'lavfi', '-i', 'sine=frequency=400:sample_rate=8000:duration=3'],
      ...['-af', "aselect='lt(t,1)+gte(t,2)'", '-c:a', 'pcm_s16le'],
    );
    const state = await whenDone(gap, 'gap');
    expect(state.gaps).toHaveLength(1);
    expect(Math.abs(state.gaps[0]![1] - state.gaps[0]![0] - 8000)).toBeLessThan(1100);
    expect(Math.abs(state.totalSamples - 24_000)).toBeLessThan(60);
    const bytes = await server.tile('gap', gap, { kind: 'tile', channel: '0', window: 'broad', level: 3, index: 2 });
    const codes = new Uint16Array(bytes.buffer);
    const bins = state.fftSize.broad / 2 + 1;
    expect(codes[(Math.round(1.5 * 125) - 2 * TILE_COLUMNS) * bins]).toBe(NOTHING);
    const within = await server
      .measure('gap', gap, { kind: 'measure', channel: '0', startUs: 500_000, endUs: 2_500_000 })
      .catch((error: unknown) => error);
    expect(within).toMatchObject({ code: 'SOUND_STRETCH_UNUSABLE' });
  });

  it('tells when there is nothing to decode, and the thread is gone after closing', async () => {
    const broken = { ...source, path: join(folder, 'absent.flac') };
    await expect(whenDone(broken, 'broken')).rejects.toMatchObject({ code: 'MEDIA_UNDECODABLE' });
    await server.close();
    expect(existsSync(join(folder, 'working'))).toBe(true);
    expect(readdirSync(join(folder, 'working'))).toEqual([]);
  }, 90_000);
});
