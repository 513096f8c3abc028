/** The sound of an exhibit as blocks of numbers, each with its exact place on the exhibit's clock. */
import type { Readable } from 'node:stream';
import { assert, must } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import { Failure } from '../../base/failure.ts';
import { startTool, type StartedTool } from '../../base/node/spawn.ts';
import type { AudioStream, MediaFacts } from '../../contract/exhibits.ts';
import type { Rational } from '../../contract/values.ts';
import { BlockCutter, type AudioBlock, type BlockShape } from './blocks.ts';
import { toolWords } from './ffprobe.ts';
import { decodeArgs, demuxerOf, inputArgs, reachOf } from './input.ts';
import { SoundClock } from './sound-clock.ts';

export interface AudioRequest {
  readonly path: string;
  readonly ffmpegPath: string;
  readonly facts: MediaFacts;
  /** Which stream, by its index in the container; default: the first with sound. */
  readonly stream?: number;
  /** Another sample rate than the stream's own. */
  readonly sampleRate?: number;
  /** One channel: the mean of all. */
  readonly mono?: boolean;
  /** Length of a block, seconds; default 32 ms. */
  readonly blockSeconds?: Rational;
  readonly signal?: AbortSignal;
  /** Longest wait for a sign of life from ffmpeg; default 60 s. */
  readonly stallMs?: number;
}

export interface AudioEnd {
  /** Decoded, at the stream's own rate. */
  readonly samples: number;
  /** Unbroken stretches of the stream's clock. */
  readonly stretches: number;
  /** Jumps of the clock, and ffmpeg's own complaints. */
  readonly warnings: readonly string[];
}

export interface AudioDecoding extends AsyncIterable<AudioBlock> {
  /** Resolves after the last block, or after the iteration was left early; rejects with what the iteration threw. */
  readonly ended: Promise<AudioEnd>;
}

export const BLOCK_SECONDS: Rational = { num: 4, den: 125 };
export const STALL_MS = 60_000;
/** Jumps that are told in words; of the others only the number. */
const TOLD_JUMPS = 10;
/** A decoded file with more channels than this has a broken header. */
const MOST_CHANNELS = 64;
/** Twice what the fastest converters give: a second of more would fill gigabytes. */
const HIGHEST_RATE = 1_536_000;

/**
 * A piece of sound that begins so far from where the one before it ended begins a new stretch. Containers round times to a millisecond
 * (Matroska) and recorders jitter by some; below a third of a frame at 60 frames a second nothing here depends on it. Our choice.
 */
export const JUMP_SECONDS = 0.005;

/** The first stream with sound, or null. */
export function soundStream(facts: MediaFacts): AudioStream | null {
  return facts.streams.find((stream) => stream.type === 'audio') ?? null;
}

/**
 * All sound from the start, in order; iterate once. Times are ffmpeg's presentation times on the container's own clock, the same that frames
 * have: what a container declares as encoder delay or cuts by an edit list is taken away before, and the rest keeps its place. AAC's delay
 * (21 to 46 ms) is declared by MP4 and not by MPEG-TS or by Matroska as ffmpeg writes it: there the delay stays in the sound, as it does in players.
 * Leaving the loop kills ffmpeg. At most about 200 kB wait in memory.
 * Throws MEDIA_UNDECODABLE (no sound stream, or not one sample), MEDIA_TIMEOUT (stalled), TOOL_FAILED (crashed), TOOL_MISSING, or the signal's reason.
 */
export function readAudio(request: AudioRequest): AudioDecoding {
  const ending = Promise.withResolvers<AudioEnd>();
  // Whoever only iterates gets the error there.
  ending.promise.catch(() => undefined);
  return { ended: ending.promise, [Symbol.asyncIterator]: () => iterate(request, ending) };
}

async function* iterate(request: AudioRequest, ending: PromiseWithResolvers<AudioEnd>): AsyncGenerator<AudioBlock, void, undefined> {
  let tool: StartedTool | null = null;
  const cancel = (): void => tool?.kill();
  const reader = { samples: 0, stretches: 0, jumps: [] as string[], jumpsInAll: 0 };
  try {
    request.signal?.throwIfAborted();
    const stream = wantedStream(request);
    request.signal?.addEventListener('abort', cancel, { once: true });
    tool = startTool(request.ffmpegPath, soundArgs(request, stream), { extraPipes: 1, reach: reachOf(request.path) });
    yield* blocks(request, stream, tool, reader);
    const { exitCode, signal, stderr } = await tool.ended;
    request.signal?.throwIfAborted();
    const words = toolWords(stderr, request.path);
    const cause = { cause: new Error(words.join('\n')) };
    if (signal !== null) throw new Failure('TOOL_FAILED', `ffmpeg: ${signal}`, cause);
    if (reader.samples === 0) throw new Failure('MEDIA_UNDECODABLE', words.at(-1) ?? 'no sample came out of the decoder', cause);
    if (exitCode !== 0) words.push(`ffmpeg ended with code ${String(exitCode)}.`);
    ending.resolve(endOf(reader, words));
  } catch (error) {
    ending.reject(error);
    throw error;
  } finally {
    request.signal?.removeEventListener('abort', cancel);
    tool?.kill();
    // After a loop that was left early; otherwise it is settled already.
    ending.resolve(endOf(reader, []));
  }
}

interface Reader {
  samples: number;
  stretches: number;
  readonly jumps: string[];
  jumpsInAll: number;
}

function endOf({ samples, stretches, jumps, jumpsInAll }: Reader, words: readonly string[]): AudioEnd {
  const more = jumpsInAll > jumps.length ? [`The sound's clock jumps ${String(jumpsInAll)} times in all.`] : [];
  return { samples, stretches, warnings: [...jumps, ...more, ...words] };
}

/** Pairs decoded samples with the pieces that the clock tells, and cuts each stretch into blocks. */
async function* blocks(request: AudioRequest, stream: AudioStream, tool: StartedTool, reader: Reader): AsyncGenerator<AudioBlock> {
  const { sampleRate: rate, channels } = stream;
  const shape: BlockShape = {
    fromRate: rate,
    sampleRate: request.sampleRate ?? rate,
    channels: request.mono === true ? 1 : channels,
    seconds: request.blockSeconds ?? BLOCK_SECONDS,
  };
  const clock = new SoundClock(must(tool.child.stdio[3], 'a pipe was asked for') as Readable);
  let cutter: BlockCutter | null = null;
  let expected = 0;
  let left = 0;
  for await (const floats of sampleFrames(tool, channels, request.stallMs ?? STALL_MS)) {
    const frames = floats.length / channels;
    for (let from = 0; from < frames;) {
      if (left === 0) {
        // Without a time the rest follows what was there; it happens only when ffmpeg died between two pipes.
        const piece = (await clock.next()) ?? { start: expected, samples: frames - from };
        const jump = piece.start - expected;
        if (cutter === null || Math.abs(jump) > JUMP_SECONDS * rate) {
          if (cutter !== null) {
            noteJump(reader, jump / rate, expected / rate);
            yield* cutter.end();
          }
          const before: { blocks: number; samples: number } = cutter ?? { blocks: 0, samples: 0 };
          cutter = new BlockCutter(shape, {
            stretch: reader.stretches,
            start: piece.start,
            blocks: before.blocks,
            samples: before.samples,
          });
          reader.stretches += 1;
          expected = piece.start;
        }
        left = piece.samples;
      }
      const take = Math.min(left, frames - from);
      yield* must(cutter, 'a piece begins a stretch').push(split(floats, from, take, channels, request.mono === true));
      from += take;
      left -= take;
      expected += take;
      reader.samples += take;
    }
  }
  if (cutter !== null) yield* cutter.end();
}

function noteJump(reader: Reader, bySeconds: number, atSeconds: number): void {
  reader.jumpsInAll += 1;
  if (reader.jumps.length >= TOLD_JUMPS) return;
  const direction = bySeconds > 0 ? 'forward' : 'back';
  reader.jumps.push(`The sound's clock jumps ${direction} by ${Math.abs(bySeconds).toFixed(3)} s at ${atSeconds.toFixed(3)} s.`);
}

/** Whole sample frames, interleaved, as they come; nothing is read ahead of the caller but the pipe's own buffers. */
export async function* sampleFrames(tool: StartedTool, channels: number, stallMs: number): AsyncGenerator<Float32Array> {
  const size = 4 * channels;
  const chunks = (must(tool.child.stdout, 'stdout is a pipe') as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let rest = new Uint8Array(0);
  for (;;) {
    const next = await within(chunks.next(), stallMs);
    if (next.done === true) return;
    const bytes = new Uint8Array(rest.length + next.value.length);
    bytes.set(rest);
    bytes.set(next.value, rest.length);
    const whole = bytes.length - (bytes.length % size);
    rest = bytes.slice(whole);
    // The copy begins at an aligned address; ffmpeg was asked for little-endian floats, which all machines that we run on have.
    if (whole > 0) yield new Float32Array(bytes.buffer, 0, whole / 4);
  }
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Failure('MEDIA_TIMEOUT', `no sound for ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function split(floats: Float32Array, from: number, count: number, channels: number, mono: boolean): Float32Array[] {
  const plane = (weigh: (first: number) => number): Float32Array =>
    Float32Array.from({ length: count }, (_, n) => weigh((from + n) * channels));
  if (!mono) return Array.from({ length: channels }, (_, c) => plane((first) => at(floats, first + c)));
  const mean = plane((first) => {
    let sum = 0;
    for (let c = 0; c < channels; c += 1) sum += at(floats, first + c);
    return sum / channels;
  });
  return [mean];
}

export function wantedStream(request: Pick<AudioRequest, 'stream' | 'facts' | 'sampleRate'>): AudioStream {
  const { stream: index, facts } = request;
  const stream = index === undefined ? soundStream(facts) : facts.streams.find((s) => s.type === 'audio' && s.index === index);
  if (stream?.type !== 'audio') throw new Failure('MEDIA_UNDECODABLE', 'there is no sound in it');
  assert(request.sampleRate === undefined || request.sampleRate > 0, 'a sample rate is positive');
  if (stream.channels > MOST_CHANNELS) throw new Failure('MEDIA_TOO_LARGE', `${String(stream.channels)} channels`);
  if (stream.sampleRate > HIGHEST_RATE) throw new Failure('MEDIA_TOO_LARGE', `${String(stream.sampleRate)} samples a second`);
  return stream;
}

/** Only files whose rate or channels change half way are converted by ffmpeg: to the stream's stated ones. */
export function soundArgs(request: Pick<AudioRequest, 'path' | 'facts'>, stream: AudioStream): string[] {
  const input = inputArgs(request.path, demuxerOf(request.facts.container));
  const graph = `[0:${stream.index}]aformat=sample_rates=${stream.sampleRate}:sample_fmts=flt,asplit[sound][clock]`;
  return [
    ...['-hide_banner', '-v', 'error', '-nostdin', ...decodeArgs],
    ...input,
    ...['-filter_complex', graph],
    // Times first, on a pipe of their own, as with pictures (docs/adr/0003).
    ...['-map', '[clock]', '-c:a', 'pcm_s16le', '-flush_packets', '1', '-f', 'framecrc', 'pipe:3'],
    ...['-map', '[sound]', '-c:a', 'pcm_f32le', '-ac', String(stream.channels), '-f', 'f32le', 'pipe:1'],
  ];
}
