/** Reads a network's file and refuses it unless it has exactly the locked bytes. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { LockEntry } from './lock.ts';

/** The bytes that were hashed are the bytes that are returned: the file is read once. Rejects with WEIGHTS_MISSING or WEIGHTS_MISMATCH. */
export async function readWeights(folder: string, entry: Pick<LockEntry, 'id' | 'file' | 'sha256' | 'bytes'>): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(folder, entry.file));
  } catch (cause) {
    throw new Failure('WEIGHTS_MISSING', entry.id, { cause });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (bytes.length !== entry.bytes || sha256 !== entry.sha256) throw new Failure('WEIGHTS_MISMATCH', entry.id);
  return bytes;
}

/** Ids of the networks whose file is not there, or is not as long as it must be. What is altered and as long is found by its hash when it is loaded. */
export function missingWeights(folder: string, entries: readonly Pick<LockEntry, 'id' | 'file' | 'bytes'>[]): string[] {
  return entries.filter(({ file, bytes }) => statSync(join(folder, file), { throwIfNoEntry: false })?.size !== bytes).map(({ id }) => id);
}
