import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as clips from '../../../tests/fixtures/make-clips.ts';
import { editSamples, unitsOf } from '../../../tests/helpers/edit-samples.ts';
import { decodeFrames, type DecodeEnd, type DecodeRequest } from './decode.ts';
import type { WorkingFrame } from './frame.ts';
import { probe } from './probe.ts';
import { findTools, type MediaTools } from './tools.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder = '';
let tools: MediaTools;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-decode-'));
  tools = await findTools();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function requestFor(path: string): Promise<DecodeRequest> {
  const { facts, index } = await probe(path, tools);
  return { path, ffmpegPath: tools.ffmpegPath, facts, timeBase: index!.timeBase, pts: index!.pts, maxWorkingWidth: 640 };
}
async function all<T>(request: DecodeRequest, look: (frame: WorkingFrame) => T): Promise<{ seen: T[]; end: DecodeEnd }> {
  const decoding = decodeFrames(request);
  const seen: T[] = [];
  for await (const frame of decoding) seen.push(look(frame));
  return { seen, end: await decoding.ended };
}
const digest = (frame: WorkingFrame): string => createHash('sha256').update(frame.y).update(frame.cb).update(frame.cr).digest('hex');
const numberIn = (frame: WorkingFrame): number =>
  clips.readNumber((x, y) => frame.y[Math.floor(y / frame.scale) * frame.width + Math.floor(x / frame.scale)]!);

describe('decodeFrames', () => {
  it('gives each frame of a variable-rate H.264 clip with B-frames its own number and time', async () => {
    const path = await clips.numberedClip(folder, 'numbered.mp4', 100, (n) => [10, 24, 37][n % 3]!);
    const request = await requestFor(path);
    const { seen, end } = await all(request, (frame) => [frame.frame, numberIn(frame), frame.ptsUs]);
    let ticks = 0;
    const expected = Array.from({ length: 100 }, (_, n) => {
      const row = [n, n, Math.round((ticks * 1_000_000) / 600)];
      ticks += [10, 24, 37][n % 3]!;
      return row;
    });
    expect(seen).toEqual(expected);
    expect(end).toMatchObject({ framesDecoded: 100, missing: [], warnings: [] });
    expect(end.decodeSeconds).toBeGreaterThan(0);
  });

  it.each([
    ['H.264 with B-frames', () => clips.h264Clip(folder, 'resume.mp4')],
    ['open groups of pictures', () => clips.openGopClip(folder, 'resume-open.mp4')],
    ['Matroska', () => clips.h264Clip(folder, 'resume.mkv')],
    ['a variable rate', () => clips.vfrClip(folder, 'resume-vfr.mp4')],
    ['an edit list', async () => clips.editListClip(folder, await clips.h264Clip(folder, 'resume-whole.mp4'), 'resume-edit.mp4')],
    ['AVI', () => clips.aviClip(folder, 'resume.avi')],
    ['MPEG-TS', () => clips.tsClip(folder, 'resume.ts')],
    ['VP8', () => clips.vp8Clip(folder, 'resume.webm')],
    ['VP9', () => clips.vp9Clip(folder, 'resume9.webm')],
  ])('%s: frames after a resume are byte for byte those of a whole decode', async (_name, make) => {
    const request = await requestFor(await make());
    const whole = await all(request, (frame) => `${frame.frame} ${digest(frame)}`);
    expect(whole.seen).toHaveLength(request.pts.length);
    expect(new Set(whole.seen.map((line) => line.split(' ')[1])).size).toBe(request.pts.length);
    for (const fromFrame of [1, 11, 24, request.pts.length - 1]) {
      const { seen, end } = await all({ ...request, fromFrame }, (frame) => `${frame.frame} ${digest(frame)}`);
      expect(seen, `from ${fromFrame}`).toEqual(whole.seen.slice(fromFrame));
      expect(end, `from ${fromFrame}`).toMatchObject({ framesDecoded: request.pts.length - fromFrame, missing: [] });
      for (const { words } of end.warnings) expect(words).toMatch(/^ffmpeg, perhaps about frames before \d+: \[h264\] /);
    }
  });

  it('scales down, keeps odd sizes, and gives BT.601 full range', async () => {
    const source = ['-f', 'lavfi', '-i', 'color=c=0xff0000:size=321x181:rate=25:duration=0.2,format=rgb24'];
    const path = await clips.ffmpeg(...source, '-c:v', 'ffv1', '-pix_fmt', 'bgr0', join(folder, 'red.mkv'));
    const request = await requestFor(path);
    const planes = (frame: WorkingFrame) => [
      frame.width,
      frame.height,
      frame.scale,
      frame.y.length,
      frame.cb.length,
      frame.cr.length,
      ...[frame.y, frame.cb, frame.cr].map((p) => p[p.length - 1]),
    ];
    // ITU-R BT.601, full range: red is Y 76, Cb 85, Cr 255.
    expect((await all(request, planes)).seen[0]).toEqual([321, 181, 1, 321 * 181, 161 * 91, 161 * 91, 76, 85, 255]);
    const small = await all({ ...request, maxWorkingWidth: 107 }, planes);
    expect(small.seen).toHaveLength(5);
    expect(small.seen[4]).toEqual([107, 60, 3, 107 * 60, 54 * 30, 54 * 30, 76, 85, 255]);
  });

  it('widens video range: black is 0 and white 255', async () => {
    const path = await clips.numberedClip(folder, 'range.mp4', 4);
    const { seen } = await all(await requestFor(path), (frame) => [frame.y[16 * 320 + 16], frame.y[16 * 320 + 48]]);
    for (const [index, [low, next]] of seen.entries()) {
      expect(Math.abs(low! - (index & 1 ? 255 : 0)), `frame ${index}`).toBeLessThan(6);
      expect(Math.abs(next! - (index & 2 ? 255 : 0)), `frame ${index}`).toBeLessThan(6);
    }
  });

  it.each(['', '-colorspace bt470bg', '-colorspace smpte170m -color_range tv', '-colorspace bt709', '-color_range pc'])(
    'widens each value as the scaler does: a film with "%s"',
    async (said) => {
      const tags = said === '' ? [] : said.split(' ');
      const values = "format=yuv420p,geq=lum='mod(X*7+Y*31,256)':cb='mod(X*5+Y*29,256)':cr='mod(X*11+Y*13,256)'";
      const source = ['-f', 'lavfi', '-i', `nullsrc=size=61x47:rate=25:duration=0.08,${values}`, '-c:v', 'ffv1', ...tags];
      const path = await clips.ffmpeg(...source, join(folder, `values${tags.join('')}.mkv`));
      const { seen } = await all(await requestFor(path), (frame) => Buffer.concat([frame.y, frame.cb, frame.cr]));
      const scaler = 'scale=61:47:flags=area+full_chroma_inp+accurate_rnd+bitexact:out_color_matrix=bt601:out_range=pc,format=yuv420p';
      const judge = execFileSync(tools.ffmpegPath, ['-v', 'error', '-i', path, '-vf', scaler, '-f', 'rawvideo', '-']);
      expect(new Set(seen[0]!.subarray(0, 61 * 47)).size).toBeGreaterThan(200);
      expect(Buffer.compare(Buffer.concat(seen), judge)).toBe(0);
    },
  );

  it('turns frames the way they are shown', async () => {
    const path = await clips.rotatedClip(folder);
    const { seen } = await all(
      { ...(await requestFor(path)), maxWorkingWidth: 4000 },
      (frame) => [frame.width, frame.height, Buffer.from(frame.y)] as const,
    );
    expect(seen).toHaveLength(25);
    expect(seen[0]!.slice(0, 2)).toEqual([180, 320]);
    // ffmpeg's own automatic rotation is the judge.
    const judge = execFileSync(tools.ffmpegPath, [
      '-v',
      'error',
      '-i',
      path,
      '-frames:v',
      '1',
      '-vf',
      'scale=flags=area+accurate_rnd+bitexact:out_range=pc,format=yuv420p',
      '-f',
      'rawvideo',
      '-',
    ]);
    expect(Buffer.compare(seen[0]![2], judge.subarray(0, 180 * 320))).toBe(0);
  });

  it.each(['one.png', 'one.jpg', 'one.webp', 'one.gif', 'img%02d.png'])('%s gives one frame at 0', async (name) => {
    const made = await clips.stillPicture(folder, name.replace('%', 'x'));
    const path = join(folder, name);
    if (made !== path) await copyFile(made, path);
    const { seen, end } = await all(await requestFor(path), (frame) => [frame.frame, frame.ptsUs, frame.width, frame.height]);
    expect(seen).toEqual([[0, 0, 320, 180]]);
    expect(end).toMatchObject({ framesDecoded: 1, missing: [], warnings: [] });
  });

  it('never shifts numbers: what the index does not know is left out, what does not come is missing', async () => {
    const path = await clips.numberedClip(folder, 'gaps.mp4', 40);
    const request = await requestFor(path);
    // An index that lacks frame 10 and has an entry between 20 and 21 and one after the end.
    const pts = [...request.pts.slice(0, 10), ...request.pts.slice(11, 21), 20 * 24 + 5, ...request.pts.slice(21), 40 * 24];
    const { seen, end } = await all({ ...request, pts }, (frame) => [frame.frame, numberIn(frame)]);
    const expected = Array.from({ length: 40 }, (_, n) => n)
      .filter((n) => n !== 10)
      .map((n) => [n < 10 ? n : n <= 20 ? n - 1 : n, n]);
    expect(seen).toEqual(expected);
    expect(end.framesDecoded).toBe(39);
    expect(end.missing).toEqual([
      { first: 20, last: 20 },
      { first: 40, last: 40 },
    ]);
    expect(end.warnings).toEqual([
      { frame: null, words: '1 decoded frames are not in the index and were left out, the first at 240 ticks.' },
    ]);
  });

  it('goes on behind damaged data and says so', async () => {
    const path = await clips.h264Clip(folder, 'damaged.mp4');
    const request = await requestFor(path);
    const bytes = await readFile(path);
    // The whole second group of pictures (frames 12 to 23) becomes noise.
    const from = bytes.indexOf('mdat') + 4;
    const size = bytes.indexOf('moov') - 4 - from;
    bytes.fill(0x55, from + Math.floor(size * 0.3), from + Math.floor(size * 0.4));
    await writeFile(path, bytes);
    const { seen, end } = await all(request, (frame) => frame.frame);
    expect(seen.length).toBeLessThanOrEqual(50);
    expect(seen.length + end.missing.reduce((sum, gap) => sum + gap.last - gap.first + 1, 0)).toBe(50);
    expect(end.warnings.length).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(49);
  });

  it('waits for the reader and holds no more frames than its slots', async () => {
    const request = { ...(await requestFor(await clips.numberedClip(folder, 'slow.mp4', 60))), slots: 3 };
    const { seen } = await all(request, (frame) => {
      // The reader's thread is blocked, as inference blocks it; the frame must not change meanwhile.
      const before = numberIn(frame);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      return [before, numberIn(frame)];
    });
    expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => [n, n]));
  });

  it('never waits for a time that waits for a picture: thousands of small frames', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=size=96x54:rate=50:duration=60'];
    const path = await clips.ffmpeg(...source, '-c:v', 'libx264', '-preset', 'ultrafast', join(folder, 'many.mp4'));
    const { seen, end } = await all({ ...(await requestFor(path)), stallMs: 20_000 }, (frame) => frame.frame);
    expect(seen).toEqual(Array.from({ length: 3000 }, (_, n) => n));
    expect(end).toMatchObject({ framesDecoded: 3000, missing: [], warnings: [] });
  });

  it('kills ffmpeg when the loop is left, also while the ring is full', async () => {
    const request = { ...(await requestFor(await clips.numberedClip(folder, 'left.mp4', 200))), slots: 2 };
    const decoding = decodeFrames(request);
    for await (const frame of decoding) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (frame.frame === 1) break;
    }
    const end = await decoding.ended;
    expect(end.framesDecoded).toBeLessThan(10);
    expect(end.missing).toEqual([]);
  });

  it('stops at an abort', async () => {
    const controller = new AbortController();
    const request = { ...(await requestFor(await clips.numberedClip(folder, 'abort.mp4', 200))), signal: controller.signal };
    const run = all(request, (frame) => {
      if (frame.frame === 2) controller.abort(new Error('the examiner cancelled'));
    });
    await expect(run).rejects.toThrow('the examiner cancelled');
  });

  it('says MEDIA_TIMEOUT when the decoder gives no sign of life, TOOL_MISSING when it is not there, TOOL_FAILED when it crashes', async () => {
    const request = await requestFor(await clips.h264Clip(folder, 'stall.mp4'));
    const fake = async (name: string, script: string): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, `#!/bin/sh\n${script}\n`);
      await chmod(path, 0o755);
      return path;
    };
    const code = (ffmpegPath: string, stallMs = 60_000) =>
      all({ ...request, ffmpegPath, stallMs }, () => null).then(
        () => 'no failure',
        (error: unknown) => (error as { code?: string }).code,
      );
    expect(await code(await fake('stalls', 'sleep 600'), 300)).toBe('MEDIA_TIMEOUT');
    expect(await code(await fake('crashes', 'kill -SEGV $$'))).toBe('TOOL_FAILED');
    expect(await code(await fake('refuses', 'echo no >&2; exit 1'))).toBe('MEDIA_UNDECODABLE');
    expect(await code(join(folder, 'not-there'))).toBe('TOOL_MISSING');
  });
});

describe('what is told of frames', () => {
  const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '12', '-bf', '0', '-threads', '1'];
  const told = async (path: string, fromFrame = 0): Promise<DecodeEnd['warnings']> => {
    const { end } = await all({ ...(await requestFor(path)), fromFrame }, () => null);
    return end.warnings;
  };

  it('names the frames of which ffmpeg made parts of other pictures, also to a job that goes on behind them', async () => {
    const input = ['-f', 'lavfi', '-i', 'testsrc2=size=192x108:rate=25:duration=2'];
    const whole = await clips.ffmpeg(...input, ...X264, '-x264-params', 'slices=3:scenecut=0', join(folder, 'slices.mp4'));
    const lost = editSamples(whole, join(folder, 'slices-lost.mp4'), (sample, n) =>
      [14, 20, 21].includes(n) ? Buffer.concat(unitsOf(sample).slice(0, -1)) : sample,
    );
    expect(await told(whole)).toEqual([]);
    const warnings = [
      {
        frame: 14,
        words: expect.stringMatching(
          /^Parts of 3 frames are missing or damaged in the film, and ffmpeg made them of other pictures: 14, 20 to 21\. /,
        ) as string,
      },
    ];
    expect(await told(lost)).toEqual(warnings);
    expect(await told(lost, 30)).toEqual(warnings);
  });

  it('says where a film becomes another', async () => {
    const part = (name: string, from: number, size: string, space: string): Promise<string> =>
      clips.ffmpeg(
        ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25:duration=1`, ...X264, '-colorspace', space],
        ...['-muxdelay', '0', '-output_ts_offset', String(from), '-f', 'mpegts', join(folder, name)],
      );
    const parts = [
      await part('one.ts', 0, '192x108', 'bt709'),
      await part('two.ts', 1, '192x108', 'smpte170m'),
      await part('three.ts', 2, '96x64', 'smpte170m'),
    ];
    const path = join(folder, 'parts.ts');
    await writeFile(path, Buffer.concat(await Promise.all(parts.map((file) => readFile(file)))));
    expect(await told(path)).toEqual([
      {
        frame: 25,
        words:
          'From here on another colour matrix smpte170m (before: bt709). What is measured of brightness and colours before and after this cannot be compared.',
      },
      {
        frame: 50,
        words:
          'From here on another size 96x64 (before: 192x108). All frames are brought to the size and the pixel format of the header before they are measured.',
      },
    ]);
  });

  it('counts interlaced frames', async () => {
    const input = ['-f', 'lavfi', '-i', 'testsrc2=size=192x112:rate=25:duration=1'];
    const path = await clips.ffmpeg(...input, ...X264, '-flags', '+ilme+ildct', join(folder, 'fields.mp4'));
    expect(await told(path)).toEqual([
      { frame: 0, words: expect.stringMatching(/^25 of 25 frames are interlaced, this one first: /) as string },
    ]);
  });
});
