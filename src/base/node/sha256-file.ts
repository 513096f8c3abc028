/** Hashes of a file in one read, and hashes while it is copied. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { Failure } from '../failure.ts';

export interface FileHashes {
  /** Lower-case hexadecimal. SHA-256 identifies; SHA-1 and MD5 only serve lists made by older tools. */
  readonly sha256: string;
  readonly sha1: string;
  readonly md5: string;
  readonly sizeBytes: number;
}

/** Takes bytes once and gives all three hashes. */
export class Hasher {
  readonly #sha256 = createHash('sha256');
  readonly #sha1 = createHash('sha1');
  readonly #md5 = createHash('md5');
  #sizeBytes = 0;

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  update(chunk: Uint8Array): void {
    this.#sha256.update(chunk);
    this.#sha1.update(chunk);
    this.#md5.update(chunk);
    this.#sizeBytes += chunk.length;
  }

  digest(): FileHashes {
    return {
      sha256: this.#sha256.digest('hex'),
      sha1: this.#sha1.digest('hex'),
      md5: this.#md5.digest('hex'),
      sizeBytes: this.#sizeBytes,
    };
  }
}

/** All three hashes of a file; rejects with the system's own error where it cannot be read. */
export async function hashFile(path: string): Promise<FileHashes> {
  const hasher = new Hasher();
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hasher.update(chunk as Uint8Array);
  return hasher.digest();
}

/** SHA-256 alone, lower-case hexadecimal; rejects with the system's own error where the file cannot be read. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/**
 * Writes all bytes to a new file, hashing each of them once on the way; the file is on the disk when this resolves.
 * Rejects with DISK_FULL, or whatever the source or the system throws; a partial copy is removed. The target must not exist.
 */
export async function hashWhileCopy(
  source: AsyncIterable<Uint8Array>,
  targetPath: string,
  onBytes?: (bytesDone: number) => void,
): Promise<FileHashes> {
  const target = await open(targetPath, 'wx', 0o600);
  const hasher = new Hasher();
  try {
    for await (const chunk of source) {
      // The system writes in a thread of its own while this one hashes.
      const writing = writeAll(target, chunk);
      hasher.update(chunk);
      await writing;
      onBytes?.(hasher.sizeBytes);
    }
    await target.sync();
  } catch (error) {
    await target.close();
    await rm(targetPath, { force: true });
    const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
    throw full ? new Failure('DISK_FULL', undefined, { cause: error }) : error;
  }
  await target.close();
  return hasher.digest();
}

async function writeAll(target: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.length) written += (await target.write(chunk, written)).bytesWritten;
}
