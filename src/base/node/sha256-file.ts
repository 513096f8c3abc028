/** Hashes of a file in one read, and hashes while it is copied. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { HashThread } from './hash-thread.ts';

export interface FileHashes {
  /** Lower-case hexadecimal. SHA-256 identifies; SHA-1 and MD5 only serve lists made by older tools. */
  readonly sha256: string;
  readonly sha1: string;
  readonly md5: string;
  readonly sizeBytes: number;
}

/** Takes bytes once and gives the hashes; MD5 may be computed elsewhere meanwhile. */
class Hasher {
  readonly #sha256 = createHash('sha256');
  readonly #sha1 = createHash('sha1');
  readonly #md5: Hash | HashThread;
  #sizeBytes = 0;

  constructor(md5: Hash | HashThread = createHash('md5')) {
    this.#md5 = md5;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** What resolves when no other thread reads the chunk any more. */
  update(chunk: Uint8Array): Promise<unknown> {
    const elsewhere = this.#md5.update(chunk);
    this.#sha256.update(chunk);
    this.#sha1.update(chunk);
    this.#sizeBytes += chunk.length;
    return Promise.resolve(elsewhere);
  }

  async digest(): Promise<FileHashes> {
    return {
      sha256: this.#sha256.digest('hex'),
      sha1: this.#sha1.digest('hex'),
      md5: await this.#md5.digest('hex'),
      sizeBytes: this.#sizeBytes,
    };
  }
}

/** All three hashes of a file; rejects with the system's own error where it cannot be read. */
export async function hashFile(path: string): Promise<FileHashes> {
  const hasher = new Hasher();
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) await hasher.update(chunk as Uint8Array);
  return hasher.digest();
}

/** SHA-256 alone, lower-case hexadecimal; rejects with the system's own error where the file cannot be read. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/** In shared memory a chunk is read by the other thread where it lies: it must stay as it is until so many later ones have been asked for. */
export const CHUNKS_HELD = 4;
/** To start a thread takes as long as MD5 of so much. */
const WORTH_A_THREAD = 32 << 20;
export interface Copied {
  readonly hashes: FileHashes;
  /** Resolves when the copy is on the disk and closed; rejects as `hashWhileCopy`, the copy removed. */
  readonly onDisk: Promise<void>;
}

/**
 * Writes all bytes to a new file, hashing each of them once on the way; resolves when it has been written.
 * Rejects with DISK_FULL, or whatever the source or the system throws; a partial copy is removed. The target must not exist.
 */
export async function hashWhileCopy(
  source: AsyncIterable<Uint8Array>,
  targetPath: string,
  { expectedBytes = null, onBytes }: { readonly expectedBytes?: number | null; readonly onBytes?: (bytesDone: number) => void } = {},
): Promise<Copied> {
  const target = await open(targetPath, 'wx', 0o600);
  const thread = (expectedBytes ?? 0) < WORTH_A_THREAD ? null : new HashThread();
  const giveUp = async (error: unknown): Promise<never> => {
    await target.close();
    await rm(targetPath, { force: true });
    const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
    throw full ? new Failure('DISK_FULL', undefined, { cause: error }) : error;
  };
  try {
    const hasher = new Hasher(thread ?? undefined);
    const hashing: Promise<unknown>[] = [];
    for await (const chunk of source) {
      // The system writes in a thread of its own while this one hashes.
      const writing = writeAll(target, chunk);
      hashing.push(hasher.update(chunk));
      await writing;
      if (hashing.length >= CHUNKS_HELD) await hashing.shift();
      onBytes?.(hasher.sizeBytes);
    }
    const hashes = await hasher.digest();
    // To sync pieces while others are hashed makes the writes wait: slower by a third (docs/performance.md).
    const onDisk = target.sync().then(() => target.close(), giveUp);
    // Whoever awaits it gets the error there.
    onDisk.catch(() => undefined);
    return { hashes, onDisk };
  } catch (error) {
    return await giveUp(error);
  } finally {
    await thread?.stop();
  }
}

async function writeAll(target: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) written += (await target.write(chunk, written)).bytesWritten;
}
