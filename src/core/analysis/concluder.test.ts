import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { addExhibit, concludingHere, fakeCore, fakeEngine, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { fakeSources } from '../../../tests/helpers/fake-engine.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { UNRULY } from '../../../tests/helpers/unruly-conclusions.ts';
import { Concluder, concludingThread } from './concluder.ts';
import { Examinations } from './examinations.ts';

const FRAMES = 200;
const root = tempFolder();
const ENTRY = new URL('../../../tests/helpers/unruly-conclusions.ts', import.meta.url);
/** Small, so that it is soon full. */
const spawn = () => concludingThread(ENTRY, 64);
const never = new AbortController().signal;
let count = 0;
let core: FakeCore;
afterEach(() => {
  core.store.close();
  vi.restoreAllMocks();
});

function examinations(ids: readonly string[], patienceMs = 60_000): Examinations {
  const registry = UNRULY.filter(({ card }) => ids.includes(card.id));
  core = fakeCore({
    folder: join(root, String((count += 1))),
    registry: () => registry,
    spawn: (task) => fakeEngine(task, fakeSources({ frames: FRAMES, facesPerFrame: 2, detectors: registry })),
  });
  return new Examinations(core.context, { ...core.parts, concluding: { spawn, patienceMs } });
}

async function examined(running: Examinations): Promise<string> {
  const { id } = await running.start(addExhibit(core.store, FRAMES).id, undefined);
  await running.whenJobEnds(id);
  await running.stopAll();
  return id;
}

it('in a thread are those of this thread to the letter', async () => {
  const jobId = await examined(examinations(['alpha', 'beta']));
  const task = { folder: core.store.folder, jobId, detectorIds: ['beta', 'alpha'], untold: [] };
  const [there, here] = [new Concluder({ spawn }), new Concluder({ spawn: () => concludingHere(() => UNRULY) })];
  const drawn = await there.conclude(task, never, false);
  expect(drawn?.conclusions.map(({ detectorId, signals }) => [detectorId, signals.length])).toEqual([
    ['beta', 1],
    ['alpha', 1],
  ]);
  expect(await here.conclude(task, never, false)).toEqual(drawn);
  expect(core.store.signals(jobId).map((signal) => signal.values.length)).toEqual([2 * FRAMES, FRAMES]);
  expect(core.store.tracks(jobId)).toEqual(drawn?.tracks);
});

it('are drawn by the thread that was started ahead, and by no second one', async () => {
  const jobId = await examined(examinations(['alpha']));
  const started = vi.fn(spawn);
  const concluder = new Concluder({ spawn: started });
  concluder.prepare();
  concluder.prepare();
  expect(started).toHaveBeenCalledTimes(1);
  const asked = concluder.conclude({ folder: core.store.folder, jobId, detectorIds: ['alpha'], untold: [] }, never, false);
  await Promise.resolve();
  concluder.prepare();
  expect((await asked)?.conclusions).toHaveLength(1);
  expect(started).toHaveBeenCalledTimes(1);
  await concluder.close();
});

it(
  'that throw, end their thread, fill its memory or never end are the failures of those detectors alone',
  { timeout: 60_000 },
  async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    // Long beside all that ends, on a busy machine too.
    const jobId = await examined(examinations(['alpha', 'throws', 'dies', 'greedy', 'endless', 'beta'], 4000));
    const { state, outcomes } = core.store.job(jobId);
    expect(state).toBe('finished');
    expect(
      outcomes.map(({ detectorId, outcome }) => [detectorId, outcome.status === 'failed' ? outcome.error.detail : outcome.status]),
    ).toEqual([
      ['alpha', 'measured'],
      ['throws', 'throws: nothing fits'],
      ['dies', 'dies: its conclusion ended its thread: the thread ended with code 7'],
      ['greedy', expect.stringMatching(/^greedy: its conclusion ended its thread: .*memory limit/)],
      ['endless', 'endless: its conclusion took longer than 4 s'],
      ['beta', 'measured'],
    ]);
    expect(core.store.signals(jobId).map(({ detectorId }) => detectorId)).toEqual(['alpha', 'beta']);
  },
);

it('are given up within moments when they are cancelled or the case is closed, and drawn when the job is resumed', async () => {
  const running = examinations(['alpha', 'endless']);
  const { id } = await running.start(addExhibit(core.store, FRAMES).id, undefined);
  for (const [state, end] of [
    ['cancelled', () => running.cancel(id)],
    ['interrupted', () => running.stopAll()],
  ] as const) {
    await vi.waitFor(() => expect(core.events.at(-1)).toMatchObject({ progress: { stage: 'concluding' } }), 20_000);
    const askedAt = performance.now();
    await end();
    expect(performance.now() - askedAt).toBeLessThan(2000);
    expect(core.store.job(id)).toMatchObject({ state, framesDone: FRAMES, outcomes: [] });
    if (state === 'cancelled') await running.resume(id);
  }
  const again = new Examinations(core.context, { ...core.parts, concluding: { spawn, patienceMs: 2000 } });
  await again.resume(id);
  await again.whenJobEnds(id);
  expect(core.store.job(id).outcomes.map(({ outcome }) => outcome.status)).toEqual(['measured', 'failed']);
  await again.stopAll();
});

it('of a case file that cannot be read fail the job, which can be resumed', async () => {
  const jobId = await examined(examinations(['alpha']));
  const concluder = new Concluder({ spawn });
  const damaged = { folder: join(root, 'damaged'), jobId, detectorIds: ['alpha'], untold: [] };
  mkdirSync(damaged.folder);
  writeFileSync(join(damaged.folder, 'case.sqlite'), 'no database at all');
  await expect(concluder.conclude(damaged, never, true)).rejects.toMatchObject({ code: 'CASE_DAMAGED' });
  // The thread is still there for the next job.
  expect((await concluder.conclude({ ...damaged, folder: core.store.folder }, never, true))?.conclusions).toHaveLength(1);
  await concluder.close();
});

it('of the same thread are drawn one job after the other', async () => {
  const jobId = await examined(examinations(['alpha']));
  const threads: unknown[] = [];
  const concluder = new Concluder({ spawn: () => threads[threads.push(spawn()) - 1] as ReturnType<typeof spawn> });
  const task = { folder: core.store.folder, jobId, detectorIds: ['alpha'], untold: [] };
  const drawn = await Promise.all([concluder.conclude(task, never, true), concluder.conclude(task, never, true)]);
  expect(drawn[0]).toEqual(drawn[1]);
  expect(threads).toHaveLength(1);
  await concluder.close();
});
