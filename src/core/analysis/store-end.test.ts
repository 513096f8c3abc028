import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { addExhibit, fakeCore, fakeEngine, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { fakeDetector, fakeSources } from '../../../tests/helpers/fake-engine.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { Examinations } from './examinations.ts';
import type { EndingParts, EndingThread } from './store-end.ts';

const FRAMES = 200;
const root = tempFolder();
let count = 0;
let core: FakeCore;
afterEach(() => {
  core.store.close();
  vi.restoreAllMocks();
});

async function examined(ending: Partial<EndingParts>) {
  const registry = [fakeDetector('alpha', 'face'), fakeDetector('beta', 'frame')];
  core = fakeCore({
    folder: join(root, String((count += 1))),
    registry: () => registry,
    spawn: (task) => fakeEngine(task, fakeSources({ frames: FRAMES, facesPerFrame: 2, detectors: registry })),
  });
  const examinations = new Examinations(core.context, { ...core.parts, ending });
  const { id } = await examinations.start(addExhibit(core.store, FRAMES).id, undefined);
  const heard: number[] = [];
  core.store.onEntry(({ seq }) => heard.push(seq));
  await examinations.whenJobEnds(id);
  await examinations.stopAll();
  const last = core.store.entries(core.store.head().seq, 1)[0];
  return { id, job: core.store.job(id), last, heard };
}

it('stores by a thread what the application itself would store, digests and all, and tells of its entry', async () => {
  const here = await examined({ short: FRAMES });
  core.store.close();
  const there = await examined({ short: FRAMES - 1 });
  expect(there.job.state).toBe('finished');
  expect(there.job.outcomes.map(({ outcome }) => outcome.status)).toEqual(['measured', 'measured']);
  expect(there.last).toMatchObject({ action: 'examination.finished', subject: there.id });
  expect(there.last?.payload).toEqual(here.last?.payload);
  expect(there.heard).toEqual([there.last?.seq]);
  expect(core.events.at(-1)).toMatchObject({ type: 'analysis.ended', job: { id: there.id, state: 'finished' } });
  const { folder } = core.store;
  core.store.close();
  // The exhibit was never a file.
  const { problems } = await verifyCase(folder, undefined, []);
  expect(problems.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^exhibits\//)]);
});

/** Ends before it has stored anything. */
function brokenThread(): EndingThread {
  return {
    post: () => undefined,
    onMessage: () => undefined,
    onExit: (tell) => void setImmediate(() => tell(new Error('out of memory'))),
    terminate: () => Promise.resolve(),
  };
}

it('stores nothing where the thread is lost: the examination has failed, its rows stay, and it can be resumed', async () => {
  let started = 0;
  const spawn = () => {
    started += 1;
    return brokenThread();
  };
  const { job, last } = await examined({ short: 0, spawn });
  // The failure itself is stored by the thread of the application.
  expect(started).toBe(1);
  expect(job).toMatchObject({ state: 'failed', outcomes: [], framesDone: FRAMES, error: { code: 'APP_INTERNAL' } });
  expect(last).toMatchObject({ action: 'examination.failed' });
  const again = new Examinations(core.context, { ...core.parts, ending: { short: 0 } });
  await again.resume(job.id);
  await again.whenJobEnds(job.id);
  expect(core.store.job(job.id)).toMatchObject({ state: 'finished' });
});
