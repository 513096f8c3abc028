/** Runs ffmpeg, pairs each picture with its time and its number, and puts it into the ring. */
import type { Readable } from 'node:stream';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { startTool, type StartedTool } from '../../base/node/spawn.ts';
import { openWidePipe } from '../../base/node/wide-pipe.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Rational } from '../../contract/values.ts';
import type { DecodeEnd } from './decode.ts';
import { toolWords } from './ffprobe.ts';
import { FrameMatcher } from './frame-matcher.ts';
import { FrameClock } from './frame-clock.ts';
import { reachOf } from './input.ts';
import { FrameRing, type RingMemory } from './ring.ts';

export interface DecodeJob {
  readonly ffmpegPath: string;
  readonly path: string;
  /** Arguments of ffmpeg: with a seek, then without, should the seek land behind its target. */
  readonly attempts: readonly (readonly string[])[];
  readonly pts: readonly number[];
  readonly timeBase: Rational;
  readonly fromFrame: number;
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
      const { done, exit } = await this.#attempt(args, !last);
      if (this.#stopped instanceof Failure) throw this.#stopped;
      if (this.#stopped === 'cancelled') return;
      if (!done && !last) continue;
      const words = toolWords(exit.stderr, this.#job.path);
      if (exit.signal !== null) throw new Failure('TOOL_FAILED', `ffmpeg: ${exit.signal}`, { cause: new Error(words.join('\n')) });
      if (this.#matcher.delivered === 0) throw new Failure('MEDIA_UNDECODABLE', words.at(-1), { cause: new Error(words.join('\n')) });
      this.#matcher.note(words, !last);
      return;
    }
  }

  /** `done` is false when frames began behind the target or none came, and there is another way to try. */
  async #attempt(args: readonly string[], mayRetry: boolean): Promise<{ done: boolean; exit: Awaited<StartedTool['ended']> }> {
    const wide = this.#job.wide ? await openWidePipe() : null;
    const stdout = wide === null ? {} : { stdout: wide.writer };
    const tool = startTool(this.#job.ffmpegPath, args, { extraPipes: 1, reach: reachOf(this.#job.path), ...stdout });
    this.#tool = tool;
    if (this.#stopped !== null) tool.kill();
    const clock = new FrameClock(must(tool.child.stdio[3], 'a pipe was asked for') as Readable, this.#job.timeBase);
    let late = false;
    let filled = 0;
    const pieces: AsyncIterable<Uint8Array> = wide?.pieces ?? must(tool.child.stdout, 'stdout is a pipe');
    for await (const chunk of pieces) {
      this.#lastSignOfLife = performance.now();
      for (let from = 0; from < chunk.length && !late && this.#stopped === null;) {
        const room = await this.#room();
        if (room === null) break;
        const part = chunk.subarray(from, from + room.length - filled);
        room.set(part, filled);
        from += part.length;
        filled += part.length;
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
    const exit = await tool.ended;
    return { done: !late && this.#matcher.delivered > 0, exit };
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
