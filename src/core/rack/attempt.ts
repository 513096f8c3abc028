/** One go of a worker at one run: the engine's thread here, its messages out, the acknowledgements in. */
import { randomUUID } from 'node:crypto';
import { Failure } from '../../base/failure.ts';
import { detectors } from '../../engine/detectors/registry.ts';
import { looksAtPicture } from '../../engine/looks-at-picture.ts';
import type { EngineTask } from '../../engine/protocol.ts';
import { CANCEL_GRACE_MS } from '../analysis/drive-engine.ts';
import { detectorsOfPlan } from '../packs/detectors-of-plan.ts';
import type { EngineHandle } from '../ports.ts';
import { type Link, streams } from './link.ts';
import { type FromWorker, packFromWorker, readToWorker, type RackJob, resumeOf, type ToWorker, type WorkerFacts } from './messages.ts';
import { refuseOtherSampling } from './plan-here.ts';

export interface AttemptParts {
  readonly link: Link;
  readonly worker: WorkerFacts;
  /** All of a task but what only the case knows. */
  readonly here: Omit<EngineTask, 'facts' | 'timeBase' | 'pts' | 'resume'>;
  spawnEngine(task: EngineTask): EngineHandle;
  /** Aborts when the worker is asked to stop, or has lost the job to another. */
  readonly signal: AbortSignal;
  onProgress(words: string): void;
}

/** `left`: the case was closed, or another worker has the job, or this one was asked to stop. */
export type AttemptEnd = 'done' | 'left';

/** How long a silence may last before it is asked whether the case is still open. */
const SILENCE_MS = 2000;
/** So long may the holder of a case take to answer a worker's first word. */
const ANSWER_MS = 60_000;

/** Rejects where the engine's thread broke, or the queue could not be reached. */
export async function attemptRun(job: RackJob, parts: AttemptParts): Promise<AttemptEnd> {
  return new Attempt(job, parts).run();
}

class Attempt {
  readonly #job: RackJob;
  readonly #parts: AttemptParts;
  readonly #id = randomUUID();
  readonly #over = new AbortController();
  readonly #end = Promise.withResolvers<AttemptEnd>();
  /** The engine has said its last word. */
  readonly #silent = Promise.withResolvers<true>();
  #sending: Promise<void> = Promise.resolve();
  #n = 0;
  #heard = 0;
  #engine: EngineHandle | null = null;

  constructor(job: RackJob, parts: AttemptParts) {
    this.#job = job;
    this.#parts = parts;
  }

  async run(): Promise<AttemptEnd> {
    const { signal, worker, link } = this.#parts;
    const leave = (): void => this.#end.resolve('left');
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    this.#send({ type: 'hello', worker });
    const listening = this.#listen().catch((error: unknown) => this.#end.reject(error));
    try {
      const end = await this.#end.promise;
      // What was said last must have arrived before the queue is told that the job is done.
      if (end === 'done') await this.#sending;
      return end;
    } finally {
      signal.removeEventListener('abort', leave);
      this.#over.abort();
      await this.#endEngine();
      await listening;
      await link.removeStream(streams.in(this.#id));
    }
  }

  async #listen(): Promise<void> {
    const { link } = this.#parts;
    const begunAt = performance.now();
    for await (const arrived of link.receive('in', streams.in(this.#id), this.#over.signal, SILENCE_MS)) {
      if (arrived === null) {
        const unanswered = this.#engine === null && performance.now() - begunAt > ANSWER_MS;
        if (unanswered || !(await link.isAlive(this.#job.session))) this.#end.resolve('left');
      } else if (arrived.message !== null) {
        const { attempt, n, message } = readToWorker(arrived.message.words);
        // Once each: a connection that broke may have sent one again.
        if (attempt !== this.#id || n <= this.#heard) continue;
        this.#heard = n;
        this.#take(message);
      }
    }
  }

  #take(message: ToWorker): void {
    switch (message.type) {
      case 'start':
        // What was read before the connection ended would start an engine that nobody ends.
        if (this.#engine === null && !this.#over.signal.aborted) this.#start(message);
        return;
      case 'dropped':
        this.#end.resolve('left');
        return;
      case 'ack':
      case 'cancel':
        this.#engine?.post(message);
    }
  }

  /** Its thread is let come to its end: networks that are cut off at work bring the process down, and the examination would stay this worker's. */
  async #endEngine(): Promise<void> {
    if (this.#engine === null) return;
    this.#engine.post({ type: 'cancel' });
    const patience = setTimeout(() => this.#silent.resolve(true), CANCEL_GRACE_MS);
    await this.#silent.promise;
    clearTimeout(patience);
    await this.#engine.terminate();
  }

  #start({ facts, timeBase, pts, resume }: Extract<ToWorker, { type: 'start' }>): void {
    const task = { ...this.#parts.here, facts, timeBase, pts, resume: resumeOf(resume) };
    refuseOtherSampling(task.plan, facts);
    const engine = this.#parts.spawnEngine({ ...task, looksAtPicture: looksAtPicture(detectorsOfPlan(detectors, task.plan), task) });
    this.#engine = engine;
    engine.onMessage((message) => {
      if (message.type === 'ended' || message.type === 'failed') this.#silent.resolve(true);
      // Who has left says nothing more: the next worker begins at the last batch that the case has accepted.
      if (this.#over.signal.aborted) return;
      this.#send(message);
      if (message.type === 'batch') this.#parts.onProgress(`frame ${String(message.lastFrame + 1)} of ${String(pts.length)}`);
      if (message.type === 'soundBatch') this.#parts.onProgress(`${String(message.firstBlock + message.blocks)} s of sound`);
      if (message.type === 'ended' || message.type === 'failed') this.#end.resolve('done');
    });
    engine.onExit((error) => {
      this.#silent.resolve(true);
      this.#end.reject(new Failure('APP_INTERNAL', 'the engine thread ended unexpectedly', { cause: error }));
    });
  }

  #send(message: FromWorker): void {
    const { link } = this.#parts;
    this.#n += 1;
    const { words, blobs } = packFromWorker({ run: this.#job.run, attempt: this.#id, n: this.#n, message });
    this.#sending = this.#sending.then(() => link.send('out', streams.out(this.#job.session), words, blobs));
    this.#sending.catch((error: unknown) => this.#end.reject(error));
  }
}
