/** Reads and writes whole files at places that a person named. */
import { readFile } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { atomicWrite } from './atomic-write.ts';
import { isMissing } from './is-missing.ts';

/** Rejects with FILE_NOT_FOUND or FILE_UNREADABLE (a folder, no right to read), each with the path. */
export async function readNamed(path: string): Promise<Buffer> {
  return await readFile(path).catch((cause: unknown) => {
    throw new Failure(isMissing(cause) ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', path, { cause });
  });
}

/** Replaces a file that is there, as a whole. Rejects with FILE_UNWRITABLE and `words`, which begin with the path. */
export async function writeNamed(path: string, data: Uint8Array | string, words = path): Promise<void> {
  await atomicWrite(path, data).catch((cause: unknown) => {
    throw new Failure('FILE_UNWRITABLE', words, { cause });
  });
}
