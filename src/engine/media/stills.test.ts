import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as clips from '../../../tests/fixtures/make-clips.ts';
import { probe } from './probe.ts';
import { decodeStill, decodeStills, type StillSource } from './stills.ts';
import { findTools, type MediaTools } from './tools.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder = '';
let tools: MediaTools;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-still-test-'));
  tools = await findTools();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function sourceFor(path: string): Promise<StillSource> {
  const { facts, index } = await probe(path, tools);
  return { path, tools, facts, ...index! };
}

function grey(png: Uint8Array): { pixels: Buffer; width: number; height: number } {
  const head = Buffer.from(png);
  const pixels = execFileSync(
    tools.ffmpegPath,
    ['-v', 'error', '-f', 'png_pipe', '-i', 'pipe:0', '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'],
    { input: png },
  );
  return { pixels, width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}
function numberIn(png: Uint8Array): number {
  const { pixels, width } = grey(png);
  return clips.readNumber((x, y) => pixels[y * width + x]!);
}

const variable = (n: number): number => [10, 24, 37][n % 3]!;
const FRAMES = 90;

describe('decodeStill', () => {
  it.each([
    ['MP4, variable rate, B-frames', () => clips.numberedClip(folder, 'a.mp4', FRAMES, variable)],
    ['Matroska, milliseconds', () => clips.numberedClip(folder, 'a.mkv', FRAMES)],
    [
      'open groups of pictures',
      () =>
        clips.numberedClip(folder, 'open.mp4', FRAMES, variable, [
          '-c:v',
          'libx264',
          '-pix_fmt',
          'yuv420p',
          '-x264-params',
          'open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=3',
        ]),
    ],
    [
      'AVI without times',
      () => clips.numberedClip(folder, 'a.avi', FRAMES, () => 24, ['-r', '25', '-c:v', 'mpeg4', '-bf', '2', '-g', '12', '-q:v', '4']),
    ],
    ['MPEG-TS', () => clips.numberedClip(folder, 'a.ts', FRAMES)],
    [
      'VP8 with hidden frames',
      () =>
        clips.numberedClip(folder, 'a.webm', FRAMES, () => 24, [
          '-c:v',
          'libvpx',
          '-auto-alt-ref',
          '1',
          '-lag-in-frames',
          '16',
          '-b:v',
          '500k',
          '-g',
          '20',
        ]),
    ],
  ])('%s: frame n shows n', async (_name, make) => {
    const source = await sourceFor(await make());
    expect(source.pts).toHaveLength(FRAMES);
    for (const frame of [0, 1, 11, 12, 37, 71, 89]) {
      expect(numberIn(await decodeStill({ ...source, frame, format: 'png' })), `frame ${frame}`).toBe(frame);
    }
  });

  it('gives a run in one go, each frame under its own number', async () => {
    const source = await sourceFor(await clips.numberedClip(folder, 'run.mp4', FRAMES, variable));
    const stills = await decodeStills(source, 20, 31);
    expect([...stills].map(([frame, png]) => [frame, numberIn(png)])).toEqual(Array.from({ length: 12 }, (_, k) => [20 + k, 20 + k]));
  });

  it('shows the frame that the edit list leaves in first place', async () => {
    const whole = await sourceFor(await clips.numberedClip(folder, 'whole.mp4', FRAMES));
    const cut = await sourceFor(await clips.editListClip(folder, whole.path, 'cut.mp4'));
    const first = numberIn(await decodeStill({ ...cut, frame: 0, format: 'png' }));
    expect(first).toBe(18);
    expect(numberIn(await decodeStill({ ...cut, frame: 30, format: 'png' }))).toBe(first + 30);
  });

  it('is upright and of full size', async () => {
    const source = await sourceFor(await clips.rotatedClip(folder));
    const { width, height } = grey(await decodeStill({ ...source, frame: 3, format: 'png' }));
    expect([width, height]).toEqual([180, 320]);
  });

  it.each(['still.png', 'still.jpg', '-still.png'])('%s is a still of itself', async (name) => {
    const source = await sourceFor(await clips.stillPicture(folder, name));
    const { width, height } = grey(await decodeStill({ ...source, frame: 0, format: 'png' }));
    expect([width, height]).toEqual([320, 180]);
  });

  it('refuses frames that do not exist, and a missing ffmpeg', async () => {
    const source = await sourceFor(await clips.h264Clip(folder, 'short.mp4', '25', 1));
    await expect(decodeStill({ ...source, frame: 25, format: 'png' })).rejects.toMatchObject({ code: 'FRAME_NOT_FOUND' });
    await expect(decodeStill({ ...source, frame: -1, format: 'png' })).rejects.toMatchObject({ code: 'FRAME_NOT_FOUND' });
    const missing = { ...tools, ffmpegPath: join(folder, 'not-there') };
    await expect(decodeStill({ ...source, tools: missing, frame: 0, format: 'png' })).rejects.toMatchObject({ code: 'TOOL_MISSING' });
  });

  it('says when a frame of the index cannot be decoded, and shows no other in its place', async () => {
    const source = await sourceFor(await clips.numberedClip(folder, 'lie.mp4', 30));
    const pts = [...source.pts.slice(0, 10), 9 * 24 + 7, ...source.pts.slice(10)];
    const wrong = { ...source, pts };
    await expect(decodeStill({ ...wrong, frame: 10, format: 'png' })).rejects.toMatchObject({ code: 'FRAME_UNDECODABLE' });
    const stills = await decodeStills(wrong, 8, 12);
    expect([...stills].map(([frame, png]) => [frame, numberIn(png)])).toEqual([
      [8, 8],
      [9, 9],
      [11, 10],
      [12, 11],
    ]);
  });

  it('leaves nothing in the temporary folder, also after an abort', async () => {
    const source = await sourceFor(await clips.h264Clip(folder, 'tidy.mp4', '25', 1));
    const before = await readdir(tmpdir());
    const controller = new AbortController();
    const still = decodeStill({ ...source, frame: 20, format: 'png', signal: controller.signal });
    await Promise.resolve();
    controller.abort(new Error('the examiner moved on'));
    await expect(still).rejects.toThrow('the examiner moved on');
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('penumbra-stills-') && !before.includes(name))).toEqual([]);
  });
});
