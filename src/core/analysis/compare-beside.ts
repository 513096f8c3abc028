/** Compares two runs, those of a long film in a thread of its own: every number of hours of rows is read twice, for which a window would stand still. */
import { Worker } from 'node:worker_threads';
import type { WireError } from '../../contract/errors.ts';
import { Failure } from '../../base/failure.ts';
import { type WatchedThread, watchWorker } from '../../engine/spawn.ts';
import { compareJobs, type Comparison, type Ran } from './compare-jobs.ts';

interface RanAt {
  readonly folder: string;
  readonly jobId: string;
}

/** The stored run, then the repeated one. */
export type CompareTask = readonly [RanAt, RanAt];

export type FromComparing =
  { readonly type: 'compared'; readonly compared: Comparison } | { readonly type: 'failed'; readonly error: WireError };

/** Frames and blocks of sound that are compared in the application's thread, sooner than a thread starts. */
const SHORT = 300;
/** Of the thread's heap, MiB: rows are read and let go. */
const YOUNG_MIB = 4;

/** Rejects with what a case file cannot give, or the signal's reason. */
export async function compareBeside(stored: Ran, repeated: Ran, signal: AbortSignal, short = SHORT): Promise<Comparison> {
  const { framesDone, blocksDone } = stored.store.job(stored.jobId);
  if (framesDone + blocksDone <= short) return compareJobs(stored, repeated);
  signal.throwIfAborted();
  const thread = comparingThread([at(stored), at(repeated)]);
  const { promise, resolve, reject } = Promise.withResolvers<Comparison>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  thread.onMessage((message) => {
    if (message.type === 'compared') resolve(message.compared);
    else reject(new Failure(message.error.code, message.error.detail));
  });
  thread.onExit((error) => reject(error ?? new Error('the thread that compares left')));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await thread.terminate();
  }
}

const at = ({ store, jobId }: Ran): RanAt => ({ folder: store.folder, jobId });

function comparingThread(task: CompareTask): WatchedThread<never, FromComparing> {
  // The build of the Electron door rewrites the name to the bundle's.
  const entry = new URL('./compare-worker.ts', import.meta.url);
  return watchWorker(new Worker(entry, { workerData: task, name: 'compare', resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } }));
}
