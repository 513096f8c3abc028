/** Starts the engine in a thread of its own. */
import { Worker } from 'node:worker_threads';
import { Failure } from '../base/failure.ts';
import './inference/no-usage-reports.ts';
import { FRAME_THREAD } from './frame-thread.ts';
import type { EngineTask, FromEngine, ToEngine } from './protocol.ts';

/** A thread of ours and what is said to it and by it. */
export interface WatchedThread<To, From> {
  post(message: To): void;
  onMessage(listener: (message: From) => void): void;
  /** Once, when the thread is gone: null when it ended by itself or was asked to. */
  onExit(listener: (error: Error | null) => void): void;
  terminate(): Promise<void>;
}

/** The shape of core's EngineHandle; the engine knows no core. */
export type SpawnedEngine = WatchedThread<ToEngine, FromEngine>;

export function spawnEngine(task: EngineTask): SpawnedEngine {
  // The build of the Electron door rewrites this name to the bundle's.
  return watchWorker(
    new Worker(new URL('./worker.ts', import.meta.url), { workerData: task, name: 'engine', resourceLimits: FRAME_THREAD }),
  );
}

/** What is told where a thread is gone that should not be; its own words may name files, so they stay at home. */
export function lostThread(which: string, cause: Error | null): Failure {
  const ofMemory = cause !== null && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return new Failure('APP_INTERNAL', `${which} ${ofMemory ? 'ran out of memory' : 'ended unexpectedly'}`, { cause });
}

/** Messages are plain data of our own protocols, written by the same program. */
export function watchWorker<To = ToEngine, From = FromEngine>(worker: Worker): WatchedThread<To, From> {
  let asked = false;
  let thrown: Error | null = null;
  worker.on('error', (error: unknown) => {
    thrown = error instanceof Error ? error : new Error(String(error));
  });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', (message: From) => listener(message)),
    onExit: (listener) =>
      worker.once('exit', (code) => {
        if (asked) listener(null);
        else listener(thrown ?? (code === 0 ? null : new Error(`the thread ended with code ${String(code)}`)));
      }),
    terminate: async () => {
      asked = true;
      await worker.terminate();
    },
  };
}
