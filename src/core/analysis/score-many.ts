/** Triage of many files on all cores: processes with warm networks, and lines in the order of the files, whoever is done first. */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism, totalmem } from 'node:os';
import { Failure, toWireError } from '../../base/failure.ts';
import type { ScoreLine } from '../../contract/score.ts';
import { chosenDetectors } from './plan.ts';
import { detectorsOn, scoreFiles, type ScoreOptions } from './score.ts';
import type { FromScoreChild, ToScoreChild } from './score-messages.ts';

/** Of one process at its work: measured 0.5 to 0.6 GiB with photographs of 1024 x 1024, and room for ffmpeg and a large picture. */
const MEMORY_BYTES = 1.5 * 2 ** 30;
/** To start a process takes as long as three photographs; below this they would not pay. */
const FEW_FILES = 8;
/** Sent to each process at once: the one it examines and the next, so that it never waits for its parent. */
const AT_ONCE = 2;
/** Lines that wait for an earlier file: bounds the memory when one file takes long. */
const LINES_AHEAD = 256;

const CHILD = new URL('./score-child.ts', import.meta.url);

/** As many processes as there are cores and memory for. */
export function scoreWorkers(files: number): number {
  if (files < FEW_FILES) return 1;
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / MEMORY_BYTES), files));
}

/**
 * As scoreFiles, on so many processes. A process that dies gives the file that it was at a line with APP_INTERNAL, another takes its place,
 * and the rest goes on. Leaving the loop ends all of them.
 */
export async function* scoreMany(
  paths: readonly string[],
  options: ScoreOptions,
  workers: number,
  child = CHILD,
): AsyncGenerator<ScoreLine, undefined> {
  if (workers < 2 || paths.length < 2) yield* scoreFiles(paths, options);
  else {
    // What is wrong with the wish is said before anything is started.
    chosenDetectors(detectorsOn(options.machine), options.detectorIds);
    yield* new Pool(paths, options, workers, child).lines();
  }
}

class Pool {
  readonly #paths: readonly string[];
  readonly #options: ToScoreChild & { type: 'begin' };
  readonly #workers: number;
  readonly #entry: URL;
  readonly #children = new Set<ChildProcess>();
  readonly #lines = new Map<number, ScoreLine>();
  /** Given back by a process that died. */
  readonly #again: number[] = [];
  #nextSent = 0;
  #nextGiven = 0;
  #wake: () => void = () => undefined;
  #idle: (() => void)[] = [];

  constructor(paths: readonly string[], options: ScoreOptions, workers: number, entry: URL) {
    this.#entry = entry;
    this.#paths = paths;
    const sent: { -readonly [K in keyof ScoreOptions]: ScoreOptions[K] } = { ...options };
    // A function does not cross to another process.
    delete sent.onProgress;
    this.#options = { type: 'begin', options: sent };
    this.#workers = Math.min(workers, paths.length);
  }

  async *lines(): AsyncGenerator<ScoreLine> {
    try {
      for (let number = 0; number < this.#workers; number += 1) this.#start();
      while (this.#nextGiven < this.#paths.length) {
        const line = this.#lines.get(this.#nextGiven);
        if (line === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
        else {
          this.#lines.delete(this.#nextGiven);
          this.#nextGiven += 1;
          for (const feed of this.#idle.splice(0)) feed();
          yield line;
        }
      }
    } finally {
      for (const child of this.#children) child.kill('SIGKILL');
      this.#children.clear();
    }
  }

  #start(): void {
    const child = fork(this.#entry, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#children.add(child);
    const sent: number[] = [];
    const feed = (): void => {
      while (sent.length < AT_ONCE && child.connected) {
        const index = this.#take();
        if (index === null) {
          this.#idle.push(feed);
          return;
        }
        sent.push(index);
        child.send({ type: 'file', path: this.#paths[index] ?? '' } satisfies ToScoreChild);
      }
    };
    child.on('message', ({ line }: FromScoreChild) => {
      const index = sent.shift();
      if (index !== undefined) this.#keep(index, line);
      feed();
    });
    const gone = (how: string): void => {
      if (!this.#children.delete(child)) return;
      const [at, ...rest] = sent;
      this.#again.push(...rest);
      if (at !== undefined) {
        const ended = new Failure('APP_INTERNAL', `the process that examined it ended: ${how}`);
        this.#keep(at, { file: this.#paths[at] ?? '', error: toWireError(ended) });
      }
      if (this.#again.length > 0 || this.#nextSent < this.#paths.length) this.#start();
    };
    child.once('error', (error) => gone(error.message));
    child.once('exit', (code, signal) => gone(signal ?? `code ${String(code)}`));
    child.send(this.#options);
    feed();
  }

  #take(): number | null {
    const again = this.#again.shift();
    if (again !== undefined) return again;
    if (this.#nextSent >= this.#paths.length || this.#nextSent - this.#nextGiven >= LINES_AHEAD) return null;
    this.#nextSent += 1;
    return this.#nextSent - 1;
  }

  #keep(index: number, line: ScoreLine): void {
    this.#lines.set(index, line);
    this.#wake();
  }
}
