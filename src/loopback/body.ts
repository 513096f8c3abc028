/** Reads request bodies: small JSON whole and bounded, files as chunks that wait for their reader. */
import type { IncomingMessage } from 'node:http';
import { Failure } from '../base/failure.ts';

export interface BodyLimits {
  readonly jsonBytes: number;
  /** A whole JSON body must be there by then. */
  readonly jsonMs: number;
  /** A file's body may be silent for so long before it counts as broken off. */
  readonly silenceMs: number;
}

/** JSON bodies are small but for the identity of a report, a base64 text of up to a megabyte. */
export const BODY_LIMITS: BodyLimits = { jsonBytes: 2_000_000, jsonMs: 15_000, silenceMs: 60_000 };

export type JsonBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly status: 400 | 408 | 413 | 415 };

export async function readJson(request: IncomingMessage, limits: BodyLimits): Promise<JsonBody> {
  if (!/^application\/json(;\s*charset=utf-8)?$/i.test(request.headers['content-type'] ?? '')) return { ok: false, status: 415 };
  if (Number(request.headers['content-length'] ?? 0) > limits.jsonBytes) return { ok: false, status: 413 };
  const deadline = performance.now() + limits.jsonMs;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of chunksOf(request, () => deadline - performance.now())) {
      size += chunk.length;
      if (size > limits.jsonBytes) return { ok: false, status: 413 };
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Silence) return { ok: false, status: 408 };
    if (error instanceof Aborted) return { ok: false, status: 400 };
    throw error;
  }
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) as unknown };
  } catch {
    // JSON.parse and TextDecoder tell only that the text is malformed, which 400 says as well.
    return { ok: false, status: 400 };
  }
}

/** A file's bytes as they arrive; the browser waits while the reader does. A body that breaks off rejects with FILE_CHANGED. */
export async function* fileBytes(request: IncomingMessage, name: string, limits: BodyLimits): AsyncGenerator<Uint8Array> {
  try {
    yield* chunksOf(request, () => limits.silenceMs);
  } catch (error) {
    if (error instanceof Silence || error instanceof Aborted) throw new Failure('FILE_CHANGED', name, { cause: error });
    throw error;
  }
}

class Silence extends Error {}
class Aborted extends Error {}

/** The clock runs only while we wait for the browser, never while our own reader is busy. */
async function* chunksOf(request: IncomingMessage, remainingMs: () => number): AsyncGenerator<Buffer> {
  const iterator = request.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Silence('no bytes arrived in time')), Math.max(0, remainingMs()));
    });
    let result: IteratorResult<Buffer>;
    try {
      result = await Promise.race([iterator.next(), silence]);
    } catch (error) {
      throw error instanceof Silence ? error : new Aborted('the body broke off', { cause: error });
    } finally {
      clearTimeout(timer);
    }
    if (result.done === true) break;
    yield result.value;
  }
  // Node ends the stream of a connection that closed early like any other; `complete` tells them apart.
  if (!request.complete) throw new Aborted('the body broke off');
}
