/** Scoring with what a machine adds: a model pack that is named, and a provider that is asked for and not there. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scoreFiles } from '../../src/core/analysis/score.ts';
import { PackShelf } from '../../src/core/packs/pack-shelf.ts';
import { machineHere } from '../../src/core/providers/machine.ts';
import { recipeOf } from '../../src/core/validation/recipe.ts';
import { packDetectorCard } from '../../src/engine/detectors/pack/card.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { beginningOf, CAP12 } from '../helpers/real-clips.ts';
import { packFolder, tinyPack } from '../helpers/tiny-pack.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const ABSENT = process.platform === 'linux' ? 'coreml' : 'tensorrt';

it('asks a pack of the machine by name and says what ran and why', { timeout: 60_000 }, async () => {
  const folder = tempFolder();
  const { pack } = await new PackShelf(folder).add(packFolder(join(folder, 'mine'), tinyPack()));
  const machine = await machineHere(ABSENT, folder);
  expect(machine.packs).toEqual([pack]);
  const clip = await beginningOf(CAP12, 6, join(folder, 'clip.mp4'));
  const options = { tools: await findTools(), version: '0.1.0', detectorIds: ['pack:tiny'] };
  const { value: line } = await scoreFiles([clip], { ...options, machine }).next();
  expect(line).toMatchObject({
    provider: 'cpu',
    providerChoice: { asked: ABSENT, passedOver: [{ provider: ABSENT, code: 'PROVIDER_ABSENT' }] },
    detectors: { 'pack:tiny': { outcome: 'measured', score: expect.any(Number) as number } },
  });
  // Without the machine nobody knows the pack.
  const elsewhere = scoreFiles([clip], options);
  await expect(elsewhere.next()).rejects.toMatchObject({ code: 'DETECTOR_UNKNOWN', detail: 'pack:tiny' });
});

it('writes a pack’s card and another provider into the line that says what a validation rests on', async () => {
  const folder = tempFolder();
  const { pack } = await new PackShelf(folder).add(packFolder(join(folder, 'mine'), tinyPack()));
  const cards = [packDetectorCard(pack)];
  const on = (provider: 'cpu' | 'webgpu', card = pack.card) =>
    recipeOf(cards, { packs: [{ ...pack, card }], chosen: { provider, choice: { asked: provider, passedOver: [] }, reports: [] } });
  expect(on('cpu')).toMatch(/^pack:tiny 1\.0\.0 [0-9a-f]{12} [0-9a-f]{12}$/);
  expect(on('webgpu')).toBe(`${on('cpu')} on webgpu`);
  expect(on('cpu', { ...pack.card, colourOrder: 'bgr' })).not.toBe(on('cpu'));
});
