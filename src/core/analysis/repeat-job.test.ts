import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addExhibit, fakeCore, fakeEngine, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { fakeDetector, fakeSources, type FakeDetector } from '../../../tests/helpers/fake-engine.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { JobId } from '../../contract/values.ts';
import type { Conclusion } from '../../engine/detectors/interface.ts';
import { compareRows } from './compare-jobs.ts';
import { Examinations } from './examinations.ts';

const FRAMES = 60;
const root = tempFolder();
let count = 0;
let core: FakeCore;
let registry: readonly FakeDetector[];
let examinations: Examinations;

beforeEach(() => {
  registry = [fakeDetector('alpha', 'face'), fakeDetector('beta', 'frame')];
  core = fakeCore({
    folder: join(root, String((count += 1))),
    registry: () => registry,
    spawn: (task) => fakeEngine(task, fakeSources({ frames: FRAMES, facesPerFrame: 2, detectors: registry })),
  });
  examinations = new Examinations(core.context, core.parts);
});
afterEach(() => core.store.close());

const leftOver = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('penumbra-repeat-'));

async function examined(): Promise<string> {
  const job = await examinations.start(addExhibit(core.store, FRAMES).id, undefined);
  await examinations.whenJobEnds(job.id);
  return job.id;
}

it('finds a repetition identical, records it, and leaves the case and the disk as they were', async () => {
  const jobId = await examined();
  const before = core.store.head().seq;
  const repetition = await examinations.repeat(jobId);
  expect(repetition).toMatchObject({
    jobId,
    result: 'identical',
    provider: { stored: 'cpu', repeated: 'cpu' },
    faces: { rows: 2 * FRAMES, rowsRepeated: 2 * FRAMES, differing: 0, greatestDifference: null },
    observations: [
      { detectorId: 'alpha', rows: 2 * FRAMES, rowsRepeated: 2 * FRAMES, differing: 0, greatestDifference: null },
      { detectorId: 'beta', rows: FRAMES, rowsRepeated: FRAMES, differing: 0, greatestDifference: null },
    ],
    conclusions: [],
    ratios: { stored: 0, differing: [] },
  });
  const entries = core.store.entries(before + 1, 10);
  expect(entries.map(({ action, subject }) => [action, subject])).toEqual([['job.repeated', jobId]]);
  expect(entries[0]?.payload).toMatchObject({ result: 'identical', rows: 5 * FRAMES, differing: 0, conclusions: [] });
  expect(core.store.jobs()).toHaveLength(1);
  expect(leftOver()).toEqual([]);
});

it('says which numbers differ, by how much, and that the conclusions are the same', async () => {
  const jobId = await examined();
  // The same conclusion from numbers of which every one is another.
  const beta = registry[1];
  const stored = core.store.observations(jobId, 'beta');
  registry = [
    fakeDetector('alpha', 'face'),
    fakeDetector('beta', 'frame', { row: [1000], conclude: (input) => must(beta, 'beta was there').conclude({ ...input, rows: stored }) }),
  ];
  const { result, observations, conclusions } = await examinations.repeat(jobId);
  expect({ result, conclusions }).toEqual({ result: 'same-conclusions', conclusions: [] });
  expect(observations[1]).toEqual({ detectorId: 'beta', rows: FRAMES, rowsRepeated: FRAMES, differing: FRAMES, greatestDifference: 1000 });
});

it('says what is concluded otherwise', async () => {
  const jobId = await examined();
  const nothing: Conclusion = { outcome: { status: 'abstained', reason: 'Changed.', measures: [] }, signals: [], findings: [] };
  registry = [fakeDetector('alpha', 'face'), fakeDetector('beta', 'frame', { conclude: () => nothing })];
  const { result, conclusions } = await examinations.repeat(jobId);
  expect(result).toBe('different');
  expect(conclusions).toEqual([{ detectorId: 'beta', differs: 'the outcome was measured and is abstained' }]);
});

it('is refused where other numbers must be expected, and where there is nothing to compare', async () => {
  const jobId = await examined();
  registry = [fakeDetector('alpha', 'face'), fakeDetector('beta', 'frame', { version: '2.0.0' })];
  await expect(examinations.repeat(jobId)).rejects.toThrow(new Failure('JOB_NOT_REPEATABLE', 'detectors'));
  registry = [fakeDetector('alpha', 'face'), fakeDetector('beta', 'frame')];
  const running = await examinations.start(addExhibit(core.store, FRAMES).id, undefined);
  await expect(examinations.repeat(running.id)).rejects.toMatchObject({ code: 'JOB_NOT_FINISHED' });
  await examinations.whenJobEnds(running.id);
});

it('ends when it is cancelled, without an entry', async () => {
  const jobId = await examined();
  const before = core.store.head().seq;
  const repeating = examinations.repeat(jobId);
  const ended = expect(repeating).rejects.toMatchObject({ code: 'JOB_REPETITION_ENDED' });
  await new Promise((resolve) => setTimeout(resolve, 0));
  await examinations.cancel(jobId);
  await ended;
  expect(core.store.head().seq).toBe(before);
  expect(leftOver()).toEqual([]);
});

it('that waits behind another examination ends as soon as it is cancelled', async () => {
  const jobId = await examined();
  const other = await examinations.start(addExhibit(core.store, FRAMES).id, undefined);
  const ended = expect(examinations.repeat(jobId)).rejects.toMatchObject({ code: 'JOB_REPETITION_ENDED' });
  while (!examinations.queue().includes(JobId.parse(jobId))) await new Promise((resolve) => setImmediate(resolve));
  await examinations.cancel(jobId);
  expect(core.store.job(other.id).state).toBe('running');
  await ended;
  await examinations.whenJobEnds(other.id);
  expect([core.store.job(jobId).state, core.store.job(other.id).state]).toEqual(['finished', 'finished']);
});

it('counts rows that one side lacks, a gap against a number, and places that moved', () => {
  const row = (frame: number, ...values: (number | null)[]) => ({ frame, ptsUs: frame, trackId: null, values });
  const numbers = ({ values }: { readonly values: (number | null)[] }): (number | null)[] => values;
  expect(compareRows([row(0, 1), row(1, 2)], [row(0, 1)], numbers)).toEqual({
    rows: 2,
    rowsRepeated: 1,
    differing: 1,
    greatestDifference: null,
  });
  expect(compareRows([row(0, null, 5)], [row(0, 1, 5.5)], numbers)).toMatchObject({ differing: 1, greatestDifference: 0.5 });
  expect(compareRows([row(0, 1)], [row(1, 1)], numbers)).toMatchObject({ differing: 1, greatestDifference: null });
});
