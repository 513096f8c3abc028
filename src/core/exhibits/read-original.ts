/** Reads an original exactly once and notices when it is not the same file at the end as at the beginning. */
import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { CHUNKS_HELD } from '../../base/node/sha256-file.ts';
import { fileFailure } from './found-file.ts';

const CHUNK_BYTES = 1 << 20;

export interface Original {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** May be read once; a chunk stays as it is until CHUNKS_HELD later ones have been asked for. Rejects with FILE_CHANGED at its end when the file changed meanwhile. */
  readonly bytes: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Opens read-only, follows no link at the last step and waits for no pipe. Rejects with FILE_CHANGED, FILE_NOT_REGULAR, FILE_UNREADABLE or FILE_EMPTY. */
export async function openOriginal(path: string): Promise<Original> {
  // Windows has neither of the last two; undefined counts as 0 in a bitwise or.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch((error: unknown) => {
    throw fileFailure(error, 'FILE_CHANGED');
  });
  try {
    const before = await handle.stat();
    if (!before.isFile()) throw new Failure('FILE_NOT_REGULAR');
    if (before.size === 0) throw new Failure('FILE_EMPTY');
    return {
      sizeBytes: before.size,
      modifiedAtMs: before.mtimeMs,
      close: () => handle.close(),
      bytes: (async function* () {
        const most = Math.min(CHUNK_BYTES, before.size + 1);
        const memory = Array.from(
          { length: before.size < CHUNK_BYTES ? 2 : CHUNKS_HELD + 1 },
          () => new Uint8Array(new SharedArrayBuffer(most)),
        );
        let read = 0;
        let asked = 0;
        const next = (): Promise<Uint8Array> => readChunk(handle, must(memory[asked++ % memory.length], 'a place in turn'));
        let coming = next();
        for (;;) {
          const chunk = await coming;
          if (chunk.length === 0) break;
          read += chunk.length;
          // A file that grows faster than it is read would never end.
          if (read > before.size) throw new Failure('FILE_CHANGED');
          // The next one is read while this one is hashed; nobody waits for it when the reading is given up.
          coming = next();
          coming.catch(() => undefined);
          yield chunk;
        }
        if (read !== before.size || !isSame(before, await handle.stat())) throw new Failure('FILE_CHANGED');
      })(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readChunk(handle: FileHandle, into: Uint8Array): Promise<Uint8Array> {
  const { bytesRead } = await handle.read(into, 0, into.length, null).catch((error: unknown) => {
    throw fileFailure(error, 'FILE_CHANGED');
  });
  return into.subarray(0, bytesRead);
}

/** No link to it any more: it was removed while it was being read. */
function isSame(before: Stats, after: Stats): boolean {
  return after.nlink > 0 && after.size === before.size && after.mtimeMs === before.mtimeMs && after.ino === before.ino;
}
