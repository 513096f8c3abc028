/** Reads what ffmpeg says of its own accord while it decodes: complaints, and pictures that it completed from others without complaining. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Before the input: concealment is told as information, each line says how much it matters, and nothing is told about progress. */
export const tellingAll: readonly string[] = ['-v', 'level+info', '-nostats'];

/** Kept from the end, lines. */
const MOST_LINES = 100;
const LEVEL = /\[(info|warning|error|fatal|panic)\] /;
/** Lines of the file's own metadata begin with the level. */
const CONCEALING = /^\[[\w-]+ @ 0x[0-9a-f]+\] \[info\] concealing /;
const CORRUPT = /^(?:\[[^\]]* @ 0x[0-9a-f]+\] )?\[warning\] (?:.*: )?corrupt decoded frame/;

export type Said = 'complaint' | 'concealment' | 'corrupt' | null;

/** What one line means, if it was written with `tellingAll`. */
export function meaningOf(line: string): Said {
  const level = LEVEL.exec(line)?.[1];
  if (level === 'error' || level === 'fatal' || level === 'panic') return 'complaint';
  if (CONCEALING.test(line)) return 'concealment';
  return CORRUPT.test(line) ? 'corrupt' : null;
}

export class DecoderWords {
  readonly #complaints: string[] = [];
  /** Parts of pictures were missing or damaged, and were made of other pictures. */
  hasConcealed = false;
  /** Resolves when all has been read. */
  readonly ended: Promise<void>;

  constructor(stderr: Readable, onLine: (line: string) => void = () => undefined) {
    const lines = createInterface({ input: stderr });
    lines.on('line', (line) => {
      this.#read(line);
      onLine(line);
    });
    this.ended = new Promise((resolve) => lines.once('close', resolve));
  }

  /** As without levels, the latest. */
  get complaints(): string {
    return this.#complaints.join('\n');
  }

  #read(line: string): void {
    const meaning = meaningOf(line);
    if (meaning === null) return;
    if (meaning !== 'complaint') this.hasConcealed = true;
    else if (this.#complaints.push(line.replace(LEVEL, '')) > MOST_LINES) this.#complaints.shift();
  }
}
