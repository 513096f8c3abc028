/** Acts that must not overlap, such as opening one case while another is being closed, wait here for each other. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when everything asked for before it has ended, however that ended. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    // The caller gets the rejection; the queue itself only needs to know that the turn is over.
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
