/**
 * Stores how an examination ended, that of a long film in a thread of its own: the digest over hours of rows takes seconds, in which a window
 * would stand still (ADR 0026).
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Job } from '../../contract/analysis.ts';
import type { CustodyEntry } from '../../contract/custody.ts';
import type { WireError } from '../../contract/errors.ts';
import { Failure } from '../../base/failure.ts';
import { lostThread, type WatchedThread, watchWorker } from '../../engine/spawn.ts';
import { entryFor } from '../../store/entries.ts';
import type { EndedJob, JobEnd } from '../../store/records.ts';
import type { OpenCase } from '../context.ts';

export interface EndTask {
  readonly folder: string;
  readonly jobId: string;
}

export type ToEnding =
  /** One at a time: a message of hours of signals would take half a second to be written. */
  | { readonly type: 'signal'; readonly signal: JobEnd['signals'][number] }
  | { readonly type: 'end'; readonly actor: string; readonly end: Omit<JobEnd, 'signals'>; readonly atUtc: string };

export type FromEnding =
  /** The rows have been read: the transaction can begin. */
  | { readonly type: 'digested' }
  | { readonly type: 'stored'; readonly entry: CustodyEntry }
  | { readonly type: 'failed'; readonly error: WireError };

export type EndingThread = WatchedThread<ToEnding, FromEnding>;

/** Frames and blocks of sound that are stored in the application's thread: within 40 ms, sooner than a thread starts. */
const SHORT = 1500;

export interface EndingParts {
  readonly now: () => Date;
  readonly short?: number;
  readonly spawn?: (task: EndTask) => EndingThread;
}

function endingThread(task: EndTask): EndingThread {
  // The build of the Electron door rewrites the name to the bundle's.
  return watchWorker(new Worker(new URL('./end-worker.ts', import.meta.url), { workerData: task, name: 'end' }));
}

/** Nothing may be appended to the job any more. Rejects with what the case file could not take; then nothing is stored. */
export async function storeEnd(opened: OpenCase, end: JobEnd, { now, short = SHORT, spawn = endingThread }: EndingParts): Promise<Job> {
  const { store, actor } = opened;
  const { framesDone, blocksDone } = store.job(end.jobId);
  if (framesDone + blocksDone <= short) {
    const entry = (ended: EndedJob) => entryFor.examinationEnded(actor, ended);
    return store.act(entry, (tx) => tx.endJob(end)).job;
  }
  const thread = spawn({ folder: store.folder, jobId: end.jobId });
  let entry: CustodyEntry | null;
  try {
    entry = await storeBeside(thread, actor, end, now);
  } catch (error) {
    // A thread that was lost behind its transaction has stored it all the same.
    const { state } = store.job(end.jobId);
    if (state === 'running') throw error;
    entry = store.lastEntry(`examination.${state}`);
  } finally {
    await thread.terminate();
  }
  // Last, so that windows read of it no earlier than they are told that the job has ended.
  if (entry !== null) store.heard(entry);
  return store.job(end.jobId);
}

async function storeBeside(thread: EndingThread, actor: string, { signals, ...end }: JobEnd, now: () => Date): Promise<CustodyEntry> {
  const digested = Promise.withResolvers<undefined>();
  const stored = Promise.withResolvers<CustodyEntry>();
  const lost = (error: Error): void => {
    digested.reject(error);
    stored.reject(error);
  };
  // Both may be lost while neither is waited for yet.
  digested.promise.catch(() => undefined);
  stored.promise.catch(() => undefined);
  thread.onMessage((message) => {
    if (message.type === 'digested') digested.resolve(undefined);
    else if (message.type === 'stored') stored.resolve(message.entry);
    else lost(new Failure(message.error.code, message.error.detail));
  });
  thread.onExit((error) => {
    // What it broke on crosses no door, so it must not be lost here.
    if (error !== null) console.error('the thread that stores the end of an examination was lost:', error);
    lost(lostThread('the thread that stores the end', error));
  });
  for (const signal of signals) {
    thread.post({ type: 'signal', signal });
    await nextTurn();
  }
  await digested.promise;
  // The time of the act is that of its transaction, not of the reading before it: entries stand in order of time.
  thread.post({ type: 'end', actor, end, atUtc: now().toISOString() });
  return stored.promise;
}
