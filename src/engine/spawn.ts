/** Starts the engine in a thread of its own. */
import { Worker } from 'node:worker_threads';
import './inference/no-usage-reports.ts';
import type { EngineTask, FromEngine, ToEngine } from './protocol.ts';

/** The shape of core's EngineHandle; the engine knows no core. */
export interface SpawnedEngine {
  post(message: ToEngine): void;
  onMessage(listener: (message: FromEngine) => void): void;
  /** Once, when the thread is gone: null when it ended by itself or was asked to. */
  onExit(listener: (error: Error | null) => void): void;
  terminate(): Promise<void>;
}

export function spawnEngine(task: EngineTask): SpawnedEngine {
  // The build of the Electron door rewrites this name to the bundle's.
  return watchWorker(new Worker(new URL('./worker.ts', import.meta.url), { workerData: task, name: 'engine' }));
}

/** Exported for tests, which start threads of their own. */
export function watchWorker(worker: Worker): SpawnedEngine {
  let asked = false;
  let thrown: Error | null = null;
  worker.on('error', (error: unknown) => {
    thrown = error instanceof Error ? error : new Error(String(error));
  });
  return {
    post: (message) => worker.postMessage(message),
    // Messages are plain data of our own protocol, written by the same program.
    onMessage: (listener) => worker.on('message', (message: FromEngine) => listener(message)),
    onExit: (listener) =>
      worker.once('exit', (code) => {
        if (asked) listener(null);
        else listener(thrown ?? (code === 0 ? null : new Error(`the engine's thread ended with code ${String(code)}`)));
      }),
    terminate: async () => {
      asked = true;
      await worker.terminate();
    },
  };
}
