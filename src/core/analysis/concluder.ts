/** Draws conclusions in a thread of its own: it is bounded, what goes wrong in it is the failure of one detector, and its memory goes back (ADR 0020). */
import { Worker } from 'node:worker_threads';
import type { Track } from '../../contract/analysis.ts';
import type { DetectorId } from '../../contract/values.ts';
import { Failure } from '../../base/failure.ts';
import { type WatchedThread, watchWorker } from '../../engine/spawn.ts';
import { detectorFailure } from '../../engine/lanes.ts';
import type { ConcludeTask, FromConcluding, StoredConclusion } from './conclude-in-order.ts';
import { Turns } from './turns.ts';

export type ConcludingThread = WatchedThread<ConcludeTask, FromConcluding>;

export interface Concluded {
  readonly tracks: readonly Track[];
  /** In the order that was asked for; not yet evaluated. */
  readonly conclusions: readonly StoredConclusion[];
}

export interface ConcluderParts {
  /** How a thread is started. */
  readonly spawn?: () => ConcludingThread;
  /** For one detector. The longest of two hours of film at 25 frames a second took 112 s on a machine with four times as much to do as it has cores. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 10 * 60_000;
/** A thread that had little to do waits so long for the next job: to start one takes longer than to conclude about a photograph. */
const IDLE_MS = 2000;
/** One that was started ahead waits so long for its job: the last frames may be slow ones. */
const PREPARED_MS = 30_000;
/** Frames, and blocks of sound; a job of more ends its thread, so that its memory goes back. */
export const LITTLE = 50;
/** Of the thread's heap; two hours of film at 25 frames a second raised the whole program to 0.9 GiB. */
const HEAP_MIB = 2048;
/** What is read and let go soon: a small one saves 110 MiB in half an hour of film and takes no more processor time. */
const YOUNG_MIB = 4;

export function concludingThread(entry = new URL('./conclude-worker.ts', import.meta.url), heapMiB = HEAP_MIB): ConcludingThread {
  // The build of the Electron door rewrites the name to the bundle's.
  return watchWorker(
    new Worker(entry, { name: 'conclude', resourceLimits: { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: YOUNG_MIB } }),
  );
}

type End = { readonly how: 'ended' } | { readonly how: 'cancelled' } | { readonly how: 'lost'; readonly error: Error };

/** One job at a time, in one thread: two would take twice the memory. */
export class Concluder {
  readonly #spawn: () => ConcludingThread;
  readonly #patienceMs: number;
  readonly #turns = new Turns();
  #thread: ConcludingThread | null = null;
  #heard: (message: FromConcluding) => void = () => undefined;
  #lost: (error: Error) => void = () => undefined;
  #idle: NodeJS.Timeout | undefined;
  #busy = false;

  constructor({ spawn = concludingThread, patienceMs = PATIENCE_MS }: ConcluderParts = {}) {
    this.#spawn = spawn;
    this.#patienceMs = patienceMs;
  }

  /** Starts the thread, so that it has read its modules when the last frame has been examined. Does nothing where there is one. */
  prepare(): void {
    if (this.#busy || this.#thread !== null) return;
    this.#thread = this.#start();
    this.#idle = setTimeout(() => void this.close(), PREPARED_MS).unref();
  }

  /**
   * `null` where the signal ended it. `little`: so few rows that the thread may stay for the next job. A detector whose conclusion throws, or ends
   * the thread, or takes too long, has failed; the others are concluded. Rejects with what the case file could not give.
   */
  conclude(task: ConcludeTask, signal: AbortSignal, little: boolean): Promise<Concluded | null> {
    return this.#turns.take(async () => {
      clearTimeout(this.#idle);
      this.#busy = true;
      try {
        return await this.#conclude(task, signal);
      } finally {
        this.#busy = false;
        if (little) this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
        else await this.close();
      }
    });
  }

  /** Ends its thread; the next question starts another. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
  }

  async #conclude(task: ConcludeTask, signal: AbortSignal): Promise<Concluded | null> {
    let tracks: readonly Track[] = [];
    const conclusions: StoredConclusion[] = [];
    let left = task.detectorIds;
    for (;;) {
      let at: DetectorId | null = null;
      const end = await this.#ask({ ...task, detectorIds: left }, signal, (message) => {
        if (message.type === 'tracks') tracks = message.tracks;
        else if (message.type === 'began') at = message.detectorId;
        else if (message.type === 'concluded') {
          at = null;
          conclusions.push(message.conclusion);
        }
      });
      if (end.how === 'cancelled') return null;
      if (end.how === 'ended') return { tracks, conclusions };
      // Read through a function: control-flow analysis does not see that the callback assigns it.
      const failed = ((): DetectorId | null => at)();
      if (failed === null) throw end.error;
      const { error } = detectorFailure(failed, new Error(`its conclusion ${end.error.message}`));
      conclusions.push({ detectorId: failed, outcome: { status: 'failed', error }, signals: [], findings: [] });
      left = left.slice(left.indexOf(failed) + 1);
    }
  }

  /** Resolves when the thread has ended its answer, was lost or was ended for its time or the signal. Rejects with what it could not read. */
  async #ask(task: ConcludeTask, signal: AbortSignal, hear: (message: FromConcluding) => void): Promise<End> {
    if (signal.aborted) return { how: 'cancelled' };
    const { promise, resolve, reject } = Promise.withResolvers<End>();
    const tooLong = (): void => resolve({ how: 'lost', error: new Error(`took longer than ${String(this.#patienceMs / 1000)} s`) });
    let patience: NodeJS.Timeout | undefined;
    const cancel = (): void => resolve({ how: 'cancelled' });
    signal.addEventListener('abort', cancel);
    this.#lost = (error) => resolve({ how: 'lost', error });
    this.#heard = (message) => {
      clearTimeout(patience);
      if (message.type === 'began') patience = setTimeout(tooLong, this.#patienceMs);
      hear(message);
      if (message.type !== 'ended') return;
      if (message.error === null) resolve({ how: 'ended' });
      else reject(new Failure(message.error.code, message.error.detail));
    };
    try {
      this.#thread ??= this.#start();
      this.#thread.post(task);
      const end = await promise;
      if (end.how !== 'ended') await this.close();
      return end;
    } finally {
      clearTimeout(patience);
      signal.removeEventListener('abort', cancel);
      this.#heard = () => undefined;
      this.#lost = () => undefined;
    }
  }

  #start(): ConcludingThread {
    const thread = this.#spawn();
    const isMine = (): boolean => this.#thread === thread;
    thread.onMessage((message) => {
      if (isMine()) this.#heard(message);
    });
    thread.onExit((error) => {
      if (!isMine()) return;
      this.#thread = null;
      if (error !== null) console.error('the thread that concludes ended unexpectedly:', error);
      this.#lost(new Error(`ended its thread: ${error?.message ?? 'it left'}`));
    });
    return thread;
  }
}
