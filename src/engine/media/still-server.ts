/** Keeps stills that were just decoded and decodes neighbours along with the frame that was asked for, so that stepping is quick. */
import { Failure } from '../../base/failure.ts';
import { decodeStills, type StillSource } from './stills.ts';
import { examinedStream } from './working-size.ts';

export interface StillServerOptions {
  /** PNG bytes kept in memory; default 192 MiB, about 60 frames of 1080p. */
  readonly maxBytes?: number;
  /** Runs of ffmpeg at a time; default 2. */
  readonly maxRuns?: number;
  /** So long after a jump its neighbours are decoded, if nobody has asked for another frame; default 0. A decoder that works on them is in the way of the next jump. */
  readonly foreseeAfterMs?: number;
  /** Replaced in tests. */
  readonly decode?: typeof decodeStills;
}

/** A run costs about as much as its pixels: so many frames of 720p, fewer of larger pictures. */
const RUN_FRAMES = 12;
const RUN_PIXELS = RUN_FRAMES * 1280 * 720;

function runLength({ facts }: StillSource): number {
  const { width, height } = examinedStream(facts);
  return Math.max(1, Math.min(RUN_FRAMES, Math.floor(RUN_PIXELS / (width * height))));
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly stills: Promise<Map<number, Uint8Array>>;
  readonly end: AbortController;
  /** Nobody has asked for any of its frames. */
  foreseen: boolean;
}

export class StillServer {
  /** In order of use, the latest last. */
  readonly #kept = new Map<string, Uint8Array>();
  readonly #running = new Map<string, readonly Run[]>();
  readonly #maxBytes: number;
  readonly #maxRuns: number;
  readonly #foreseeAfterMs: number;
  readonly #decode: typeof decodeStills;
  readonly #waiting: (() => void)[] = [];
  /** What was asked for last. */
  #latest = '';
  #active = 0;
  #bytes = 0;

  constructor(options: StillServerOptions = {}) {
    this.#maxBytes = options.maxBytes ?? 192 << 20;
    this.#maxRuns = options.maxRuns ?? 2;
    this.#foreseeAfterMs = options.foreseeAfterMs ?? 0;
    this.#decode = options.decode ?? decodeStills;
  }

  /** `key` names the exhibit (its hash). Rejects as decodeStill does. */
  async still(key: string, source: StillSource, frame: number): Promise<Uint8Array> {
    const kept = this.#take(`${key}:${frame}`);
    if (kept !== undefined) return kept;
    const runs = this.#running.get(key) ?? [];
    this.#latest = `${key}:${frame}`;
    const run = runs.find(({ first, last }) => first <= frame && frame <= last) ?? this.#start(key, source, frame, runs);
    run.foreseen = false;
    const still = (await run.stills).get(frame);
    if (still === undefined) throw new Failure('FRAME_UNDECODABLE', `frame ${frame}`);
    return still;
  }

  /** Forgets what is kept of one exhibit, or of all when a case is closed. */
  forget(key?: string): void {
    for (const [name, still] of this.#kept) {
      if (key !== undefined && !name.startsWith(`${key}:`)) continue;
      this.#kept.delete(name);
      this.#bytes -= still.length;
    }
  }

  /** A step goes on with a run of neighbours; after a jump the one frame comes first, because a run of twelve takes four times as long. */
  #start(key: string, source: StillSource, frame: number, runs: readonly Run[]): Run {
    const near = this.#kept.has(`${key}:${frame + 1}`) || this.#kept.has(`${key}:${frame - 1}`);
    if (near || runs.some(({ first, last }) => first - 1 <= frame && frame <= last + 1)) return this.#startRun(key, source, frame);
    this.#endForeseen();
    const jump = this.#decodeRun(key, source, frame, frame);
    const goOn = (): void => {
      const idle = this.#active === 0 && this.#latest === `${key}:${frame}`;
      if (idle && frame + 1 < source.pts.length && runLength(source) > 1) this.#startRun(key, source, frame + 1, runLength(source) - 1);
    };
    const later = (): void => {
      if (this.#foreseeAfterMs === 0) goOn();
      else setTimeout(goOn, this.#foreseeAfterMs).unref();
    };
    jump.stills.then(later, () => undefined);
    return jump;
  }

  #startRun(key: string, source: StillSource, frame: number, length = runLength(source)): Run {
    // Whoever has the next frame but not the one before is stepping backwards.
    const backwards = this.#kept.has(`${key}:${frame + 1}`) && !this.#kept.has(`${key}:${frame - 1}`);
    const first = backwards ? Math.max(0, frame - length + 1) : frame;
    const last = backwards ? frame : Math.max(frame, Math.min(frame + length - 1, source.pts.length - 1));
    return this.#decodeRun(key, source, first, last);
  }

  /** Whoever jumps elsewhere does not want the neighbours of the last jump, and would wait for the processor that they take. */
  #endForeseen(): void {
    for (const [key, runs] of this.#running) {
      for (const run of runs) if (run.foreseen) run.end.abort();
      this.#setRunning(
        key,
        runs.filter(({ foreseen }) => !foreseen),
      );
    }
  }

  #setRunning(key: string, runs: readonly Run[]): void {
    if (runs.length > 0) this.#running.set(key, runs);
    else this.#running.delete(key);
  }

  #decodeRun(key: string, source: StillSource, first: number, last: number): Run {
    const end = new AbortController();
    const run: Run = { first, last, stills: this.#decodeInTurn(source, first, last, end.signal), end, foreseen: true };
    const runs = this.#running.get(key) ?? [];
    this.#running.set(key, [...runs, run]);
    const leave = (): void => {
      this.#setRunning(
        key,
        (this.#running.get(key) ?? []).filter((other) => other !== run),
      );
    };
    run.stills.then((stills) => {
      for (const [n, still] of stills) this.#keep(`${key}:${n}`, still);
      leave();
    }, leave);
    return run;
  }

  async #decodeInTurn(source: StillSource, first: number, last: number, signal: AbortSignal): Promise<Map<number, Uint8Array>> {
    if (this.#active >= this.#maxRuns) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#active += 1;
    try {
      return await this.#decode(source, first, last, signal);
    } finally {
      // The turn is handed on, so that nobody can take it in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#active -= 1;
      else next();
    }
  }

  #take(name: string): Uint8Array | undefined {
    const still = this.#kept.get(name);
    if (still === undefined) return undefined;
    this.#kept.delete(name);
    this.#kept.set(name, still);
    return still;
  }

  #keep(name: string, still: Uint8Array): void {
    const before = this.#kept.get(name);
    if (before !== undefined) this.#bytes -= before.length;
    this.#kept.delete(name);
    this.#kept.set(name, still);
    this.#bytes += still.length;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= this.#maxBytes || oldest === name) break;
      this.#kept.delete(oldest);
      this.#bytes -= length;
    }
  }
}
