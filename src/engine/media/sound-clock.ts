/** Reads the place and length of each piece of decoded sound from ffmpeg's framecrc output. */
import type { Readable } from 'node:stream';

export interface SoundPiece {
  /** Samples since the zero of the container's clock. */
  readonly start: number;
  readonly samples: number;
}

/** A further line of the clock's pipe holds one piece: stream, dts, pts, duration, size, checksum, in samples. */
export class SoundClock {
  readonly #pieces: SoundPiece[] = [];
  #rest = '';
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(pipe: Readable) {
    pipe.setEncoding('latin1');
    pipe.on('data', (text: string) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) {
        const entry = /^0, *-?\d+, *(-?\d+), *(\d+),/.exec(line);
        if (entry !== null && Number(entry[2]) > 0) this.#pieces.push({ start: Number(entry[1]), samples: Number(entry[2]) });
      }
      this.#wake?.();
    });
    pipe.once('close', () => {
      this.#ended = true;
      this.#wake?.();
    });
    // A broken pipe is seen as its end; why ffmpeg went is told by its exit.
    pipe.on('error', () => undefined);
  }

  /** The next piece; null when there are no more. */
  async next(): Promise<SoundPiece | null> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) return piece;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
