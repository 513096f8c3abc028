/** Decodes all sound of an exhibit once, each sample to its place on the recording's clock. */
import type { Readable } from 'node:stream';
import { must } from '../../../base/assert.ts';
import { Failure } from '../../../base/failure.ts';
import { startTool, type StartedTool } from '../../../base/node/spawn.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import { JUMP_SECONDS, sampleFrames, soundArgs, STALL_MS, wantedStream } from '../../media/audio.ts';
import { toolWords } from '../../media/ffprobe.ts';
import { reachOf } from '../../media/input.ts';
import { SoundClock } from '../../media/sound-clock.ts';

export interface SoundSource {
  readonly path: string;
  readonly ffmpegPath: string;
  readonly facts: MediaFacts;
}

export interface SoundSink {
  /** The place of the first sample on the exhibit's clock, samples; called once, before the first piece. */
  begin(clockSample: number): void;
  /** Interleaved samples; places only grow. */
  piece(place: number, interleaved: Float32Array): void;
  /** From sample to sample nothing sounds. */
  gap(from: number, to: number): void;
}

/** A longer jump forward is a broken clock, not a pause. Our choice. */
const LONGEST_GAP_SECONDS = 3600;

/** Resolves with the number of samples in all, gaps included, and complaints. Rejects as `readAudio` does. */
export async function decodeSound(
  source: SoundSource,
  sink: SoundSink,
  signal: AbortSignal,
): Promise<{ samples: number; warnings: string[] }> {
  const stream = wantedStream(source);
  const tool: StartedTool = startTool(source.ffmpegPath, soundArgs(source, stream), { extraPipes: 1, reach: reachOf(source.path) });
  const stop = (): void => tool.kill();
  signal.addEventListener('abort', stop, { once: true });
  const { sampleRate: rate, channels } = stream;
  const clock = new SoundClock(must(tool.child.stdio[3], 'a pipe was asked for') as Readable);
  const placing = new Placing(rate, sink);
  let left = 0;
  try {
    for await (const floats of sampleFrames(tool, channels, STALL_MS)) {
      const frames = floats.length / channels;
      for (let from = 0; from < frames;) {
        if (left === 0) {
          const piece = await clock.next();
          if (piece !== null) placing.meet(piece.start);
          left = piece?.samples ?? frames - from;
        }
        const take = Math.min(left, frames - from);
        sink.piece(placing.advance(take), floats.subarray(from * channels, (from + take) * channels));
        from += take;
        left -= take;
      }
    }
    const { exitCode, signal: killed, stderr } = await tool.ended;
    signal.throwIfAborted();
    const words = toolWords(stderr, source.path);
    const cause = { cause: new Error(words.join('\n')) };
    if (killed !== null) throw new Failure('TOOL_FAILED', `ffmpeg: ${killed}`, cause);
    if (placing.place === 0) throw new Failure('MEDIA_UNDECODABLE', words.at(-1) ?? 'no sample came out of the decoder', cause);
    if (exitCode !== 0) words.push(`ffmpeg ended with code ${String(exitCode)}.`);
    return { samples: placing.place, warnings: [...placing.warnings, ...words] };
  } finally {
    signal.removeEventListener('abort', stop);
    tool.kill();
  }
}

class Placing {
  place = 0;
  readonly warnings: string[] = [];
  readonly #rate: number;
  readonly #sink: SoundSink;
  #expected: number | null = null;

  constructor(rate: number, sink: SoundSink) {
    this.#rate = rate;
    this.#sink = sink;
  }

  /** The clock says where the next sample stands. */
  meet(start: number): void {
    if (this.#expected === null) {
      this.#sink.begin(start);
      this.#expected = start;
      return;
    }
    const jump = start - this.#expected;
    if (Math.abs(jump) <= JUMP_SECONDS * this.#rate) return;
    this.#expected = start;
    const seconds = (this.place / this.#rate).toFixed(3);
    if (jump > 0 && jump <= LONGEST_GAP_SECONDS * this.#rate) {
      this.#sink.gap(this.place, this.place + jump);
      this.place += jump;
    } else if (this.warnings.length < 20) {
      this.warnings.push(
        `The sound's clock jumps by ${(jump / this.#rate).toFixed(3)} s at ${seconds} s; from there on, times are counted from sample to sample.`,
      );
    }
  }

  /** The place of the next `count` samples. */
  advance(count: number): number {
    if (this.#expected === null) this.meet(0);
    const here = this.place;
    this.place += count;
    this.#expected = (this.#expected ?? 0) + count;
    return here;
  }
}
