/** One examination at a time: a face pass already uses the whole machine, so two at once would only finish both later. */

export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Runs `work` when everything asked for before it has ended, however that ended. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }
}
