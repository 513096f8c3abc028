/** Small pictures of exhibits, made when a list shows them and kept in memory only: evidence leaves no copies outside its case. */
import type { Context } from '../context.ts';
import { thumbnail } from '../../engine/media/thumbnail.ts';

/** Some ten kilobytes each. */
const MOST_KEPT = 2000;
/** A person looks at the viewer meanwhile, whose frames are decoded by the same two cores. */
const AT_A_TIME = 2;

export class Thumbnails {
  readonly #context: Context;
  readonly #make: typeof thumbnail;
  /** By the exhibit's hash, the latest last; a failure is kept too, since it would fail again. */
  readonly #kept = new Map<string, Promise<Uint8Array>>();
  readonly #waiting: (() => void)[] = [];
  #active = 0;

  /** `make` is replaced in tests. */
  constructor(context: Context, make: typeof thumbnail = thumbnail) {
    this.#context = context;
    this.#make = make;
  }

  /** PNG. Rejects with EXHIBIT_NOT_FOUND and as `thumbnail` does. */
  async of(exhibitId: string): Promise<Uint8Array> {
    const { store } = this.#context.current();
    const exhibit = store.exhibit(exhibitId);
    const key = exhibit.hashes.sha256;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const made = this.#inTurn(async () => this.#make(store.exhibitPath(exhibitId), await this.#context.tools(), exhibit.facts));
    this.#kept.set(key, made);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > MOST_KEPT && oldest.done !== true) this.#kept.delete(oldest.value);
    return made;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#active >= AT_A_TIME) await new Promise<void>((resolve) => this.#waiting.push(resolve));
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
