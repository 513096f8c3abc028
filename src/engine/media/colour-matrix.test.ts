/** Films that say BT.709 or BT.2020, against the matrix of the standards in double precision (ITU-R BT.601-7, BT.709-6, BT.2020-2). */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as clips from '../../../tests/fixtures/make-clips.ts';
import { at } from '../../base/at.ts';
import type { VideoStream } from '../../contract/exhibits.ts';
import { byMatrix } from './colour-matrix.ts';
import { decodeFrames } from './decode.ts';
import { probe } from './probe.ts';
import { findTools, type MediaTools } from './tools.ts';
import { examinedStream, isByMatrix } from './working-size.ts';

let folder = '';
let tools: MediaTools;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-colours-'));
  tools = await findTools();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const [WIDTH, HEIGHT] = [62, 48];
/** Values of all sizes in all combinations, those outside the nominal range too; `most`: of the format's bits. */
const anyValues = (most: number): string => {
  const of = (x: number, y: number): string => `mod(X*${String(x)}+Y*${String(y)},${String(most + 1)})`;
  return `geq=lum='${of(7, 31)}':cb='${of(5, 29)}':cr='${of(11, 13)}'`;
};

async function film(name: string, pixels: string, filters: string, space: string, range: string): Promise<string> {
  const source = `nullsrc=size=${String(WIDTH)}x${String(HEIGHT)}:rate=25:duration=0.04,format=${pixels},${filters}`;
  // ffmpeg has two names for full range: the decoder of H.264 says it by the kind of pixels.
  const codec = range === 'pc' ? ['-c:v', 'libx264', '-qp', '0'] : ['-c:v', 'ffv1'];
  const says = ['-colorspace', space, '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', range];
  return clips.ffmpeg('-f', 'lavfi', '-i', source, ...codec, ...says, join(folder, `${name}.mkv`));
}

/** Planes of the first frame as it is measured, and what is known of the film. */
async function measured(
  path: string,
  maxWorkingWidth = 640,
): Promise<{ y: Uint8Array; cb: Uint8Array; cr: Uint8Array; stream: VideoStream }> {
  const { facts, index } = await probe(path, tools);
  const request = { path, ffmpegPath: tools.ffmpegPath, facts, timeBase: index!.timeBase, pts: index!.pts, maxWorkingWidth };
  for await (const { y, cb, cr } of decodeFrames(request))
    return { y: y.slice(), cb: cb.slice(), cr: cr.slice(), stream: examinedStream(facts) };
  throw new Error('no frame');
}

const WEIGHTS = { bt709: [0.2126, 0.0722], bt2020nc: [0.2627, 0.0593] } as const;
type Space = keyof typeof WEIGHTS;
/** Y, Cb and Cr (-0.5 to 0.5) of one matrix to those of BT.601, by way of R, G and B, then to full range of 8 bits. */
function exactly(space: Space, y: number, cb: number, cr: number): [number, number, number] {
  const [kr, kb] = WEIGHTS[space];
  const r = y + 2 * (1 - kr) * cr;
  const b = y + 2 * (1 - kb) * cb;
  const g = (y - kr * r - kb * b) / (1 - kr - kb);
  const luma = 0.299 * r + 0.587 * g + 0.114 * b;
  const bytes = [255 * luma, 128 + (255 * (b - luma)) / 1.772, 128 + (255 * (r - luma)) / 1.402];
  return bytes.map((value) => Math.min(255, Math.max(0, value))) as [number, number, number];
}

it.each([
  ['bt709', 'tv', 'yuv420p', 8],
  ['bt709', 'pc', 'yuv420p', 8],
  ['bt709', 'tv', 'yuv420p10le', 10],
  ['bt2020nc', 'tv', 'yuv420p', 8],
  ['bt2020nc', 'tv', 'yuv420p10le', 10],
] as const)('%s, range %s, %s: every value is the exact one, rounded once', async (space, range, pixels, bits) => {
  const path = await film(`${space}-${range}-${pixels}`, pixels, anyValues(2 ** bits - 1), space, range);
  const { y, cb, cr, stream } = await measured(path);
  expect([stream.pixelFormat, isByMatrix(stream)]).toEqual([range === 'pc' ? 'yuvj420p' : pixels, true]);
  const raw = execFileSync(tools.ffmpegPath, ['-v', 'error', '-i', path, '-f', 'rawvideo', '-']);
  const value = (k: number): number => (bits === 8 ? at(raw, k) : raw.readUInt16LE(2 * k)) / 2 ** (bits - 8);
  const [low, ofLuma, ofColour] = range === 'tv' ? [16, 219, 224] : [0, 255, 255];
  const [w, h] = [WIDTH / 2, HEIGHT / 2];
  let worst = 0;
  for (let k = 0; k < WIDTH * HEIGHT; k += 1) {
    const below = Math.floor(k / WIDTH / 2) * w + Math.floor((k % WIDTH) / 2);
    const [u, v] = [0, 1].map((plane) => (value(WIDTH * HEIGHT + plane * w * h + below) - 128) / ofColour) as [number, number];
    const wanted = exactly(space, (value(k) - low) / ofLuma, u, v);
    worst = Math.max(worst, Math.abs(at(y, k) - wanted[0]), Math.abs(at(cb, below) - wanted[1]), Math.abs(at(cr, below) - wanted[2]));
  }
  expect(worst).toBeLessThan(0.53);
});

/** One colour everywhere, so that no way of making chroma larger or smaller has a say. */
it.each([
  ['scaled down', 'yuv420p', 40],
  ['colour kept at half its width', 'yuv422p10le', 640],
  ['colour kept whole', 'yuv444p', 640],
])('%s: within one level of the exact colour', async (name, pixels, maxWorkingWidth) => {
  const scale = pixels.includes('10') ? 4 : 1;
  const path = await film(
    name.replaceAll(' ', '-'),
    pixels,
    `geq=lum=${String(90 * scale)}:cb=${String(110 * scale)}:cr=${String(170 * scale)}`,
    'bt709',
    'tv',
  );
  const { y, cb, cr, stream } = await measured(path, maxWorkingWidth);
  expect(isByMatrix(stream)).toBe(true);
  const wanted = exactly('bt709', (90 - 16) / 219, (110 - 128) / 224, (170 - 128) / 224);
  for (const [k, plane] of [y, cb, cr].entries()) for (const value of plane) expect(Math.abs(value - at(wanted, k))).toBeLessThan(1);
});

const STREAM = { width: 1280, height: 720, rotation: 0, pixelFormat: 'yuv420p', colorSpace: 'bt709', colorRange: 'tv' } as VideoStream;
it.each<[string, Partial<VideoStream>]>([
  ['BT.601', { colorSpace: 'smpte170m' }],
  ['nothing said', { colorSpace: null }],
  ['RGB', { pixelFormat: 'gbrp', colorSpace: 'gbr' }],
  ['an odd width', { width: 1279 }],
  ['an odd height', { height: 719 }],
  ['half the colour in one direction, to be turned', { pixelFormat: 'yuv422p', rotation: 90 }],
])('%s is left to the scaler', (_words, other) => {
  expect(byMatrix(STREAM, 'flags=area')).not.toBeNull();
  expect(byMatrix({ ...STREAM, ...other }, 'flags=area')).toBeNull();
});

it('what is to be turned is turned afterwards', async () => {
  const whole = await film('turned', 'yuv420p', anyValues(255), 'bt709', 'tv');
  const { facts, index } = await probe(whole, tools);
  const asked = { path: whole, ffmpegPath: tools.ffmpegPath, timeBase: index!.timeBase, pts: index!.pts, maxWorkingWidth: 640 };
  const upright = await measured(whole);
  const turned = { ...facts, streams: facts.streams.map((one) => (one.type === 'video' ? { ...one, rotation: 90 as const } : one)) };
  for await (const { width, height, y } of decodeFrames({ ...asked, facts: turned })) {
    expect([width, height]).toEqual([HEIGHT, WIDTH]);
    // Clockwise: the first row is the first column from below.
    for (let k = 0; k < HEIGHT; k += 1) expect(at(y, k)).toBe(at(upright.y, (HEIGHT - 1 - k) * WIDTH));
  }
});
