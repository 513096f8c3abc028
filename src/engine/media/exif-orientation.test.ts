import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { ffmpeg } from '../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { must } from '../../base/assert.ts';
import { asInFile, turnOf } from '../detectors/compression/orientation.ts';
import { decodeFrames } from './decode.ts';
import type { WorkingFrame } from './frame.ts';
import { probe } from './probe.ts';
import { findTools } from './tools.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = tempFolder();
const tools = await findTools();
const [W, H] = [64, 48];
const plain = await ffmpeg('-f', 'lavfi', '-i', `testsrc2=size=${String(W)}x${String(H)}`, '-frames:v', '1', join(folder, 'plain.jpg'));

/** The same JPEG with an Exif segment that holds an orientation and nothing else. */
function oriented(orientation: number): string {
  const tiff = Buffer.from('49492a000800000001001201030001000000000000000000000000', 'hex').subarray(0, 26);
  tiff.writeUInt16LE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  const bytes = readFileSync(plain);
  const path = join(folder, `${String(orientation)}.jpg`);
  writeFileSync(path, Buffer.concat([bytes.subarray(0, 2), head, body, bytes.subarray(2)]));
  return path;
}

async function seen(path: string) {
  const { facts, index } = await probe(path, tools);
  const { timeBase, pts } = must(index, 'a still has an index');
  const frames: WorkingFrame[] = [];
  for await (const frame of decodeFrames({ path, ffmpegPath: tools.ffmpegPath, facts, timeBase, pts, maxWorkingWidth: 640 }))
    frames.push({ ...frame, y: frame.y.slice() });
  return { facts, frame: must(frames[0], 'a frame') };
}

const stored = (await seen(plain)).frame.y;

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

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a photograph of orientation %i is measured as it is to be seen, and found again as it is stored',
  async (orientation) => {
    const { facts, frame } = await seen(oriented(orientation));
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
