/** An engine that runs on another machine. Core drives it as it drives a thread; which worker has the job, and how often it changed hands, stays here. */
import { Failure, toWireError } from '../../base/failure.ts';
import type { EngineTask, FromEngine, ToEngine } from '../../engine/protocol.ts';
import type { EngineHandle } from '../ports.ts';
import { type Addressed, type FromWorker, startFor, type ToWorker, type WorkerFacts } from './messages.ts';
import { Reached } from './reached.ts';

/** What a run asks of the connection. */
export interface RunLink {
  /** To one attempt; in order, never rejects. */
  send(attempt: string, message: ToWorker): void;
  /** Takes the job out of the queue and forgets the run. */
  forget(): Promise<void>;
}

type BatchMessage = Extract<FromEngine, { type: 'batch' | 'soundBatch' }>;

export class RemoteEngine implements EngineHandle {
  readonly #task: EngineTask;
  readonly #link: RunLink;
  readonly #reached: Reached;
  readonly #planned: ReadonlySet<string>;
  #listener: (message: FromEngine) => void = () => undefined;
  #attempt: string | null = null;
  #lastN = 0;
  #lastSeq = 0;
  /** Handed to the core and not acknowledged yet. */
  #given: BatchMessage | null = null;
  #ended = false;
  #worker: WorkerFacts | null = null;

  constructor(task: EngineTask, link: RunLink) {
    this.#task = task;
    this.#link = link;
    this.#reached = new Reached(task.resume);
    this.#planned = new Set(task.plan.detectors.map(({ id }) => id));
  }

  post(message: ToEngine): void {
    if (message.type === 'cancel') {
      // What no worker has begun has nothing to end.
      if (this.#attempt === null) this.#end({ type: 'ended', reason: 'cancelled', decodeSeconds: 0, totalSeconds: 0 });
      else this.#link.send(this.#attempt, message);
      return;
    }
    if (this.#given !== null) this.#reached.stored(this.#given);
    this.#given = null;
    this.#lastSeq = message.seq;
    if (this.#attempt !== null) this.#link.send(this.#attempt, message);
  }

  onMessage(listener: (message: FromEngine) => void): void {
    this.#listener = listener;
  }

  /** There is no thread that could end: what happens to a worker is told as a message, or another takes its place. */
  onExit(): void {
    return;
  }

  async terminate(): Promise<void> {
    this.#ended = true;
    if (this.#attempt !== null) this.#link.send(this.#attempt, { type: 'dropped' });
    await this.#link.forget();
  }

  /** The queue gave the job up, or cannot be reached. */
  fail(failure: Failure): void {
    this.#end({ type: 'failed', error: toWireError(failure) });
  }

  receive({ attempt, n, message }: Omit<Addressed<FromWorker>, 'run'>): void {
    if (this.#ended) return;
    if (message.type === 'hello') this.#begin(attempt, n, message.worker);
    // A worker that was thought dead: whoever took its place is listened to.
    else if (attempt !== this.#attempt) this.#link.send(attempt, { type: 'dropped' });
    // Sent again over a connection that broke: it was taken the first time, and is acknowledged again.
    else if (n <= this.#lastN) this.#again(message);
    else if (n !== this.#lastN + 1) this.fail(new Failure('RACK_GAVE_UP', 'messages of a worker were lost on the way'));
    else {
      this.#lastN = n;
      this.#pass(message);
    }
  }

  #begin(attempt: string, n: number, worker: WorkerFacts): void {
    if (attempt === this.#attempt) return;
    if (this.#attempt !== null) this.#link.send(this.#attempt, { type: 'dropped' });
    this.#attempt = attempt;
    this.#lastN = n;
    this.#lastSeq = 0;
    this.#worker = worker;
    this.#link.send(attempt, startFor({ ...this.#task, resume: this.#reached.resume }));
  }

  #again(message: FromEngine): void {
    const isBatch = message.type === 'batch' || message.type === 'soundBatch';
    if (isBatch && message.seq <= this.#lastSeq && this.#attempt !== null)
      this.#link.send(this.#attempt, { type: 'ack', seq: message.seq });
  }

  #pass(message: FromEngine): void {
    switch (message.type) {
      case 'opened':
        this.#reached.opened(message.failed);
        this.#listener({ ...message, ...(this.#worker === null ? {} : { worker: this.#worker }) });
        return;
      case 'batch':
      case 'soundBatch':
        if (!Object.keys(message.observations).every((id) => this.#planned.has(id)))
          this.fail(new Failure('RACK_REFUSED', 'a worker sent rows of a detector that is not in the plan'));
        else {
          this.#given = message;
          this.#listener(message);
        }
        return;
      case 'ended':
      case 'failed':
        this.#end(message);
        return;
      case 'structure':
        this.#listener(message);
    }
  }

  #end(message: Extract<FromEngine, { type: 'ended' | 'failed' }>): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener(message);
  }
}
