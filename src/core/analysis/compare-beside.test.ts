import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { addExhibit, fakeCore, fakeEngine, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { fakeDetector, fakeSources, type FakeDetector } from '../../../tests/helpers/fake-engine.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Failure } from '../../base/failure.ts';
import { compareBeside } from './compare-beside.ts';
import type { Ran } from './compare-jobs.ts';
import { Examinations } from './examinations.ts';

const FRAMES = 70;
const root = tempFolder();
const cores: FakeCore[] = [];
let count = 0;
const never = new AbortController().signal;
afterEach(() => {
  for (const core of cores.splice(0)) core.store.close();
});

async function ran(beta: FakeDetector): Promise<Ran> {
  const registry = [fakeDetector('alpha', 'face'), beta];
  const core = fakeCore({
    folder: join(root, String((count += 1))),
    registry: () => registry,
    spawn: (task) => fakeEngine(task, fakeSources({ frames: FRAMES, facesPerFrame: 2, detectors: registry })),
  });
  cores.push(core);
  const examinations = new Examinations(core.context, core.parts);
  const { id } = await examinations.start(addExhibit(core.store, FRAMES).id, undefined);
  await examinations.whenJobEnds(id);
  await examinations.stopAll();
  return { store: core.store, jobId: id };
}

it('finds in a thread what is found here, beside the connections that hold both cases', async () => {
  const stored = await ran(fakeDetector('beta', 'frame'));
  const again = await ran(fakeDetector('beta', 'frame'));
  const other = await ran(fakeDetector('beta', 'frame', { row: [1000] }));
  expect(await compareBeside(stored, again, never, 0)).toEqual(await compareBeside(stored, again, never, FRAMES));
  const there = await compareBeside(stored, other, never, 0);
  expect(there.observations).toMatchObject([
    { detectorId: 'alpha', rows: 2 * FRAMES, differing: 0 },
    { detectorId: 'beta', rows: FRAMES, differing: FRAMES, greatestDifference: 1000 },
  ]);
  expect(there).toEqual(await compareBeside(stored, other, never, FRAMES));
});

it('ends with the signal, and tells what a case file cannot give', async () => {
  const stored = await ran(fakeDetector('beta', 'frame'));
  const cancel = new AbortController();
  const comparing = compareBeside(stored, stored, cancel.signal, 0);
  cancel.abort(new Failure('JOB_REPETITION_ENDED', 'cancelled'));
  await expect(comparing).rejects.toThrow(new Failure('JOB_REPETITION_ENDED', 'cancelled'));
  const folder = tempFolder();
  writeFileSync(join(folder, 'case.sqlite'), 'no database');
  const damaged: Ran = { ...stored, store: { ...stored.store, folder } };
  await expect(compareBeside(stored, damaged, never, 0)).rejects.toMatchObject({ code: 'CASE_DAMAGED' });
});
