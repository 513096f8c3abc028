import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MediaFacts } from '../../contract/exhibits.ts';
import { ffmpeg } from '../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { readAudio, soundStream, type AudioEnd, type AudioRequest } from './audio.ts';
import type { AudioBlock } from './blocks.ts';
import { probe } from './probe.ts';
import { findTools, type MediaTools } from './tools.ts';
import { waveFile } from '../../../scripts/recipes/wave-file.ts';

let tools: MediaTools;
let folder: string;
beforeAll(async () => {
  tools = await findTools();
  folder = tempFolder();
});

/** 16-bit PCM whose sample n has the value n on the first channel and -n on the second. */
function writeRamp(path: string, samples: number, rate: number, channels: 1 | 2): void {
  const data = Buffer.alloc(2 * channels * samples);
  for (let n = 0; n < samples; n += 1) {
    data.writeInt16LE(n, 2 * channels * n);
    if (channels === 2) data.writeInt16LE(-n, 4 * n + 2);
  }
  writeFileSync(path, waveFile(data, rate, channels));
}

interface Heard {
  readonly facts: MediaFacts;
  readonly blocks: AudioBlock[];
  readonly end: AudioEnd;
}

async function hear(path: string, options: Partial<AudioRequest> = {}): Promise<Heard> {
  const { facts } = await probe(path, tools);
  const decoding = readAudio({ path, ffmpegPath: tools.ffmpegPath, facts, ...options });
  const blocks: AudioBlock[] = [];
  for await (const block of decoding) blocks.push(block);
  return { facts, blocks, end: await decoding.ended };
}

const joined = (blocks: readonly AudioBlock[], channel = 0): number[] => blocks.flatMap((block) => [...block.channels[channel]!]);

/** Where, on the exhibit's clock, the loudest sample of the whole is. */
function loudestUs(blocks: readonly AudioBlock[]): number {
  let most = 0;
  let when = Number.NaN;
  for (const { ptsUs, sampleRate, channels } of blocks) {
    channels[0]!.forEach((value, n) => {
      if (Math.abs(value) > most) [most, when] = [Math.abs(value), ptsUs + (n * 1e6) / sampleRate];
    });
  }
  return when;
}

/** One second of film at 25 frames/s, and a sound of the same length whose only event is a click of five samples after 400 ms. */
const CLICK = "aevalsrc='if(between(n,17638,17642),0.9,0)':sample_rate=44100:duration=1";
const FILM = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=25:duration=1'];

describe('samples', () => {
  it('are those of the file, each channel for itself, at the rate of the file', async () => {
    const path = join(folder, 'ramp.wav');
    writeRamp(path, 11_025, 11_025, 2);
    const { blocks, end, facts } = await hear(path);
    expect(joined(blocks).map((value) => value * 32_768)).toEqual(Array.from({ length: 11_025 }, (_, n) => n));
    expect(joined(blocks, 1).map((value) => value * 32_768 + 0)).toEqual(Array.from({ length: 11_025 }, (_, n) => -n + 0));
    expect(end).toEqual({ samples: 11_025, stretches: 1, warnings: [] });
    // 32 ms are 352.8 samples: blocks of 353 and 352 that never drift from the clock.
    expect(blocks).toHaveLength(32);
    expect(blocks.slice(0, 6).map(({ channels }) => channels[0]!.length)).toEqual([353, 353, 353, 353, 352, 353]);
    expect(blocks.map(({ index }) => index)).toEqual(Array.from({ length: 32 }, (_, n) => n));
    for (const { index, firstSample, ptsUs, stretch, sampleRate } of blocks) {
      expect(firstSample).toBe(Math.ceil(index * 352.8));
      expect([ptsUs, stretch, sampleRate]).toEqual([Math.round((firstSample * 1e6) / 11_025), 0, 11_025]);
    }
    expect(soundStream(facts)?.channels).toBe(2);
  });

  it('as one channel are the mean of all', async () => {
    const path = join(folder, 'mono.wav');
    writeRamp(path, 500, 8000, 2);
    const { blocks } = await hear(path, { mono: true });
    expect(blocks[0]?.channels).toHaveLength(1);
    expect(joined(blocks).every((value) => value === 0)).toBe(true);
  });

  it('at another rate keep tone and place', async () => {
    const path = await ffmpeg(
      '-f',
      'lavfi',
      '-i',
      "aevalsrc='0.5*sin(2*PI*1000*t)':sample_rate=44100:duration=1",
      '-c:a',
      'pcm_f32le',
      join(folder, 'tone.wav'),
    );
    const { blocks, end } = await hear(path, { sampleRate: 16_000 });
    expect(end.samples).toBe(44_100);
    expect(blocks).toHaveLength(32);
    expect(blocks.map(({ channels }) => channels[0]!.length)).toEqual([...Array.from({ length: 31 }, () => 512), 128]);
    expect(blocks[7]).toMatchObject({ firstSample: 3584, ptsUs: 224_000, sampleRate: 16_000 });
    const wrong = joined(blocks).map((value, n) => Math.abs(value - 0.5 * Math.sin((2 * Math.PI * 1000 * n) / 16_000)));
    expect(Math.max(...wrong.slice(50, -50))).toBeLessThan(2e-4);
  });

  it('come in blocks of another length when asked', async () => {
    const path = join(folder, 'second.wav');
    writeRamp(path, 20_000, 8000, 1);
    const { blocks } = await hear(path, { blockSeconds: { num: 1, den: 1 } });
    expect(blocks.map(({ ptsUs, channels }) => [ptsUs, channels[0]!.length])).toEqual([
      [0, 8000],
      [1_000_000, 8000],
      [2_000_000, 4000],
    ]);
  });
});

describe('the clock', () => {
  it.each([
    ['PCM in MOV', 'click.mov', ['-c:a', 'pcm_s16le'], 0],
    ['AAC in MP4: the encoder delay is taken away by the edit list', 'click.mp4', ['-c:a', 'aac'], 0],
    ['FLAC in Matroska', 'click.mkv', ['-c:a', 'flac'], 0],
    ['Opus in WebM: the declared pre-skip is taken away', 'opus.webm', ['-c:v', 'libvpx', '-c:a', 'libopus'], 0],
    ['AAC in Matroska: 1024 samples of undeclared delay stay', 'aac.mkv', ['-c:a', 'aac'], 23_220],
  ])('%s', async (_, name, options, lateUs) => {
    const path = await ffmpeg(...FILM, '-f', 'lavfi', '-i', CLICK, '-pix_fmt', 'yuv420p', ...options, join(folder, name));
    const { blocks, end, facts } = await hear(path);
    expect(end.stretches).toBe(1);
    expect(soundStream(facts)?.index).toBe(1);
    const late = loudestUs(blocks) - 400_000;
    // Opus resamples to 48 kHz and AAC smears a click: within a fifth of a millisecond, Matroska within one more of its ticks.
    expect(Math.abs(late - lateUs)).toBeLessThan(1200);
  });

  it.each([
    ['later', '0.3', 300_000],
    ['earlier than the pictures', '-0.2', -200_000],
  ])('sound that begins %s keeps its place against the pictures', async (_, offset, wanted) => {
    const path = join(folder, `offset${offset}.mov`);
    const codec = ['-c:a', 'pcm_s16le', '-pix_fmt', 'yuv420p'];
    await ffmpeg(...FILM, '-itsoffset', offset, '-f', 'lavfi', '-i', CLICK, '-map', '0:v', '-map', '1:a', ...codec, path);
    const { facts } = await probe(path, tools);
    const video = facts.streams.find((stream) => stream.type === 'video');
    const { blocks } = await hear(path);
    expect(loudestUs(blocks) - (video?.startUs ?? 0) - 400_000).toBeCloseTo(wanted, -3);
  });

  it('a transport stream counts from where its clock stands', async () => {
    const path = await ffmpeg(...FILM, '-f', 'lavfi', '-i', CLICK, '-pix_fmt', 'yuv420p', '-c:a', 'mp2', join(folder, 'click.ts'));
    const { blocks, facts } = await hear(path);
    const video = facts.streams.find((stream) => stream.type === 'video')!;
    expect(video.startUs).toBeGreaterThan(1_000_000);
    // MP2's delay of 481 samples is declared nowhere.
    expect(Math.abs(loudestUs(blocks) - video.startUs - 400_000)).toBeLessThan(25_000);
  });

  it('an MP3 begins where its declared delay ends', async () => {
    const path = await ffmpeg('-f', 'lavfi', '-i', CLICK, '-c:a', 'libmp3lame', join(folder, 'click.mp3'));
    const { blocks, end } = await hear(path);
    expect(end.samples).toBe(44_100);
    expect(blocks[0]?.ptsUs).toBe(Math.round((1105 * 1e6) / 44_100));
    expect(Math.abs(loudestUs(blocks) - blocks[0]!.ptsUs - 400_000)).toBeLessThan(200);
  });

  it('a gap begins a new stretch at its own time, and is told', async () => {
    const gap = "asetpts='PTS+if(gte(T,0.5),0.25/TB,0)'";
    const source = 'sine=frequency=500:sample_rate=16000:duration=1:samples_per_frame=160';
    const path = await ffmpeg('-f', 'lavfi', '-i', source, '-af', gap, '-c:a', 'pcm_s16le', join(folder, 'gap.mkv'));
    const { blocks, end } = await hear(path);
    expect(end.samples).toBe(16_000);
    expect(end.stretches).toBe(2);
    expect(end.warnings).toEqual([expect.stringMatching(/^The sound's clock jumps forward by 0\.2[45]\d s at 0\.[45]\d\d s\.$/)]);
    const second = blocks.filter(({ stretch }) => stretch === 1);
    const last = blocks.findLast(({ stretch }) => stretch === 0)!;
    expect(second[0]!.index).toBe(last.index + 1);
    expect(second[0]!.firstSample).toBe(last.firstSample + last.channels[0]!.length);
    expect(second[0]!.ptsUs - (last.ptsUs + last.channels[0]!.length / 0.016)).toBeCloseTo(250_000, -4);
    expect(blocks.at(-1)!.ptsUs + blocks.at(-1)!.channels[0]!.length / 0.016).toBeCloseTo(1_250_000, -4);
  });
});

describe('what goes wrong', () => {
  it('a film without sound', async () => {
    const path = await ffmpeg(...FILM, '-pix_fmt', 'yuv420p', join(folder, 'silent.mp4'));
    await expect(hear(path)).rejects.toMatchObject({ code: 'MEDIA_UNDECODABLE', detail: 'there is no sound in it' });
  });

  it('ffmpeg is not there', async () => {
    const path = join(folder, 'ramp.wav');
    await expect(hear(path, { ffmpegPath: '/nowhere/ffmpeg' })).rejects.toMatchObject({ code: 'TOOL_MISSING' });
  });

  it('not one sample', async () => {
    const { facts } = await probe(join(folder, 'ramp.wav'), tools);
    const broken = join(folder, 'broken.wav');
    writeFileSync(broken, 'RIFF and nothing more');
    const decoding = readAudio({ path: broken, ffmpegPath: tools.ffmpegPath, facts });
    await expect(decoding[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'MEDIA_UNDECODABLE' });
    await expect(decoding.ended).rejects.toMatchObject({ code: 'MEDIA_UNDECODABLE' });
  });

  it('a decoder that says nothing', async () => {
    const mute = join(folder, 'mute.sh');
    writeFileSync(mute, '#!/bin/sh\nsleep 60\n', { mode: 0o755 });
    await expect(hear(join(folder, 'ramp.wav'), { ffmpegPath: mute, stallMs: 100 })).rejects.toMatchObject({ code: 'MEDIA_TIMEOUT' });
  });

  it('is cancelled: it rejects with the reason, and ffmpeg is gone', async () => {
    const path = await ffmpeg('-f', 'lavfi', '-i', 'anoisesrc=duration=60:sample_rate=48000', join(folder, 'long.wav'));
    const { facts } = await probe(path, tools);
    const controller = new AbortController();
    const blocks = readAudio({ path, ffmpegPath: tools.ffmpegPath, facts, signal: controller.signal })[Symbol.asyncIterator]();
    await blocks.next();
    controller.abort(new Error('enough'));
    await expect(
      (async () => {
        for (;;) if ((await blocks.next()).done === true) return;
      })(),
    ).rejects.toThrow('enough');
  });

  it('a loop that is left early tells what was read', async () => {
    const { facts } = await probe(join(folder, 'long.wav'), tools);
    const decoding = readAudio({ path: join(folder, 'long.wav'), ffmpegPath: tools.ffmpegPath, facts });
    for await (const block of decoding) if (block.index === 3) break;
    const { samples, stretches } = await decoding.ended;
    expect(stretches).toBe(1);
    expect(samples).toBeLessThan(200_000);
  });
});
