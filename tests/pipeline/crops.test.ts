/** `penumbra crops` writes, byte for byte, what a detector is given of the same frame. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { writeCrops } from '../../src/core/crops/write-crops.ts';
import { cropPixels, LEARNED_SIDE, learnedCrop, networkInput } from '../../src/engine/faces/learned-crop.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { decodeFrames } from '../../src/engine/media/decode.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { modelsFolder } from '../../src/core/analysis/models-folder.ts';
import { beginningOf, FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const BYTES = 3 * LEARNED_SIDE ** 2;
const pixelsOf = (png: string): Buffer =>
  execFileSync('ffmpeg', ['-v', 'error', '-i', png, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'], { maxBuffer: 1 << 24 });

it('the crop written is the one that a detector is given', { timeout: 60_000 }, async () => {
  const folder = tempFolder();
  const path = await beginningOf(FRANCK, 12, join(folder, 'clip.mp4'));
  const tools = await findTools();
  const source = { path, name: 'a "clip", cut', label: 'real', method: '', group: 'g', split: 'train' };
  const out = join(folder, 'out');
  const result = await writeCrops({
    sources: [source, { ...source, path: join(folder, 'none.mp4') }],
    folder: out,
    everySeconds: 0.3,
    tools,
  });
  expect(result.crops).toBe(2);
  expect(result.failed.map(({ name }) => name)).toEqual(['a "clip", cut']);

  const [head, ...lines] = readFileSync(join(out, 'crops.csv'), 'utf8').trimEnd().split('\n');
  expect(head?.split(',')).toContain('sourceSha256');
  // 24 frames a second: the first frame at or after 0.3 s behind the first has number 8.
  expect(lines.map((line) => line.split(',')[0])).toEqual(['000000-000000.png', '000000-000008.png']);
  expect(lines[0]).toContain(',"a ""clip"", cut",real,,g,train,0,0,');

  const { facts, index } = await probe(path, tools);
  const { timeBase, pts } = must(index, 'an index');
  const networks = await openNetworks({ weightsFolder: join(modelsFolder(), 'weights'), provider: 'cpu' });
  const tracker = await createFaceTracker({ networks, maxFaces: 4, detectEvery: 25 });
  const pixels = new Uint8Array(BYTES);
  const input = new Float32Array(BYTES);
  for await (const frame of decodeFrames({ path, ffmpegPath: tools.ffmpegPath, facts, timeBase, pts, maxWorkingWidth: 1920 })) {
    const face = must((await tracker.track(frame))[0], 'a face');
    if (frame.frame % 8 !== 0) continue;
    const png = join(out, `000000-${String(frame.frame).padStart(6, '0')}.png`);
    cropPixels(face, must(learnedCrop(face), 'a crop'), LEARNED_SIDE, pixels, input);
    expect(Buffer.compare(pixelsOf(png), pixels)).toBe(0);
    const outline = lines[frame.frame / 8]?.split(',').at(-3)?.split(' ').map(Number) ?? [];
    expect(outline).toHaveLength(72);
    // The mesh box fills the square's side but for the margin, in one direction at least.
    const spans = [0, 1].map((axis) => {
      const own = outline.filter((_, k) => k % 2 === axis);
      return Math.max(...own) - Math.min(...own);
    });
    expect(Math.max(...spans)).toBeGreaterThan(LEARNED_SIDE / 1.3 - 8);
    expect(Math.max(...spans)).toBeLessThan(LEARNED_SIDE / 1.3 + 1);
    networkInput(pixels, input);
    expect(input[2 * LEARNED_SIDE ** 2 + 5000]).toBe(Math.fround((pixels[3 * 5000 + 2] ?? 0) / 255));
    expect(lines[frame.frame / 8]?.split(',').at(-1)).toBe(createHash('sha256').update(readFileSync(png)).digest('hex'));
  }
  await networks.close();
});
