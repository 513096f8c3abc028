/** Small pictures that were made once: kept in memory only, since evidence leaves no copies outside its case, and made a few at a time. */

export interface Bounds {
  readonly mostKept: number;
  readonly atATime: number;
}

export class KeptPictures<T> {
  readonly #bounds: Bounds;
  /** By what the picture is of, the latest last; a failure is kept too, since it would fail again. */
  readonly #kept = new Map<string, Promise<T>>();
  readonly #waiting: (() => void)[] = [];
  #active = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  of(key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const made = this.#inTurn(make);
    this.#kept.set(key, made);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > this.#bounds.mostKept && oldest.done !== true) this.#kept.delete(oldest.value);
    return made;
  }

  async #inTurn(work: () => Promise<T>): Promise<T> {
    if (this.#active >= this.#bounds.atATime) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#active += 1;
    try {
      return await work();
    } finally {
      // The turn is handed on, so that nobody can take it in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#active -= 1;
      else next();
    }
  }
}
