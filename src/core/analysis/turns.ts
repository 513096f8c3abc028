/** One examination at a time where engines run here: a face pass already uses the whole machine, so two at once would only finish both later. More where they run elsewhere. What waits can be put first, or let go. */

interface Waiting {
  readonly key: string | null;
  /** Tells whoever asked; resolves when the work has ended, however it ended. */
  readonly run: () => Promise<void>;
}

export class Turns {
  #waiting: Waiting[] = [];
  #busy = 0;
  readonly #atOnce: number;

  constructor(atOnce = 1) {
    this.#atOnce = atOnce;
  }

  /** Keys of what waits, in the order in which it will run. */
  get keys(): string[] {
    return this.#waiting.flatMap(({ key }) => (key === null ? [] : [key]));
  }

  /** Runs `work` when there is room for it: everything before it has begun, and enough of it has ended, however that ended. */
  take<T>(work: () => Promise<T>, key: string | null = null): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.push({ key, run: () => work().then(resolve, reject) });
    // Whoever asks gets the promise before the work begins.
    queueMicrotask(() => void this.#next());
    return promise;
  }

  /** Runs next, after what runs now. */
  putFirst(key: string): void {
    const found = this.#remove(key);
    if (found !== undefined) this.#waiting.unshift(found);
  }

  /** Runs at once, beside what runs now: for work that has nothing left to do but to say how it ended. */
  letGo(key: string): void {
    void this.#remove(key)?.run();
  }

  #remove(key: string): Waiting | undefined {
    const at = this.#waiting.findIndex((waiting) => waiting.key === key);
    return at === -1 ? undefined : this.#waiting.splice(at, 1)[0];
  }

  async #next(): Promise<void> {
    if (this.#busy >= this.#atOnce) return;
    this.#busy += 1;
    for (let turn = this.#waiting.shift(); turn !== undefined; turn = this.#waiting.shift()) await turn.run();
    this.#busy -= 1;
  }
}
