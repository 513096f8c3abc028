/** Runs ffmpeg, pairs each picture with its time and its number, and puts it into the ring. */
import type { Readable } from 'node:stream';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { copyShared } from '../../base/node/copy-shared.ts';
import { giveAll, startTool, type StartedTool } from '../../base/node/spawn.ts';
import { openWidePipe } from '../../base/node/wide-pipe.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Rational } from '../../contract/values.ts';
import { ConcealedFrames, markingArgs } from './concealed.ts';
import type { DecodeEnd } from './decode.ts';
import { DecoderWords } from './decoder-words.ts';
import { toolWords } from './ffprobe.ts';
import { FrameMatcher } from './frame-matcher.ts';
import { FrameClock } from './frame-clock.ts';
import { FrameSays } from './frame-says.ts';
import { reachOf } from './input.ts';
import { FrameRing, type RingMemory } from './ring.ts';

export interface DecodeJob {
  readonly ffmpegPath: string;
  readonly path: string;
  /** Given to ffmpeg through a pipe instead of the file. */
  readonly stdin?: Uint8Array | undefined;
  /** Arguments of ffmpeg: with a seek, then without, should the seek land behind its target. */
  readonly attempts: readonly (readonly string[])[];
  readonly pts: readonly number[];
  readonly timeBase: Rational;
  readonly fromFrame: number;
  /** Arguments that decode everything and give nothing but words; `null` for a still. */
  readonly look: readonly string[] | null;
  readonly stallMs: number;
  readonly memory: RingMemory;
  /** Many frames come. */
  readonly wide: boolean;
}

export type DecodeReport = DecodeEnd & {
  readonly failure: { readonly code: ErrorCode; readonly detail: string | undefined; readonly words: string } | null;
};

export class Decoding {
  readonly #job: DecodeJob;
  readonly #ring: FrameRing;
  readonly #matcher: FrameMatcher;
  #tool: StartedTool | null = null;
  #stopped: Failure | 'cancelled' | null = null;
  #waitedMs = 0;
  #waiting = false;
  #lastSignOfLife = performance.now();

  constructor(job: DecodeJob) {
    this.#job = job;
    this.#ring = new FrameRing(job.memory);
    this.#matcher = new FrameMatcher(job.pts, job.fromFrame);
  }

  stop(reason: Failure | 'cancelled'): void {
    this.#stopped ??= reason;
    this.#tool?.kill();
  }

  /** Resolves with the last words; the ring has ended then. Rejects only with an error of ours. */
  async run(): Promise<DecodeReport> {
    const startedAt = performance.now();
    const watch = setInterval(
      () => {
        const silentMs = performance.now() - this.#lastSignOfLife;
        if (!this.#waiting && silentMs > this.#job.stallMs)
          this.stop(new Failure('MEDIA_TIMEOUT', `no frame for ${this.#job.stallMs / 1000} s`));
      },
      Math.min(1000, this.#job.stallMs / 2),
    );
    let failure: DecodeReport['failure'] = null;
    try {
      await this.#attempts();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failure = { code: error.code, detail: error.detail, words: error.cause instanceof Error ? error.cause.message : '' };
    } finally {
      clearInterval(watch);
      this.#tool?.kill();
      this.#ring.end();
    }
    const decodeSeconds = (performance.now() - startedAt - this.#waitedMs) / 1000;
    return { ...this.#matcher.end(this.#stopped === null && failure === null), decodeSeconds, failure };
  }

  async #attempts(): Promise<void> {
    for (const [at, args] of this.#job.attempts.entries()) {
      const last = at === this.#job.attempts.length - 1;
      const says = new FrameSays();
      const { done, exit, words: said } = await this.#attempt(args, !last, says);
      if (this.#stopped instanceof Failure) throw this.#stopped;
      if (this.#stopped === 'cancelled') return;
      if (!done && !last) continue;
      const words = toolWords(said.complaints, this.#job.path);
      if (exit.signal !== null) throw new Failure('TOOL_FAILED', `ffmpeg: ${exit.signal}`, { cause: new Error(words.join('\n')) });
      if (this.#matcher.delivered === 0) throw new Failure('MEDIA_UNDECODABLE', words.at(-1), { cause: new Error(words.join('\n')) });
      this.#matcher.note(words, !last);
      await this.#tellOfFrames(says, said.hasConcealed);
      return;
    }
  }

  /** What is told of frames is told of all of them: where a job goes on, those before were decoded by a run that nothing is known of. */
  async #tellOfFrames(says: FrameSays, hasConcealed: boolean): Promise<void> {
    const { look, fromFrame, pts } = this.#job;
    if (look === null) return;
    const isWhole = fromFrame === 0;
    const all = isWhole ? says : new FrameSays();
    const concealed = new ConcealedFrames();
    const isMarked = hasConcealed || (!isWhole && (await this.#look(look, all.read)).hasConcealed);
    if (isMarked) await this.#look([...markingArgs, ...look], concealed.read);
    if (this.#stopped === null) this.#matcher.warn([...concealed.warnings(pts), ...all.warnings(pts)]);
  }

  /** Decodes everything once more for what is said of it. */
  async #look(args: readonly string[], read: (line: string) => void): Promise<DecoderWords> {
    const tool = startTool(this.#job.ffmpegPath, args, { reach: reachOf(this.#job.path) });
    this.#tool = tool;
    if (this.#stopped !== null) tool.kill();
    const words = new DecoderWords(must(tool.child.stderr, 'stderr is a pipe'), (line) => {
      this.#lastSignOfLife = performance.now();
      read(line);
    });
    await Promise.all([tool.ended, words.ended]);
    return words;
  }

  /** `done` is false when frames began behind the target or none came, and there is another way to try. */
  async #attempt(
    args: readonly string[],
    mayRetry: boolean,
    says: FrameSays,
  ): Promise<{ done: boolean; exit: Awaited<StartedTool['ended']>; words: DecoderWords }> {
    const wide = this.#job.wide ? await openWidePipe() : null;
    const stdout = wide === null ? {} : { stdout: wide.writer };
    const given = this.#job.stdin;
    const tool = startTool(this.#job.ffmpegPath, args, {
      extraPipes: 1,
      stdin: given !== undefined,
      reach: reachOf(this.#job.path),
      ...stdout,
    });
    if (given !== undefined) giveAll(tool, given);
    this.#tool = tool;
    if (this.#stopped !== null) tool.kill();
    const words = new DecoderWords(must(tool.child.stderr, 'stderr is a pipe'), says.read);
    const clock = new FrameClock(must(tool.child.stdio[3], 'a pipe was asked for') as Readable, this.#job.timeBase);
    let late = false;
    let filled = 0;
    const pieces: AsyncIterable<Uint8Array> = wide?.pieces ?? must(tool.child.stdout, 'stdout is a pipe');
    for await (const chunk of pieces) {
      this.#lastSignOfLife = performance.now();
      for (let from = 0; from < chunk.length && !late && this.#stopped === null;) {
        const room = await this.#room();
        if (room === null) break;
        const bytes = Math.min(chunk.length - from, room.length - filled);
        copyShared(chunk, from, from + bytes, room, filled);
        from += bytes;
        filled += bytes;
        if (filled < room.length) continue;
        filled = 0;
        const ticks = await clock.next();
        if (ticks === null) break;
        const frame = this.#matcher.match(ticks);
        if (frame === null) continue;
        if (mayRetry && this.#matcher.delivered === 0 && frame > this.#job.fromFrame) {
          late = true;
          tool.kill();
          break;
        }
        this.#matcher.deliver(frame);
        this.#ring.publish(frame);
      }
    }
    const [exit] = await Promise.all([tool.ended, words.ended]);
    return { done: !late && this.#matcher.delivered > 0, exit, words };
  }

  async #room(): Promise<Uint8Array | null> {
    if (this.#ring.hasRoom()) return this.#ring.room();
    const from = performance.now();
    this.#waiting = true;
    try {
      return await this.#ring.room();
    } finally {
      this.#waiting = false;
      this.#lastSignOfLife = performance.now();
      this.#waitedMs += this.#lastSignOfLife - from;
    }
  }
}
