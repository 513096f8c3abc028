/** Progress on stderr: on a terminal one line that is rewritten, elsewhere a line every few seconds. */

export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const EVERY_MS = 5000;
const ERASE = '\r\u001b[K';

export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #shown = false;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(stream: ProgressStream, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
  }

  update(text: string): void {
    if (this.#stream.isTTY === true) {
      const width = (this.#stream.columns ?? 80) - 1;
      this.#stream.write(`${ERASE}${text.length > width ? `${text.slice(0, width - 1)}…` : text}`);
      this.#shown = true;
      return;
    }
    const now = this.#now();
    if (now - this.#lastAtMs < EVERY_MS) return;
    this.#lastAtMs = now;
    this.#stream.write(`${text}\n`);
  }

  /** Takes the rewritten line away, so that other words can be written. */
  clear(): void {
    if (this.#shown) this.#stream.write(ERASE);
    this.#shown = false;
  }
}
