import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ffmpeg } from '../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { must } from '../../base/assert.ts';
import type { VideoStream } from '../../contract/exhibits.ts';
import { FileBytes } from '../structure/bytes.ts';
import { avifSays, type AvifSays } from './avif-says.ts';
import { probe } from './probe.ts';
import { findTools } from './tools.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = tempFolder();
const tools = await findTools();
const made = (name: string, ...args: string[]): Promise<string> =>
  ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=64x48', '-frames:v', '1', ...args, join(folder, name));
const changed = (name: string, bytes: Buffer): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
async function facts(path: string) {
  const { kind, streams, warnings } = (await probe(path, tools)).facts;
  const { rotation, mirrored } = streams[0] as VideoStream;
  return { kind, rotation, mirrored, warnings };
}

async function avifSaysOf(path: string): Promise<AvifSays | null> {
  const bytes = await FileBytes.open(path, new AbortController().signal);
  return avifSays(bytes).finally(() => bytes.close());
}

describe('an AVIF', async () => {
  const path = await made('still.avif', '-c:v', 'libaom-av1', '-cpu-used', '8', '-pix_fmt', 'yuv420p');
  const upright = { kind: 'image', rotation: 0, mirrored: undefined, warnings: [] };
  /** Its box of the depth of values becomes one that turns (ISO/IEC 23008-12, 6.5.10) or mirrors (6.5.12); its first byte says how. */
  const with_ = (type: string, how: number): string => {
    const bytes = readFileSync(path);
    const at = bytes.indexOf('pixi');
    expect(at).toBeGreaterThan(0);
    bytes.write(type, at, 'latin1');
    bytes[at + 4] = how;
    return changed(`${type}${String(how)}.avif`, bytes);
  };

  it('is a picture and no film of one frame', async () => {
    expect(await facts(path)).toEqual(upright);
  });

  it.each([
    ['irot', 1, { rotation: 270, mirrored: undefined }],
    ['irot', 2, { rotation: 180, mirrored: undefined }],
    ['irot', 3, { rotation: 90, mirrored: undefined }],
    ['imir', 1, { rotation: 0, mirrored: true }],
    ['imir', 0, { rotation: 180, mirrored: true }],
  ])('is shown as %s %i says', async (type, how, shown) => {
    expect(await facts(with_(type, how))).toEqual({ ...upright, ...shown });
  });

  it('says the same where its boxes of items are of a size in 64 bits', async () => {
    const turned = with_('irot', 1);
    const bytes = readFileSync(turned);
    const at = bytes.indexOf('meta') - 4;
    const head = Buffer.alloc(16);
    head.writeUInt32BE(1);
    head.write('meta', 4, 'latin1');
    head.writeBigUInt64BE(BigInt(bytes.readUInt32BE(at) + 8), 8);
    const wide = changed('wide.avif', Buffer.concat([bytes.subarray(0, at), head, bytes.subarray(at + 8)]));
    const says = await avifSaysOf(wide);
    expect(says?.turn).toEqual({ rotation: 270, mirrored: false });
    expect(says).toEqual(await avifSaysOf(turned));
  });

  it('of tiles is refused by name: one tile is not the picture', async () => {
    const bytes = readFileSync(path);
    bytes.write('grid', bytes.indexOf('av01', bytes.indexOf('infe')), 'latin1');
    await expect(facts(changed('grid.avif', bytes))).rejects.toThrow(/put together from others \(grid\)/);
  });
});

const MORE = (words: string): unknown => expect.stringContaining(`The file holds ${words} (`);

describe('a file of several pictures says so', () => {
  it('a TIFF of two pages, and one with a preview beside it', async () => {
    const bytes = readFileSync(await made('one.tiff'));
    const at = bytes.readUInt32LE(4);
    const count = bytes.readUInt16LE(at);
    const directory = bytes.subarray(at, at + 2 + 12 * count);
    const two = Buffer.concat([bytes, directory, Buffer.alloc(4)]);
    two.writeUInt32LE(bytes.length, at + 2 + 12 * count);
    expect((await facts(changed('two.tiff', two))).warnings).toEqual([MORE('one more picture')]);

    // Tag 330 (SubIFDs), long, two of them, behind all tags of a baseline TIFF but one.
    const entry = Buffer.from('4a0104000200000000000000', 'hex');
    const number = Buffer.alloc(2);
    number.writeUInt16LE(count + 1);
    const own = Array.from({ length: count }, (_, n) => directory.subarray(2 + 12 * n, 14 + 12 * n));
    const sorted = [...own, entry].sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0));
    const beside = Buffer.concat([bytes, number, ...sorted, Buffer.alloc(4)]);
    beside.writeUInt32LE(bytes.length, 4);
    expect((await facts(changed('beside.tiff', beside))).warnings).toEqual([MORE('2 more pictures')]);
    // A chain that leads back to itself ends.
    two.writeUInt32LE(at, two.length - 4);
    expect((await facts(changed('circle.tiff', two))).warnings).toEqual([MORE('one more picture')]);
  });

  it('a JPEG with a second one behind it, as telephones and cameras for two eyes write them', async () => {
    const bytes = readFileSync(await made('one.jpg'));
    // CIPA DC-007: little-endian, one entry: 0xB001, long, one value: 2.
    const body = Buffer.from('4d504600' + '49492a0008000000' + '0100' + '01b004000100000002000000' + '00000000', 'hex');
    const segment = Buffer.concat([Buffer.from([0xff, 0xe2, 0, body.length + 2]), body]);
    const path = changed('two.jpg', Buffer.concat([bytes.subarray(0, 2), segment, bytes.subarray(2), bytes]));
    expect((await facts(path)).warnings).toEqual([MORE('one more picture')]);
  });

  it('a WebP that moves is refused by name', async () => {
    const path = join(folder, 'moves.webp');
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=5', '-frames:v', '3', '-c:v', 'libwebp_anim', path);
    await expect(probe(path, tools)).rejects.toThrow(/a WebP that moves/);
  });
});

it('a file of several streams says which is examined', async () => {
  const sources = ['-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=5', '-f', 'lavfi', '-i', 'sine', '-t', '1'];
  const maps = ['-map', '0', '-map', '0', '-map', '1', '-map', '1', '-map', '1'];
  const path = await ffmpeg(...sources, ...maps, '-c:v', 'mpeg4', join(folder, 'many.mp4'));
  expect((await facts(path)).warnings).toEqual([
    'It has 2 video streams: the first (number 0 of the container) alone is shown and examined.',
    'It has 3 sound streams: the first (number 2 of the container) alone is examined; what a player plays may be another.',
  ]);
  const sound = await ffmpeg(...sources, '-map', '1', '-map', '1', join(folder, 'many.mka'));
  expect(must((await probe(sound, tools)).facts.warnings[0], 'a warning')).toContain('It has 2 sound streams: the first (number 0');
});

it('a film on its side is turned with its pixels: what is wide in the file stands high', async () => {
  const wide = await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=5', '-t', '1', '-vf', 'setsar=4/3', join(folder, 'wide.mp4'));
  expect((await facts(wide)).warnings).toEqual([expect.stringContaining('looks narrower than meant')]);
  const bytes = readFileSync(wide);
  // 14496-12 section 8.3.2: the matrix of the track, behind 40 bytes of version 0; a quarter turn.
  const at = bytes.indexOf('tkhd') + 4 + 40;
  [0, 0x10000, 0, -0x10000, 0, 0].forEach((value, n) => bytes.writeInt32BE(value, at + 4 * n));
  const turned = await facts(changed('turned.mp4', bytes));
  expect([turned.rotation % 180, turned.warnings]).toEqual([90, [expect.stringContaining('looks wider than meant')]]);
});
