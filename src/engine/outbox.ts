/** Keeps the pass from running ahead of the case file: at most four batches are unacknowledged, then the pass waits. */
import { assert } from '../base/assert.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

/** Enough that a commit of some tens of milliseconds never stops the pass, few enough that memory stays small. */
export const MAX_UNACKNOWLEDGED = 4;

export type BatchMessage = Extract<FromEngine, { type: 'batch' | 'soundBatch' }>;
type Unnumbered<Message> = Message extends unknown ? Omit<Message, 'seq'> : never;

export class Outbox {
  readonly #post: (message: FromEngine) => void;
  #lastSeq = 0;
  #acknowledged = 0;
  readonly #cancel = new AbortController();
  #wake: (() => void) | null = null;

  constructor(post: (message: FromEngine) => void) {
    this.#post = post;
  }

  get cancelled(): boolean {
    return this.#cancel.signal.aborted;
  }

  /** Aborts when the examination is cancelled, so that a decoder that hangs need not be waited for. */
  get cancelSignal(): AbortSignal {
    return this.#cancel.signal;
  }

  get hasRoom(): boolean {
    return this.#lastSeq - this.#acknowledged < MAX_UNACKNOWLEDGED;
  }

  receive(message: ToEngine): void {
    if (message.type === 'cancel') this.#cancel.abort();
    else {
      assert(
        message.seq === this.#acknowledged + 1 && message.seq <= this.#lastSeq,
        'batches are acknowledged in the order they were sent',
      );
      this.#acknowledged = message.seq;
    }
    this.#wake?.();
    this.#wake = null;
  }

  /** Resolves when a further batch may be sent, or when the examination was cancelled. */
  async room(): Promise<void> {
    while (!this.hasRoom && !this.cancelled) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  send(message: Exclude<FromEngine, BatchMessage>): void {
    this.#post(message);
  }

  sendBatch(batch: Unnumbered<BatchMessage>): void {
    assert(this.hasRoom, 'a batch is sent only when there is room for it');
    this.#lastSeq += 1;
    this.#post({ ...batch, seq: this.#lastSeq });
  }
}
