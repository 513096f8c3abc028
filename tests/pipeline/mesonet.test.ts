/** A published network as a model pack: MesoNet's Meso4, converted, checked against plain loops, added, and asked about real and swapped faces. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scoreFiles } from '../../src/core/analysis/score.ts';
import { PackShelf } from '../../src/core/packs/pack-shelf.ts';
import { machineHere } from '../../src/core/providers/machine.ts';
import { parseLabels, type Label } from '../../src/core/validation/labels.ts';
import { areaUnderCurve } from '../../src/core/validation/metrics.ts';
import { syntheticShare } from '../../src/engine/detectors/pack/observe.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { openPackNetwork } from '../../src/engine/packs/pack-network.ts';
import { must } from '../../src/base/assert.ts';
import type { PackCard } from '../../src/contract/packs.ts';
import { meso4Pack, readMeso4 } from '../helpers/meso4.ts';
import { packFolder, type PackFiles } from '../helpers/tiny-pack.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** Not part of the project: labelled faces and the published weights, beside the repository or wherever this names them. */
const DATA = process.env.PENUMBRA_LABELLED_DATA ?? join(import.meta.dirname, '../../../shared/data');
const WEIGHTS = join(DATA, 'weights/mesonet/Meso4_DF.h5');
const there = existsSync(WEIGHTS) && existsSync(join(DATA, 'labels.csv'));
if (!there) console.warn('skipped: there are no weights of MesoNet (PENUMBRA_LABELLED_DATA names the folder of labelled data)');

/** Faces of each class, the first of the list: by chance alone the AUC of so many would have a standard deviation of 0.03 about 0.5. */
const FACES = 200;

const swaps = ({ path, split, label }: Label, wanted: Label['label']): boolean =>
  path.startsWith('faces/dfdc224/') && split === 'dev' && label === wanted;

describe.skipIf(!there)('Meso4 as a model pack', () => {
  const labels = there ? parseLabels(readFileSync(join(DATA, 'labels.csv'), 'utf8')) : [];
  const chosen = (['real', 'fake'] as const).flatMap((wanted) => labels.filter((label) => swaps(label, wanted)).slice(0, FACES));

  let files: PackFiles = new Map();
  beforeAll(async () => {
    files = meso4Pack(await readMeso4(WEIGHTS));
  }, 60_000);

  it('gives the answers of plain loops, is added, and measures a face', { timeout: 120_000 }, async () => {
    const folder = tempFolder();
    const shelf = new PackShelf(folder);
    const { pack, check } = await shelf.add(packFolder(join(folder, 'mine'), files));
    expect(check.answers).toHaveLength(2);
    for (const { expected, given } of check.answers) expect(Math.abs(given - expected)).toBeLessThan(1e-5);
    // The two answers are apart, so that a network that always says one thing would not pass.
    expect(Math.abs(must(check.answers[0], 'one').given - must(check.answers[1], 'two').given)).toBeGreaterThan(0.05);
    await expect(shelf.verify('meso4-df')).resolves.toEqual(check);

    const machine = await machineHere('cpu', folder);
    const paths = chosen.slice(0, 3).map(({ path }) => join(DATA, path));
    const outcomes: unknown[] = [];
    for await (const line of scoreFiles(paths, {
      tools: await findTools(),
      version: '0',
      machine,
      detectorIds: [pack.detectorId],
    })) {
      const result = 'error' in line ? line : line.detectors[pack.detectorId];
      outcomes.push(result);
    }
    expect(outcomes).toContainEqual(expect.objectContaining({ outcome: 'measured', score: expect.any(Number) as number }));
  });

  it('points from genuine to swapped faces: more often right than wrong', { timeout: 120_000 }, async () => {
    const card = JSON.parse(must(files.get('card.json'), 'a card').toString()) as PackCard;
    const side = card.inputSide;
    const jpegs = Buffer.concat(chosen.map(({ path }) => readFileSync(join(DATA, path))));
    const how = ['-v', 'error', '-f', 'image2pipe', '-c:v', 'mjpeg', '-i', 'pipe:0', '-vf', `scale=${String(side)}:${String(side)}`];
    const bytes = 3 * side * side;
    const { ffmpegPath } = await findTools();
    const decoded = spawnSync(ffmpegPath, [...how, '-pix_fmt', 'rgb24', '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'], {
      input: jpegs,
      maxBuffer: bytes * (chosen.length + 1),
    }).stdout;
    expect(decoded).toHaveLength(bytes * 2 * FACES);
    const network = await openPackNetwork(card, must(files.get('network.onnx'), 'a network'), 'cpu');
    try {
      const scored = [];
      for (const [k, { label, group }] of chosen.entries()) {
        const answer = await network.answer(decoded.subarray(k * bytes, (k + 1) * bytes));
        scored.push({ score: syntheticShare(card.output, answer), synthetic: label === 'fake', group });
      }
      expect(areaUnderCurve(scored)).toBeGreaterThan(0.5);
    } finally {
      await network.close();
    }
  });
});
