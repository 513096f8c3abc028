/** Files on their way into the case: one after the other, with what is waiting behind them, and what became of each. */
import type { ImportOutcome } from '../../contract/exhibits.ts';
import type { ImportProgress, Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';

/** A forecast needs this much to go on, milliseconds. */
const FORECAST_AFTER_MS = 1000;

export interface Flow {
  readonly bytesPerSecond: number;
  /** Of everything that waits. */
  readonly secondsLeft: number;
}

/** `null` while there is too little to go on. */
export function flowOf(bytesDone: number, bytesTotal: number, elapsedMs: number): Flow | null {
  if (elapsedMs < FORECAST_AFTER_MS || bytesDone <= 0) return null;
  const bytesPerSecond = (bytesDone * 1000) / elapsedMs;
  return { bytesPerSecond, secondsLeft: Math.max(0, bytesTotal - bytesDone) / bytesPerSecond };
}

export class Imports {
  progress = $state.raw<ImportProgress | null>(null);
  flow = $state.raw<Flow | null>(null);
  /** Behind the file that is being copied. */
  waiting = $state(0);
  /** Since nothing was being imported; they stay until dismissed. */
  outcomes = $state.raw<readonly ImportOutcome[]>([]);
  /** Files that a cancelled import never came to. */
  notBegun = $state(0);
  cancelling = $state(false);
  readonly #transport: Transport;
  readonly #messages: Messages;
  #queue: (readonly File[])[] = [];
  #stop = new AbortController();
  #startedAt = 0;
  #bytesBefore = 0;
  #bytesAll = 0;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  get busy(): boolean {
    return this.progress !== null;
  }

  /** The outcomes of everything up to the end of the queue, so that the caller can show the first new exhibit; empty for files that were put behind others. */
  async take(files: readonly File[]): Promise<readonly ImportOutcome[]> {
    if (files.length === 0) return [];
    this.#queue.push(files);
    this.#bytesAll += sizeOf(files);
    this.#countWaiting();
    if (this.busy) return [];
    this.outcomes = [];
    this.notBegun = 0;
    this.#startedAt = Date.now();
    this.#bytesBefore = 0;
    this.#stop = new AbortController();
    for (let batch = this.#queue.shift(); batch !== undefined; batch = this.#queue.shift()) await this.#bring(batch);
    this.progress = null;
    this.flow = null;
    this.cancelling = false;
    this.#bytesAll = 0;
    return this.outcomes;
  }

  /** Ends the file that is being copied, which the ledger then names as refused, and forgets those behind it. */
  cancel(): void {
    if (!this.busy || this.cancelling) return;
    this.cancelling = true;
    this.notBegun += this.#queue.flat().length;
    this.#queue = [];
    this.#stop.abort();
  }

  dismiss(): void {
    this.outcomes = [];
    this.notBegun = 0;
  }

  async #bring(files: readonly File[]): Promise<void> {
    const before = this.#bytesBefore;
    this.progress = { index: 0, count: files.length, name: files[0]?.name ?? '', bytesDone: 0, bytesTotal: files[0]?.size ?? 0 };
    const outcomes = await this.#messages.during('Importing', () =>
      this.#transport.importFiles(files, (progress) => this.#tell(files, progress, before), this.#stop.signal),
    );
    this.outcomes = [...this.outcomes, ...(outcomes ?? [])];
    this.notBegun += files.length - (outcomes?.length ?? files.length);
    this.#bytesBefore = before + sizeOf(files);
  }

  #tell(files: readonly File[], progress: ImportProgress, before: number): void {
    this.progress = progress;
    this.#countWaiting();
    const done = before + sizeOf(files.slice(0, progress.index)) + progress.bytesDone;
    this.flow = flowOf(done, this.#bytesAll, Date.now() - this.#startedAt);
  }

  #countWaiting(): void {
    const inHand = this.progress === null ? 0 : this.progress.count - this.progress.index - 1;
    this.waiting = inHand + this.#queue.flat().length;
  }
}

const sizeOf = (files: readonly File[]): number => files.reduce((sum, { size }) => sum + size, 0);
