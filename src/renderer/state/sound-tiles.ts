/** Fetches tiles of sound as they are needed, the latest wish first, and keeps a bounded number of them. */
import { PEAK_BUCKETS } from '../../base/sound-grid.ts';
import type { Tile } from './sound-picture.ts';

/** About eight screens of tiles of the largest kind. */
const KEPT_BYTES = 96 << 20;
/** A browser gives one server six connections; the sound itself and the events need some. */
const AT_A_TIME = 3;

export class SoundTiles {
  readonly #urlOf: (path: string) => string;
  readonly #arrived: () => void;
  readonly #kept = new Map<string, ArrayBuffer>();
  readonly #running = new Set<string>();
  /** Paths that the next picture needs; each new picture begins the list anew. */
  #wanted: string[] = [];
  /** Answers that are no tiles: not asked again until `retry`. */
  readonly #refused = new Set<string>();
  #bytes = 0;

  constructor(urlOf: (path: string) => string, arrived: () => void) {
    this.#urlOf = urlOf;
    this.#arrived = arrived;
  }

  /** Whether anything that the last picture wanted is still to come. */
  get pending(): boolean {
    return this.#running.size > 0 || this.#wanted.length > 0;
  }

  /** Call before a picture asks for its tiles. */
  begin(): void {
    this.#wanted = [];
  }

  retry(): void {
    this.#refused.clear();
  }

  spectrum(path: string): Tile | undefined {
    const bytes = this.#take(path);
    return bytes === undefined ? undefined : { codes: new Uint16Array(bytes) };
  }

  /** Pairs of lowest and highest. */
  peaks(path: string): Float32Array | undefined {
    const bytes = this.#take(path);
    return bytes?.byteLength === 8 * PEAK_BUCKETS ? new Float32Array(bytes) : undefined;
  }

  /** Only what is there already; asks for nothing. */
  peek(path: string): Tile | undefined {
    const bytes = this.#kept.get(path);
    return bytes === undefined ? undefined : { codes: new Uint16Array(bytes) };
  }

  #take(path: string): ArrayBuffer | undefined {
    const kept = this.#kept.get(path);
    if (kept === undefined) {
      if (!this.#running.has(path) && !this.#refused.has(path) && !this.#wanted.includes(path)) this.#wanted.push(path);
      this.#pump();
      return undefined;
    }
    this.#kept.delete(path);
    this.#kept.set(path, kept);
    return kept;
  }

  #pump(): void {
    while (this.#running.size < AT_A_TIME) {
      const path = this.#wanted.shift();
      if (path === undefined) return;
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
      if (this.#bytes <= KEPT_BYTES) break;
      this.#kept.delete(oldest);
      this.#bytes -= byteLength;
    }
  }
}
