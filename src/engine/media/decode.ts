/** Decodes all frames of an exhibit once, each with the number that the index gives it: a film in a thread of its own, a still in this one. */
import { Worker } from 'node:worker_threads';
import { Failure } from '../../base/failure.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { Rational } from '../../contract/values.ts';
import { FRAME_THREAD } from '../frame-thread.ts';
import type { FrameWarning } from '../protocol.ts';
import { Decoding, type DecodeJob, type DecodeReport } from './decoding.ts';
import { tellingAll } from './decoder-words.ts';
import type { WorkingFrame } from './frame.ts';
import { SHOW } from './frame-says.ts';
import { decodeArgs, demuxerOf, exactTimes, isIndexed, toolInput } from './input.ts';
import { allocateRing, FrameRing } from './ring.ts';
import { ticksToUs, ticksToUsFloor } from './ticks.ts';
import { examinedStream, workingFilters, workingSize, type WorkingSize } from './working-size.ts';

export interface DecodeRequest {
  readonly path: string;
  readonly ffmpegPath: string;
  readonly facts: MediaFacts;
  /** The stored frame index. */
  readonly timeBase: Rational;
  readonly pts: readonly number[];
  readonly maxWorkingWidth: number;
  /** First frame wanted; default 0. */
  readonly fromFrame?: number;
  readonly signal?: AbortSignal;
  /** Frames decoded ahead; default 8. */
  readonly slots?: number;
  /** A frame's memory is as it was until so many later frames have been asked for; default 0: until the next one is. */
  readonly held?: number;
  /** Longest wait for a sign of life from ffmpeg; default 60 s. */
  readonly stallMs?: number;
  /** Where the bundled worker lies; default: beside this file. */
  readonly workerUrl?: URL;
}

export interface DecodeEnd {
  readonly framesDecoded: number;
  /** Frames of the index that never came out of the decoder: first and last of each gap. Numbers never shift because of them. */
  readonly missing: readonly { readonly first: number; readonly last: number }[];
  /** Everything else: frames that are not in the index, and ffmpeg's own complaints. */
  readonly warnings: readonly FrameWarning[];
  /** Time in which the decoder ran without having to wait for the reader. */
  readonly decodeSeconds: number;
}

export interface FrameDecoding extends AsyncIterable<WorkingFrame> {
  readonly size: WorkingSize;
  /** Resolves after the last frame, or after the iteration was left early; rejects with what the iteration threw. */
  readonly ended: Promise<DecodeEnd>;
}

/** Slots that keep decoding busy while an inference batch is running. */
const SLOTS = 8;
const STALL_MS = 60_000;

/**
 * Frames from `fromFrame` to the end, in order, each at most once, of working size, in memory that other threads can be given; iterate once.
 * A frame's memory is reused as soon as the next one (but `held`) is asked for. Leaving the loop kills ffmpeg.
 * Throws MEDIA_TIMEOUT (stalled), MEDIA_UNDECODABLE (not one frame), TOOL_FAILED (crashed), TOOL_MISSING, or the signal's reason.
 */
export function decodeFrames(request: DecodeRequest): FrameDecoding {
  const stream = examinedStream(request.facts);
  const size = workingSize(stream, request.maxWorkingWidth);
  const ending = Promise.withResolvers<DecodeEnd>();
  // Whoever only iterates gets the error there.
  ending.promise.catch(() => undefined);
  return { size, ended: ending.promise, [Symbol.asyncIterator]: () => iterate(request, size, ending) };
}

async function* iterate(
  request: DecodeRequest,
  size: WorkingSize,
  ending: PromiseWithResolvers<DecodeEnd>,
): AsyncGenerator<WorkingFrame, void, undefined> {
  const most = request.held ?? 0;
  const memory = allocateRing(size.frameBytes, request.slots ?? (request.facts.kind === 'image' ? 1 : SLOTS), most);
  const ring = new FrameRing(memory);
  try {
    request.signal?.throwIfAborted();
    const job = { ...(await jobOf(request, size)), memory };
    // To start a thread takes longer than all that it would do for one picture.
    const here = request.facts.kind === 'image' && request.workerUrl === undefined;
    const started = here ? startHere(job) : startThread(job, request.workerUrl, ring);
    // It is awaited at the end of the iteration, however long that takes.
    started.report.catch(() => undefined);
    const cancel = (): void => {
      started.stop();
      ring.end();
    };
    request.signal?.addEventListener('abort', cancel, { once: true });
    let finished = false;
    let held = 0;
    try {
      for (;;) {
        const taken = await ring.take(held);
        request.signal?.throwIfAborted();
        if (taken === null) break;
        yield workingFrame(taken.frame, taken.bytes, request, size);
        if (held < most) held += 1;
        else ring.release();
      }
      finished = true;
    } finally {
      request.signal?.removeEventListener('abort', cancel);
      if (!finished) cancel();
      const { failure, ...end } = await started.report;
      if (failure === null || !finished) ending.resolve(end);
      // eslint-disable-next-line no-unsafe-finally -- only where the loop ended by itself, so that no other error is hidden
      else throw new Failure(failure.code, failure.detail, { cause: failure.words });
    }
  } catch (error) {
    ending.reject(error);
    throw error;
  }
}

function workingFrame(frame: number, bytes: Uint8Array, request: DecodeRequest, size: WorkingSize): WorkingFrame {
  const cr = size.lumaBytes + size.chromaBytes;
  return {
    frame,
    ptsUs: ticksToUs(request.pts[frame] ?? 0, request.timeBase),
    width: size.width,
    height: size.height,
    scale: size.scale,
    y: bytes.subarray(0, size.lumaBytes),
    cb: bytes.subarray(size.lumaBytes, cr),
    cr: bytes.subarray(cr),
  };
}

interface Started {
  readonly report: Promise<DecodeReport>;
  stop(): void;
}

function startHere(job: DecodeJob): Started {
  const decoding = new Decoding(job);
  return { report: decoding.run(), stop: () => decoding.stop('cancelled') };
}

function startThread(job: DecodeJob, workerUrl: URL | undefined, ring: FrameRing): Started {
  const worker = new Worker(workerUrl ?? new URL('./decode-worker.ts', import.meta.url), { workerData: job, resourceLimits: FRAME_THREAD });
  return { report: reportOf(worker, ring), stop: () => worker.postMessage('cancel') };
}

/** The worker's last words; its death without any is a failure of ours, and must wake the reader too. */
function reportOf(worker: Worker, ring: FrameRing): Promise<DecodeReport> {
  return new Promise<DecodeReport>((resolve, reject) => {
    let report: DecodeReport | null = null;
    worker.once('message', (message: DecodeReport) => {
      report = message;
    });
    worker.once('error', (error) => {
      reject(error instanceof Error ? error : new Error(String(error)));
      ring.end();
    });
    worker.once('exit', () => {
      if (report === null) reject(new Error('the decoding thread ended without a word'));
      else resolve(report);
      ring.end();
    });
  });
}

async function jobOf(request: DecodeRequest, size: WorkingSize): Promise<Omit<DecodeJob, 'memory'>> {
  const stream = examinedStream(request.facts);
  const fromFrame = request.fromFrame ?? 0;
  const demuxer = demuxerOf(request.facts.container);
  const isFilm = request.facts.kind === 'video';
  const graph = `[0:${stream.index}]${isFilm ? `${SHOW},` : ''}${workingFilters(stream, size)},split[frames][clock];[clock]scale=2:2:flags=neighbor[times]`;
  const one = isFilm ? [] : ['-frames:v', '1'];
  const before = ['-hide_banner', ...tellingAll, '-nostdin', ...decodeArgs];
  const input = await toolInput(request.path, demuxer, request.signal);
  const after = [
    ...input.args,
    ...['-filter_complex', graph],
    // Each frame's time on a pipe of its own, from the same decode; without flushing they would come in bundles of hundreds.
    // They come first: ffmpeg serves its outputs in this order, and must never wait on the pictures while a time is outstanding.
    ...['-map', '[times]', ...exactTimes, ...one, '-flush_packets', '1', '-f', 'framecrc', 'pipe:3'],
    ...['-map', '[frames]', ...exactTimes, ...one, '-f', 'rawvideo', 'pipe:1'],
  ];
  const plain = [...before, ...after];
  // To a key frame at or before the target; what comes before the target is dropped by its time. Elsewhere all is decoded from the start.
  const seek = fromFrame === 0 || !isIndexed(demuxer) ? null : seekArgs(request.pts[fromFrame] ?? 0, request.timeBase);
  return {
    ffmpegPath: request.ffmpegPath,
    path: request.path,
    stdin: input.stdin,
    attempts: seek === null ? [plain] : [[...before, ...seek, ...after], plain],
    pts: request.pts,
    timeBase: request.timeBase,
    fromFrame,
    look: isFilm ? [...before, ...input.args, '-map', `0:${stream.index}`, '-vf', SHOW, ...exactTimes, '-f', 'null', '-'] : null,
    stallMs: request.stallMs ?? STALL_MS,
    // A program cannot be given such a socket on Windows.
    wide: isFilm && process.platform !== 'win32',
  };
}

/** Input options that make ffmpeg begin at a key frame at or before a time of the stream's own clock. */
export function seekArgs(ticks: number, timeBase: Rational): string[] {
  return ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', `${ticksToUsFloor(ticks, timeBase)}us`];
}
