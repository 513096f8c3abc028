/** A decoding of which the first frame has been asked for before anybody takes it: the decoder starts, and fills its ring meanwhile. */
import type { WorkingFrame } from './media/frame.ts';
import type { Decoding } from './pass-sources.ts';

export class BegunDecoding implements Decoding {
  readonly ended: Decoding['ended'];
  readonly #frames: AsyncIterator<WorkingFrame>;
  readonly #needless = new AbortController();
  #first: Promise<IteratorResult<WorkingFrame>> | null;

  constructor(decode: (signal: AbortSignal) => Decoding, cancelled: AbortSignal) {
    const decoding = decode(AbortSignal.any([cancelled, this.#needless.signal]));
    this.ended = decoding.ended;
    this.#frames = decoding[Symbol.asyncIterator]();
    this.#first = this.#frames.next();
    // Whoever takes the first frame gets the error there.
    this.#first.catch(() => undefined);
  }

  [Symbol.asyncIterator](): AsyncIterator<WorkingFrame> {
    return { next: () => this.#next(), return: () => this.leave() };
  }

  #next(): Promise<IteratorResult<WorkingFrame>> {
    const asked = this.#first ?? this.#frames.next();
    this.#first = null;
    return asked;
  }

  /** Ends the decoder, also where no frame was taken or comes; again: nothing. */
  async leave(): Promise<IteratorResult<WorkingFrame>> {
    this.#needless.abort();
    await this.#frames.return?.();
    return { done: true, value: undefined };
  }
}
