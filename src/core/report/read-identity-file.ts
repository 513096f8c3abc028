/** A file of an identity in the data folder. */
import { readFile } from 'node:fs/promises';
import { Failure } from '../../base/failure.ts';
import { isMissing } from '../../base/node/is-missing.ts';

/** `null` where there is none. @throws Failure IDENTITY_UNREADABLE */
export async function readIdentityFile(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw new Failure('IDENTITY_UNREADABLE', undefined, { cause: error });
  }
}
