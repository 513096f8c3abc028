import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MediaFacts } from '../../contract/exhibits.ts';
import * as clips from '../../../tests/fixtures/make-clips.ts';
import { probe, type Probed } from './probe.ts';
import { findTools, type MediaTools } from './tools.ts';

// Making a clip takes ffmpeg a second or more on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder = '';
let tools: MediaTools;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-probe-'));
  tools = await findTools();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What ffprobe says when it decodes every frame: the judge. */
function decodedTimes(path: string): number[] {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'frame=best_effort_timestamp', '-of', 'csv=p=0', path];
  const lines = execFileSync(tools.ffprobePath, args).toString().split('\n');
  return lines.flatMap((line) => (/^-?\d+/.test(line) ? [Number.parseInt(line, 10)] : []));
}
function countedFrames(path: string): number {
  const args = ['-v', 'error', '-count_frames', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0', path];
  return Number.parseInt(execFileSync(tools.ffprobePath, args).toString(), 10);
}
const videoOf = (probed: Probed) => probed.facts.streams.find((stream) => stream.type === 'video')!;

describe('frame index', () => {
  const cases: [string, number, boolean, () => Promise<string>][] = [
    ['H.264 with B-frames in MP4', 50, false, () => clips.h264Clip(folder)],
    ['H.264 with B-frames in MOV', 50, false, () => clips.h264Clip(folder, 'a.mov')],
    ['H.264 with B-frames in Matroska', 50, false, () => clips.h264Clip(folder, 'a.mkv')],
    ['23.976 frames a second', 48, false, () => clips.h264Clip(folder, 'film.mp4', '24000/1001')],
    ['29.97 in milliseconds', 60, false, () => clips.h264Clip(folder, 'ntsc.mkv', '30000/1001')],
    ['a variable rate', 57, true, () => clips.vfrClip(folder)],
    ['an edit list', 32, false, async () => clips.editListClip(folder, await clips.h264Clip(folder, 'whole.mp4'))],
    ['VP8 with hidden frames', 50, false, () => clips.vp8Clip(folder)],
    ['VP9 with hidden frames', 50, false, () => clips.vp9Clip(folder)],
    ['MPEG-TS', 50, false, () => clips.tsClip(folder)],
    ['open groups of pictures', 50, false, () => clips.openGopClip(folder)],
  ];
  it.each(cases)('%s: %i frames, the times that decoding gives', async (_name, frames, variable, make) => {
    const path = await make();
    const probed = await probe(path, tools);
    expect(probed.index?.pts).toHaveLength(frames);
    expect(countedFrames(path)).toBe(frames);
    expect(probed.index?.pts).toEqual(decodedTimes(path));
    expect(videoOf(probed).variableFrameRate).toBe(variable);
    expect(MediaFacts.parse(probed.facts)).toEqual(probed.facts);
  });

  it('AVI with B-frames: the last frame, which ffprobe gives no time, has one', async () => {
    const path = await clips.aviClip(folder);
    const { index } = await probe(path, tools);
    expect(countedFrames(path)).toBe(50);
    expect(index?.pts).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(decodedTimes(path)).toEqual(index?.pts.slice(0, 49));
    expect(index?.keyFrames).toEqual([0, 12, 24, 36, 48]);
  });

  it('knows key frames and the start of an edit list', async () => {
    const path = await clips.editListClip(folder, await clips.h264Clip(folder, 'whole.mp4'));
    const { index, facts } = await probe(path, tools);
    expect(index).toMatchObject({ timeBase: { num: 1, den: 12800 }, keyFrames: [6, 18, 30] });
    expect(index?.pts[0]).toBe(0);
    expect(facts.streams[0]).toMatchObject({ type: 'video', frameCount: 32, keyFrameCount: 3, startUs: 0 });
  });

  it('says how many frames of a damaged file cannot be addressed', async () => {
    const { index, facts } = await probe(await clips.lostTimesClip(folder), tools);
    expect(index?.pts).toHaveLength(40);
    expect(facts.warnings.at(-1)).toMatch(/^10 decoded frames have no time of their own/);
  });
});

/** One film of 12 key frames, each behind a sequence header whose size is made 0 but in the last: 1 of 12 frames can be decoded. */
async function lastFrameOnly(): Promise<string> {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25:duration=0.48'];
  const path = await clips.ffmpeg(...source, '-c:v', 'mpeg2video', '-g', '1', '-bitexact', join(folder, 'last-only.mpg'));
  const bytes = await readFile(path);
  const headers: number[] = [];
  for (let n = bytes.indexOf('000001b3', 0, 'hex'); n >= 0; n = bytes.indexOf('000001b3', n + 4, 'hex')) headers.push(n);
  expect(headers).toHaveLength(12);
  for (const header of headers.slice(0, -1)) bytes.fill(0, header + 4, header + 7);
  await writeFile(path, bytes);
  return path;
}

it('a film of which one frame in twelve can be decoded is that frame', async () => {
  const { index } = await probe(await lastFrameOnly(), tools);
  expect(index?.pts).toHaveLength(1);
});

it('a duration that cannot be kept is as good as none', async () => {
  const path = await clips.h264Clip(folder, 'long-ago.mkv');
  const bytes = await readFile(path);
  const at = bytes.indexOf('448988', 0, 'hex');
  bytes.writeDoubleBE(1.1e15, at + 3);
  await writeFile(path, bytes);
  const { facts, index } = await probe(path, tools);
  expect(facts.durationUs).toBeNull();
  expect(index?.pts).toHaveLength(50);
  expect(MediaFacts.parse(facts)).toEqual(facts);
});

describe('facts', () => {
  it('of a film with a track of data beside the picture, as telephones write it: no word of trouble', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=25:duration=0.4'];
    const path = await clips.ffmpeg(...source, '-c:v', 'libx264', '-timecode', '01:00:00:00', join(folder, 'data-track.mov'));
    const { facts, raw } = await probe(path, tools);
    expect(raw).toHaveProperty('format.nb_streams', 2);
    expect(facts.warnings).toEqual([]);
  });

  it('of a video with sound', async () => {
    const { facts, raw } = await probe(await clips.h264WithTone(folder), tools);
    expect(facts).toMatchObject({
      kind: 'video',
      container: 'mov,mp4,m4a,3gp,3g2,mj2',
      durationUs: 2_000_000,
      warnings: [],
      tool: { name: 'ffprobe' },
      streams: [
        {
          type: 'video',
          index: 0,
          codec: 'h264',
          width: 320,
          height: 180,
          rotation: 0,
          pixelFormat: 'yuv420p',
          averageFrameRate: { num: 25, den: 1 },
        },
        { type: 'audio', index: 1, codec: 'aac', sampleRate: 48_000, channels: 1, channelLayout: 'mono', startUs: 0 },
      ],
    });
    expect(raw).toHaveProperty('format.nb_streams', 2);
  });

  it('of a phone video: a quarter turn clockwise', async () => {
    expect(videoOf(await probe(await clips.rotatedClip(folder), tools))).toMatchObject({
      width: 320,
      height: 180,
      rotation: 90,
      frameCount: 25,
    });
  });

  it.each(['still.png', 'still.jpg', 'still.webp', 'still.tiff', 'still.bmp', 'still.gif'])('%s is an image of one frame', async (name) => {
    const { facts, index } = await probe(await clips.stillPicture(folder, name), tools);
    expect(facts).toMatchObject({ kind: 'image', streams: [{ type: 'video', width: 320, height: 180, frameCount: 1 }] });
    expect(index).toMatchObject({ pts: [0], keyFrames: [0] });
  });

  it.each(['tone.wav', 'tone.mp3', 'tone.m4a', 'tone.flac', 'tone.ogg', 'tone.opus', 'tone.aiff'])('%s is sound', async (name) => {
    const { facts, index } = await probe(await clips.tone(folder, name), tools);
    expect(facts).toMatchObject({ kind: 'audio', streams: [{ type: 'audio', sampleRate: 48_000, channels: 1 }] });
    expect(index).toBeNull();
  });

  it('an album cover does not make a film', async () => {
    const { facts } = await probe(await clips.toneWithCover(folder), tools);
    expect(facts.kind).toBe('audio');
    expect(facts.streams[1]).toEqual({ type: 'other', index: 1, codec: 'png', mediaType: 'cover picture' });
  });
});

describe('refusals', () => {
  const code = (path: string) =>
    probe(path, tools).then(
      () => 'no failure',
      (error: unknown) => (error as { code?: string }).code,
    );

  it('takes the name of a file for nothing but a name', async () => {
    const picture = await clips.stillPicture(folder, 'plain.png');
    for (const name of ['-i.png', 'img%03d.png', 'concat:a.png', 'data:x,y.mp4', 'http:host.png', 'a*[b]?.png', 'quote\'".png']) {
      const path = join(folder, name);
      await copyFile(picture, path);
      expect((await probe(path, tools)).facts.kind, name).toBe('image');
    }
  });

  it.each([
    ['text.mp4', 'This is a letter, not a film.\n'.repeat(50)],
    ['captions.srt', '1\n00:00:00,000 --> 00:00:01,000\nwords\n'],
    ['list.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nh264.mp4\n#EXT-X-ENDLIST\n'],
    ['list.ffconcat', "ffconcat version 1.0\nfile 'h264.mp4'\n"],
    ['session.sdp', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n'],
    ['manifest.mpd', '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['utf16.txt', Buffer.from('\ufeffwords in sixteen bits', 'utf16le')],
    ['art.ans', '\u001b[31mred\u001b[0m'.repeat(100)],
    ['empty.mp4', ''],
  ])('%s is not recognised', async (name, content) => {
    const path = join(folder, name);
    await writeFile(path, content);
    expect(await code(path)).toBe('MEDIA_UNRECOGNISED');
  });

  it.each(['mp4', 'mov', 'mkv', 'avi', 'webm'])('a %s file that was cut off is truncated', async (ending) => {
    const path = await (ending === 'webm' ? clips.vp8Clip(folder, 'cut.webm') : clips.h264Clip(folder, `cut.${ending}`));
    const { length } = await readFile(path);
    await truncate(path, Math.floor(length * 0.6));
    expect(await code(path)).toBe('MEDIA_TRUNCATED');
  });

  it('a Matroska whose header states 2^56 bytes is refused, though no read can name the place behind it', async () => {
    const path = join(folder, 'header.mkv');
    await writeFile(path, Buffer.from('1a45dfa301fffffffffffffe42828888', 'hex'));
    expect(await code(path)).toBe('MEDIA_TRUNCATED');
  });

  it('sound whose rate is nothing, negative, a fraction or no number is undecodable', async () => {
    const path = join(folder, 'rate.caf');
    await clips.ffmpeg('-f', 'lavfi', '-i', 'sine=duration=0.1', path);
    const bytes = await readFile(path);
    for (const rate of [0, -44_100, 0.5, NaN]) {
      bytes.writeDoubleBE(rate, bytes.indexOf('desc', 0, 'latin1') + 12);
      await writeFile(path, bytes);
      await expect(probe(path, tools)).rejects.toMatchObject({
        code: 'MEDIA_UNDECODABLE',
        detail: 'its sound has no sample rate, or no channel',
      });
    }
  });

  it('a photograph with 2 MiB of fill in front of a marker is whole; without its end, or with nothing behind the fill, it is truncated', async () => {
    const path = await clips.stillPicture(folder, 'fill.jpg');
    const bytes = await readFile(path);
    const fill = Buffer.alloc((2 << 20) + 1, 0xff);
    await writeFile(path, Buffer.concat([bytes.subarray(0, 2), fill, bytes.subarray(2)]));
    expect((await probe(path, tools)).facts.kind).toBe('image');
    await writeFile(path, Buffer.concat([bytes.subarray(0, 2), fill, bytes.subarray(2, -2)]));
    expect(await code(path)).toBe('MEDIA_TRUNCATED');
    await writeFile(path, Buffer.concat([bytes.subarray(0, 2), fill]));
    expect(await code(path)).toBe('MEDIA_TRUNCATED');
  });

  it('a film with its index in front is truncated when one byte is gone', async () => {
    const path = await clips.ffmpeg(
      '-i',
      await clips.h264Clip(folder, 'front-source.mp4'),
      '-c',
      'copy',
      '-movflags',
      '+faststart',
      join(folder, 'front.mp4'),
    );
    const { length } = await readFile(path);
    expect((await probe(path, tools)).index?.pts).toHaveLength(50);
    await truncate(path, length - 1);
    await expect(probe(path, tools)).rejects.toMatchObject({
      code: 'MEDIA_TRUNCATED',
      detail: expect.stringContaining('box mdat: 1 of its bytes'),
    });
  });

  it.each(['cut.png', 'cut.jpg', 'cut.webp', 'cut.gif', 'cut.wav'])('%s cut off is truncated', async (name) => {
    const path = await (name.endsWith('wav') ? clips.tone(folder, name) : clips.stillPicture(folder, name));
    const { length } = await readFile(path);
    await truncate(path, Math.floor(length * 0.7));
    expect(await code(path)).toBe('MEDIA_TRUNCATED');
  });

  it('a film whose picture data are noise is undecodable', async () => {
    const path = await clips.h264Clip(folder, 'noise.mp4');
    const bytes = await readFile(path);
    const from = bytes.indexOf('mdat') + 4;
    bytes.fill(0xaa, from, bytes.indexOf('moov') - 4);
    await writeFile(path, bytes);
    expect(await code(path)).toBe('MEDIA_UNDECODABLE');
  });

  it('a picture over 16384 pixels wide is too large', async () => {
    const path = await clips.ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'color=gray:size=16400x16:duration=0.04',
      '-frames:v',
      '1',
      join(folder, 'wide.png'),
    );
    await expect(probe(path, tools)).rejects.toMatchObject({ code: 'MEDIA_TOO_LARGE', detail: '16400 x 16 pixels' });
  });

  it('a link to nothing is no file', async () => {
    const path = join(folder, 'link.mp4');
    await symlink(join(folder, 'nowhere'), path);
    expect(await code(path)).toBe('FILE_NOT_FOUND');
  });

  it('stops at an abort', async () => {
    const controller = new AbortController();
    controller.abort(new Error('the examiner cancelled'));
    await expect(probe(await clips.stillPicture(folder, 'abort.png'), tools, controller.signal)).rejects.toThrow('the examiner cancelled');
  });
});
