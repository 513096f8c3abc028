/** Examinations whose end is stored by a thread to which something happens. */
import { Worker } from 'node:worker_threads';
import { Examinations } from '../../src/core/analysis/examinations.ts';
import type { EndTask, EndingThread } from '../../src/core/analysis/store-end.ts';
import { watchWorker } from '../../src/engine/spawn.ts';
import { addExhibit, fakeCore, fakeEngine, type FakeCore } from './fake-context.ts';
import { fakeDetector, fakeSources } from './fake-engine.ts';

export interface EndFault {
  /** Before the transaction, at its beginning, before its last statement, and when it is stored and nobody has been told. */
  readonly moment: 'digested' | 'begun' | 'nearly done' | 'stored';
  readonly what: 'thread' | 'program' | 'memory' | 'wait' | 'full disk';
  /** Shared: 1 when the moment has come. */
  readonly reached: Int32Array<SharedArrayBuffer>;
}

export const endFault = (moment: EndFault['moment'], what: EndFault['what']): EndFault => ({
  moment,
  what,
  reached: new Int32Array(new SharedArrayBuffer(4)),
});

export function faultyEnding(task: EndTask, fault: EndFault): EndingThread {
  const resourceLimits = fault.what === 'memory' ? { maxOldGenerationSizeMb: 64 } : {};
  return watchWorker(new Worker(new URL('./dying-end-worker.ts', import.meta.url), { workerData: { ...task, fault }, resourceLimits }));
}

/** An application on a new case with one exhibit of so many frames. */
export function coreOf(folder: string, frames: number): { core: FakeCore; exhibitId: string } {
  const registry = [fakeDetector('alpha', 'face'), fakeDetector('beta', 'frame')];
  const core = fakeCore({
    folder,
    registry: () => registry,
    spawn: (task) => fakeEngine(task, fakeSources({ frames, facesPerFrame: 2, detectors: registry })),
  });
  return { core, exhibitId: addExhibit(core.store, frames).id };
}

/** Examines; `fault` happens to the first thread that stores the end. */
export async function examineWith({ core, exhibitId }: ReturnType<typeof coreOf>, fault: EndFault): Promise<string> {
  const ending = { short: 0, spawn: (task: EndTask) => faultyEnding(task, fault) };
  const examinations = new Examinations(core.context, { ...core.parts, ending });
  const { id } = await examinations.start(exhibitId, undefined);
  await examinations.whenJobEnds(id);
  await examinations.stopAll();
  return id;
}
