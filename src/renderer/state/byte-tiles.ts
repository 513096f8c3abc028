/** Fetches tiles of bytes as they are needed and keeps a bounded number of them. */

/** A browser gives one server six connections; the sound itself and the events need some. */
const AT_A_TIME = 3;

export class ByteTiles {
  readonly #urlOf: (path: string) => string;
  readonly #arrived: () => void;
  readonly #most: number;
  readonly #kept = new Map<string, ArrayBuffer>();
  readonly #running = new Set<string>();
  /** Paths that the next picture needs; each new picture begins the list anew. */
  #wanted = new Set<string>();
  /** Answers that are no tiles: not asked again until `retry`. */
  readonly #refused = new Set<string>();
  #bytes = 0;

  constructor(urlOf: (path: string) => string, arrived: () => void, keptBytes: number) {
    this.#urlOf = urlOf;
    this.#arrived = arrived;
    this.#most = keptBytes;
  }

  /** Whether anything that the last picture wanted is still to come. */
  get pending(): boolean {
    return this.#running.size > 0 || this.#wanted.size > 0;
  }

  /** Call before a picture asks for its tiles. */
  begin(): void {
    this.#wanted = new Set();
  }

  retry(): void {
    this.#refused.clear();
  }

  /** The application answered, and not with a tile. */
  refused(path: string): boolean {
    return this.#refused.has(path);
  }

  /** What is there; what is not is fetched. */
  take(path: string): ArrayBuffer | undefined {
    const kept = this.#kept.get(path);
    if (kept === undefined) {
      if (!this.#running.has(path) && !this.#refused.has(path)) this.#wanted.add(path);
      this.#pump();
      return undefined;
    }
    this.#kept.delete(path);
    this.#kept.set(path, kept);
    return kept;
  }

  /** Only what is there already; asks for nothing. */
  held(path: string): ArrayBuffer | undefined {
    return this.#kept.get(path);
  }

  #pump(): void {
    for (const path of this.#wanted) {
      if (this.#running.size >= AT_A_TIME) return;
      this.#wanted.delete(path);
      this.#running.add(path);
      void this.#fetch(path);
    }
  }

  async #fetch(path: string): Promise<void> {
    try {
      const answer = await fetch(this.#urlOf(path));
      if (answer.ok) this.#keep(path, await answer.arrayBuffer());
      else this.#refused.add(path);
    } catch {
      // The way to the application is lost, and another part of the window says so.
      this.#refused.add(path);
    }
    this.#running.delete(path);
    this.#pump();
    this.#arrived();
  }

  #keep(path: string, bytes: ArrayBuffer): void {
    this.#kept.set(path, bytes);
    this.#bytes += bytes.byteLength;
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#bytes <= this.#most) break;
      this.#kept.delete(oldest);
      this.#bytes -= byteLength;
    }
  }
}
