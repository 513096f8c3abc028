/**
 * Stills of HEIF in HEVC, as telephones write them: a grid of coded pictures, which ffmpeg puts together only from version 8 on.
 * They go through libheif (WebAssembly, in a thread of its own) and on to ffmpeg through a pipe, with every version of ffmpeg alike (ADR 0029).
 */
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../base/failure.ts';
import { askThread, type Unanswered } from '../../base/node/ask-thread.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import { PROFILE_LEFT_OUT } from './left-out.ts';
import type { HeifAnswer } from './heif-worker.ts';

/** Stands where ffmpeg's name of a demuxer stands for other formats. */
export const HEIF = 'heif';

/** The library wants the whole file in memory. */
const FILE_AT_MOST_BYTES = 256 * 1024 * 1024;
/** 12 million pixels take 2 to 4 s of one slow core (1.5 and 6.7 MB); the largest picture has ten times as many. */
const TIMEOUT_MS = 60_000;

export type HeifPicture = Extract<HeifAnswer, { status: 'picture' }>;

/** What puts pictures together, and its version: a part of each plan. */
export function heifDecoder(): string {
  const file = createRequire(import.meta.url).resolve('libheif-js/package.json');
  return `libheif ${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}`;
}

/** The facts of the picture that came through the pipe, told of the file it came from. */
export function asHeif(facts: MediaFacts, { others, transparent, profile }: HeifPicture): MediaFacts {
  const leftOut = [
    ...(others === 0
      ? []
      : [`The file holds ${String(others)} more ${others === 1 ? 'picture' : 'pictures'}; the primary one is examined.`]),
    ...(transparent ? ['Its transparency is left out.'] : []),
    ...(profile ? [PROFILE_LEFT_OUT] : []),
  ];
  return {
    ...facts,
    container: HEIF,
    containerLong: `HEIF still, put together by ${heifDecoder()}`,
    streams: facts.streams.map((stream) => (stream.type === 'video' ? { ...stream, codec: 'hevc' } : stream)),
    warnings: [...facts.warnings, ...leftOut],
  };
}

/** The primary picture, upright, 8 bits a colour. Rejects with MEDIA_UNDECODABLE, MEDIA_TOO_LARGE, MEDIA_TIMEOUT, or the signal's reason. */
export async function readHeif(path: string, signal?: AbortSignal): Promise<HeifPicture> {
  const { size } = await stat(path);
  if (size > FILE_AT_MOST_BYTES) throw new Failure('MEDIA_TOO_LARGE', `a HEIF of ${String(size)} bytes; 256 MiB are read at most`);
  const answer = await inThread(path, signal);
  if (answer.status === 'picture') return answer;
  throw new Failure(answer.status === 'too large' ? 'MEDIA_TOO_LARGE' : 'MEDIA_UNDECODABLE', answer.words);
}

function inThread(path: string, signal: AbortSignal | undefined): Promise<HeifAnswer> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./heif-worker.ts', import.meta.url), {
    workerData: { path },
    name: 'heif',
    // Words of the library are no part of this program's output.
    stdout: true,
    stderr: true,
  });
  return askThread<HeifAnswer>(worker, { timeoutMs: TIMEOUT_MS, signal, otherwise: withoutAnswer });
}

function withoutAnswer(how: Unanswered): HeifAnswer {
  if (how === 'timeout') throw new Failure('MEDIA_TIMEOUT', `libheif: ${String(TIMEOUT_MS / 1000)} s`);
  const words = how === 'error' ? 'libheif broke off, or needed more memory than it may have' : 'libheif ended without an answer';
  return { status: 'undecodable', words };
}
