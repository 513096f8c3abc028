/** Reads the time of each decoded frame from ffmpeg's framecrc output. */
import type { Readable } from 'node:stream';
import { Failure } from '../../base/failure.ts';
import type { Rational } from '../../contract/values.ts';

export class FrameClock {
  readonly #times: number[] = [];
  readonly #timeBase: Rational;
  #rest = '';
  #ended = false;
  #failure: Failure | null = null;
  #wake: (() => void) | null = null;

  constructor(pipe: Readable, timeBase: Rational) {
    this.#timeBase = timeBase;
    pipe.setEncoding('latin1');
    pipe.on('data', (text: string) => {
      this.#read(text);
    });
    pipe.once('close', () => {
      this.#ended = true;
      this.#wake?.();
    });
    // A broken pipe is seen as its end; why ffmpeg went is told by its exit.
    pipe.on('error', () => undefined);
  }

  /** Ticks of the next frame; null when there are no more. Rejects with TOOL_FAILED when ffmpeg counts in other ticks than the index. */
  async next(): Promise<number | null> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure;
      const time = this.#times.shift();
      if (time !== undefined) return time;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const base = /^#tb 0: (\d+)\/(\d+)/.exec(line);
      if (base !== null && Number(base[1]) * this.#timeBase.den !== Number(base[2]) * this.#timeBase.num) {
        this.#failure = new Failure(
          'TOOL_FAILED',
          `ffmpeg counts in ${base[1] ?? ''}/${base[2] ?? ''} s, the index in ${this.#timeBase.num}/${this.#timeBase.den} s`,
        );
      }
      const entry = /^0, *-?\d+, *(-?\d+),/.exec(line);
      if (entry !== null) this.#times.push(Number(entry[1]));
    }
    this.#wake?.();
  }
}
