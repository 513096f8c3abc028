/**
 * Frames that somebody rests on are decoded once more, in the usual way: the quick way (engine/media/quick-stills.ts) is proved for each film
 * with its first frames, and this holds it to the frames that matter.
 */
import { decodeStills, type StillSource } from '../../engine/media/stills.ts';

export interface SecondLookParts {
  /** Whether frames of this film come in the quick way. */
  readonly isQuick: (path: string) => Promise<boolean>;
  /** What was shown is not what the usual way decodes, or that decodes nothing. */
  readonly differs: (look: Look) => void;
  /** Replaced in tests. */
  readonly decode?: typeof decodeStills;
}

export interface Look {
  /** Names the film (its hash). */
  readonly key: string;
  readonly source: StillSource;
  readonly frame: number;
  /** What was shown. */
  readonly still: Uint8Array;
}

/** Nobody who steps or drags waits so long between two frames. */
const REST_MS = 1000;
/** The window asks for the frame in view, and at once for the one that is likely next. */
const LOOKS = 2;

export class SecondLook {
  readonly #parts: SecondLookParts;
  /** What has been held against the usual way, by key and frame. */
  readonly #same = new Set<string>();
  #looks: readonly Look[] = [];
  #end = new AbortController();
  #rest: NodeJS.Timeout | undefined;
  /** The comparison under way, settled when no ffmpeg of it is left. */
  #comparing: Promise<unknown> = Promise.resolve();

  constructor(parts: SecondLookParts) {
    this.#parts = parts;
  }

  /** A still was shown; ends the comparison of the one before, which would be in the way of the next. */
  shown(look: Look): void {
    this.#stop();
    this.#end = new AbortController();
    const { signal } = this.#end;
    this.#looks = [...this.#looks.filter(({ key, frame }) => key === look.key && Math.abs(frame - look.frame) === 1), look].slice(-LOOKS);
    const looks = this.#looks;
    this.#rest = setTimeout(() => {
      // Given up: then nothing is known, and the next rest asks again.
      this.#comparing = this.#compare(looks, signal).catch(() => undefined);
    }, REST_MS).unref();
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#comparing;
  }

  #stop(): void {
    clearTimeout(this.#rest);
    this.#end.abort();
  }

  async #compare(looks: readonly Look[], signal: AbortSignal): Promise<void> {
    for (const look of looks) {
      const name = `${look.key}:${String(look.frame)}`;
      if (this.#same.has(name) || !(await this.#parts.isQuick(look.source.path))) continue;
      const usual = await this.#usual(look, signal);
      signal.throwIfAborted();
      if (usual !== undefined && Buffer.compare(usual, look.still) === 0) this.#same.add(name);
      else this.#parts.differs(look);
    }
  }

  async #usual({ source, frame }: Look, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { decode = decodeStills } = this.#parts;
    try {
      return (await decode(source, frame, frame, signal, 'bmp')).get(frame);
    } catch {
      return undefined;
    }
  }
}
