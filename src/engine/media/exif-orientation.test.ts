import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { ffmpeg } from '../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { must } from '../../base/assert.ts';
import { asInFile, turnOf } from '../detectors/compression/orientation.ts';
import { decodeFrames } from './decode.ts';
import type { WorkingFrame } from './frame.ts';
import { probe } from './probe.ts';
import { findTools } from './tools.ts';

vi.setConfig({ testTimeout: 240_000 });

const folder = tempFolder();
const tools = await findTools();
const [W, H] = [64, 48];

/** A TIFF's directory that holds an orientation and nothing else. */
function exif(orientation: number): Buffer {
  const tiff = Buffer.from('49492a00080000000100120103000100000000000000000000000000', 'hex').subarray(0, 26);
  tiff.writeUInt16LE(orientation, 18);
  return tiff;
}

function inJpeg(bytes: Buffer, orientation: number): Buffer {
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif(orientation)]);
  return Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xe1, 0, body.length + 2]), body, bytes.subarray(2)]);
}

/** W3C PNG specification, section 11.3.3.7: before the picture's data. */
function inPng(bytes: Buffer, orientation: number): Buffer {
  const named = Buffer.concat([Buffer.from('eXIf'), exif(orientation)]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(named.length - 4, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)]);
}

/** WebP Container Specification: the extended format, with bit 3 for Exif, and the size less one in 24 bits each. */
function inWebp(bytes: Buffer, orientation: number): Buffer {
  const extended = Buffer.concat([Buffer.from('VP8X\x0a\0\0\0\x08\0\0\0', 'latin1'), Buffer.from([W - 1, 0, 0, H - 1, 0, 0])]);
  const last = Buffer.concat([Buffer.from('EXIF\x1a\0\0\0', 'latin1'), exif(orientation)]);
  const picture = bytes.subarray(bytes.indexOf('VP8L'));
  const whole = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), extended, picture, last]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

/** The directory once more at the end, with one entry more: entries stand in the order of their tags. */
function inTiff(bytes: Buffer, orientation: number): Buffer {
  const at = bytes.readUInt32LE(4);
  const count = bytes.readUInt16LE(at);
  const entries = Array.from({ length: count }, (_, n) => bytes.subarray(at + 2 + 12 * n, at + 14 + 12 * n));
  const before = entries.filter((entry) => entry.readUInt16LE(0) < 274);
  const after = entries.filter((entry) => entry.readUInt16LE(0) > 274);
  const entry = exif(orientation).subarray(10, 22);
  const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
  const number = Buffer.from([before.length + after.length + 1, 0]);
  const whole = Buffer.concat([even, number, ...before, entry, ...after, Buffer.alloc(4)]);
  whole.writeUInt32LE(even.length, 4);
  return whole;
}

const FORMATS = {
  jpg: { args: [], oriented: inJpeg },
  png: { args: ['-pix_fmt', 'rgb24'], oriented: inPng },
  webp: { args: ['-c:v', 'libwebp', '-lossless', '1'], oriented: inWebp },
  tiff: { args: ['-pix_fmt', 'rgb24'], oriented: inTiff },
} as const;

async function seen(path: string) {
  const { facts, index } = await probe(path, tools);
  const { timeBase, pts } = must(index, 'a still has an index');
  const frames: WorkingFrame[] = [];
  for await (const frame of decodeFrames({ path, ffmpegPath: tools.ffmpegPath, facts, timeBase, pts, maxWorkingWidth: 640 }))
    frames.push({ ...frame, y: frame.y.slice() });
  return { facts, frame: must(frames[0], 'a frame') };
}

/** Exif 2.32, tag 274: where the pixel in column x and row y of the file is seen. */
const SEEN: Readonly<Record<number, (x: number, y: number) => readonly [number, number]>> = {
  1: (x, y) => [x, y],
  2: (x, y) => [W - 1 - x, y],
  3: (x, y) => [W - 1 - x, H - 1 - y],
  4: (x, y) => [x, H - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y) => [H - 1 - y, x],
  7: (x, y) => [H - 1 - y, W - 1 - x],
  8: (x, y) => [y, W - 1 - x],
};

describe.each(['jpg', 'png', 'webp', 'tiff'] as const)('a %s', async (ending) => {
  const { args, oriented } = FORMATS[ending];
  const source = ['-f', 'lavfi', '-i', `testsrc2=size=${String(W)}x${String(H)}`, '-frames:v', '1'];
  const plain = await ffmpeg(...source, ...args, join(folder, `plain.${ending}`));
  const stored = (await seen(plain)).frame.y;

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'of orientation %i is measured as it is to be seen, and found again as it is stored',
    async (orientation) => {
      const path = join(folder, `${String(orientation)}.${ending}`);
      writeFileSync(path, oriented(readFileSync(plain), orientation));
      const { facts, frame } = await seen(path);
      const place = must(SEEN[orientation], 'an orientation');
      const expected = new Uint8Array(W * H);
      for (const [k, value] of stored.entries()) {
        const [x, y] = place(k % W, Math.floor(k / W));
        expected[y * frame.width + x] = value;
      }
      expect([frame.width, frame.height]).toEqual(orientation < 5 ? [W, H] : [H, W]);
      expect(Buffer.compare(frame.y, expected)).toBe(0);
      const { plane, inFile, shown } = asInFile(frame, turnOf(facts));
      expect(Buffer.compare(plane.luma, stored)).toBe(0);
      const [x, y] = place(3, 7);
      expect(inFile([x + 0.5, y + 0.5])).toEqual([3.5, 7.5]);
      expect(shown([3, 7, 1, 1])).toEqual([x, y, 1, 1]);
    },
  );
});
