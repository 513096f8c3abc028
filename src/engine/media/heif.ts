/**
 * Stills of HEIF in HEVC, as telephones write them: a grid of coded pictures, which ffmpeg puts together only from version 8 on.
 * They go through libheif (WebAssembly, in a thread of its own) and on to ffmpeg through a pipe, with every version of ffmpeg alike (ADR 0029).
 */
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../base/failure.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
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
export function asHeif(facts: MediaFacts, leftOut: readonly string[]): MediaFacts {
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
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./heif-worker.ts', import.meta.url), {
      workerData: { path },
      name: 'heif',
      // Words of the library are no part of this program's output.
      stdout: true,
      stderr: true,
    });
    const settle = (answer: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      answer();
      void worker.terminate();
    };
    const undecodable = (words: string): void => settle(() => resolve({ status: 'undecodable', words }));
    const timer = setTimeout(
      () => settle(() => reject(new Failure('MEDIA_TIMEOUT', `libheif: ${String(TIMEOUT_MS / 1000)} s`))),
      TIMEOUT_MS,
    );
    const onAbort = (): void => settle(() => reject(signal?.reason as Error));
    signal?.addEventListener('abort', onAbort, { once: true });
    // Plain data of our own thread.
    worker.once('message', (answer: HeifAnswer) => settle(() => resolve(answer)));
    worker.once('error', () => undecodable('libheif broke off, or needed more memory than it may have'));
    worker.once('exit', () => undecodable('libheif ended without an answer'));
  });
}
