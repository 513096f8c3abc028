/** Reads one file of the payload once: hashed by every algorithm that anyone states for it, and written down on the way where it is wanted. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../base/node/make-folder.ts';
import { Failure } from '../../base/failure.ts';
import type { ArchiveFile } from './open-zip.ts';

export interface Digests {
  readonly sizeBytes: number;
  readonly hashes: Readonly<Record<string, string>>;
}

export interface Reading {
  readonly algorithms: readonly string[];
  /** A new file; its folder is made. */
  readonly into: string | null;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (count: number) => void;
}

/** Read-only like every file of a case but its database, which a later opening writes. */
const modeOf = (path: string): number => (path.endsWith('case.sqlite') ? 0o644 : 0o444);

/** Rejects with ARCHIVE_UNREADABLE, DISK_FULL, ARCHIVE_CANCELLED, or the system's own error where `into` cannot be written. */
export async function readPayload(path: string, file: ArchiveFile, reading: Reading): Promise<Digests> {
  const hashes = reading.algorithms.map((name) => ({ name, hash: createHash(name) }));
  let sizeBytes = 0;
  const source = await file.open();
  async function* hashed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      sizeBytes += chunk.length;
      for (const { hash } of hashes) hash.update(chunk);
      reading.onBytes(chunk.length);
      yield chunk;
    }
  }
  try {
    if (reading.into === null) {
      for await (const chunk of hashed(source)) if (stopped(reading.signal)) throw new Failure('ARCHIVE_CANCELLED', String(chunk.length));
    } else {
      makeFolder(dirname(reading.into));
      const target = createWriteStream(reading.into, { flags: 'wx', mode: modeOf(path), flush: true });
      await pipeline(source, hashed, target, { signal: reading.signal });
    }
  } catch (error) {
    source.destroy();
    throw asFailure(error, path, reading.signal);
  }
  if (sizeBytes !== file.sizeBytes) throw new Failure('ARCHIVE_UNREADABLE', `${path} is cut off`);
  return { sizeBytes, hashes: Object.fromEntries(hashes.map(({ name, hash }) => [name, hash.digest('hex')])) };
}

const stopped = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

function asFailure(error: unknown, path: string, signal: AbortSignal | undefined): unknown {
  if (stopped(signal)) return new Failure('ARCHIVE_CANCELLED', undefined, { cause: error });
  if (error instanceof Failure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('DISK_FULL', undefined, { cause: error });
  return code === '' ? new Failure('ARCHIVE_UNREADABLE', path, { cause: error }) : error;
}
