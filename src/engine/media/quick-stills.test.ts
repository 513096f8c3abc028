import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import * as clips from '../../../tests/fixtures/make-clips.ts';
import { editSamples, unitsOf } from '../../../tests/helpers/edit-samples.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { probe } from './probe.ts';
import { QuickStills } from './quick-stills.ts';
import { decodeStills, type StillSource } from './stills.ts';
import { findTools } from './tools.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = tempFolder();
const tools = await findTools();
const quick = new QuickStills();
afterAll(() => quick.close());

async function sourceFor(path: string): Promise<StillSource> {
  const { facts, index } = await probe(path, tools);
  return { path, tools, facts, ...index! };
}

const sha = (bytes: Uint8Array | undefined): string =>
  createHash('sha256')
    .update(bytes ?? new Uint8Array())
    .digest('hex');
const hashes = (stills: ReadonlyMap<number, Uint8Array>): string[] =>
  [...stills].sort(([a], [b]) => a - b).map(([frame, bytes]) => `${frame} ${sha(bytes)}`);

/** Every frame in the usual way, in one run. */
const usual = async (source: StillSource): Promise<string[]> =>
  hashes(await decodeStills(source, 0, source.pts.length - 1, undefined, 'bmp'));

const film = (name: string, input: string, ...output: string[]): Promise<string> =>
  clips.ffmpeg('-f', 'lavfi', '-i', input, ...output, join(folder, name));
const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '24', '-bf', '3', '-threads', '1'];
const SMALL = 'testsrc2=size=192x108:rate=25:duration=2.4';
const codes = execFileSync(tools.ffmpegPath, ['-hide_banner', '-encoders']).toString();

describe('frames from a decoder that waits', () => {
  const films: [string, () => Promise<string>][] = [
    ['H.264 with B-frames that others refer to', () => film('b.mp4', SMALL, ...X264)],
    ['at a variable rate', () => clips.vfrClip(folder)],
    ['turned by a quarter', () => clips.rotatedClip(folder)],
    [
      'BT.709 at limited range, of a width that is no multiple of four',
      () => film('odd.mp4', 'testsrc2=size=190x106:rate=25:duration=2', ...X264, '-colorspace', 'bt709', '-color_range', 'tv'),
    ],
    [
      'BT.601 at full range',
      () => film('full.mp4', SMALL, ...X264, '-pix_fmt', 'yuvj420p', '-colorspace', 'smpte170m', '-color_range', 'pc'),
    ],
    ['without B-frames, in one group', () => film('p.mov', SMALL, ...X264, '-bf', '0', '-g', '250')],
    ['with sound between', () => clips.h264WithTone(folder)],
    ['in fragments', () => film('fragments.mp4', SMALL, ...X264, '-movflags', 'frag_keyframe+empty_moov')],
    // What each picture refers to is followed through lists that are changed, kept short, weighed, or said anew for each slice.
    [
      'of several slices, without arithmetic coding',
      () => film('slices.mp4', SMALL, ...X264, '-x264-params', 'cabac=0:slices=3:b-adapt=0:scenecut=0'),
    ],
    [
      'of a deep pyramid with motion taken over in time',
      () => film('deep.mp4', SMALL, ...X264, '-bf', '7', '-x264-params', 'ref=2:b-adapt=0:b-pyramid=strict:direct=temporal:scenecut=0'),
    ],
    [
      'of many references and weights',
      () => film('many.mp4', `${SMALL},fade=out:d=2`, ...X264, '-preset', 'slow', '-x264-params', 'ref=5:weightp=2:weightb=1:b-adapt=0'),
    ],
    ['of interlaced frames, which is not followed', () => film('fields.mp4', SMALL, ...X264, '-flags', '+ilme+ildct')],
    ['of four frames', () => film('four.mp4', 'testsrc2=size=64x64:rate=25:duration=0.16', ...X264)],
    ['at 4:2:2 in ten bits', () => film('ten.mp4', SMALL, ...X264, '-pix_fmt', 'yuv422p10le')],
  ];
  if (codes.includes('libx265'))
    films.push([
      'HEVC with open groups',
      () =>
        film(
          'hevc.mp4',
          SMALL,
          ...['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-pix_fmt', 'yuv420p'],
          ...['-x265-params', 'log-level=error:keyint=20:min-keyint=20:bframes=4:b-adapt=0:open-gop=1:pools=1:frame-threads=1'],
        ),
    ]);
  it.each(films)('%s: each frame is the same to the bit', async (_name, make) => {
    const source = await sourceFor(await make());
    const frames = source.pts.length;
    const expected = await usual(source);
    await quick.decode(source, 0, 0);
    expect(await quick.isQuick(source.path)).toBe(true);
    // To and fro, so that the decoder comes from elsewhere each time; then a run over groups of pictures.
    for (let jump = 1; jump <= 30; jump += 1) {
      const frame = Math.floor(((jump * 0.618) % 1) * frames);
      expect(hashes(await quick.decode(source, frame, frame))).toEqual([expected[frame]]);
    }
    expect(hashes(await quick.decode(source, 0, frames - 1))).toEqual(expected);
    expect(await quick.isQuick(source.path)).toBe(true);
  });

  it.each([
    ['hidden by an edit list', async () => clips.editListClip(folder, await clips.h264Clip(folder, 'whole.mp4'))],
    ['whose positions are of blocks', () => film('a.mkv', SMALL, ...X264)],
    [
      'whose groups are open',
      () => film('open.mp4', SMALL, ...X264, '-x264-params', 'open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=3'),
    ],
    ['of another codec', () => film('old.mp4', SMALL, '-c:v', 'mpeg4', '-bf', '2')],
  ])('%s: the usual way is kept', async (_name, make) => {
    const source = await sourceFor(await make());
    const expected = await usual(source);
    for (const frame of [0, 1, 30, 13]) expect(hashes(await quick.decode(source, frame, frame))).toEqual([expected[frame]]);
    expect(await quick.isQuick(source.path)).toBe(false);
  });

  it('that lack a slice, which ffmpeg fills from other pictures without complaining: the usual way alone is shown, from there on', async () => {
    const slices = [...X264, '-x264-params', 'slices=3:scenecut=0'];
    const whole = await film('slices-whole.mp4', SMALL, ...slices);
    // Of the last picture of a group: the two frames that the quick way is proved with need none of it.
    const path = editSamples(whole, join(folder, 'slices-lost.mp4'), (sample, n) =>
      n === 36 ? Buffer.concat(unitsOf(sample).slice(0, -1)) : sample,
    );
    const source = await sourceFor(path);
    await quick.decode(source, 0, 0);
    expect(await quick.isQuick(path)).toBe(true);
    for (let frame = 24; frame < 48; frame++)
      expect(hashes(await quick.decode(source, frame, frame)), `frame ${String(frame)}`).toEqual(
        hashes(await decodeStills(source, frame, frame, undefined, 'bmp')),
      );
    expect(await quick.isQuick(path)).toBe(false);
  });
});
