/** Proves that a stored exhibit is still what was imported, before anything is concluded from it. */
import { stat } from 'node:fs/promises';
import { Failure } from '../../base/failure.ts';
import { sha256File } from '../../base/node/sha256-file.ts';
import type { CaseReader } from '../../store/case-store.ts';

/** Reads the whole file. Rejects with EXHIBIT_NOT_FOUND, EXHIBIT_MISSING or EXHIBIT_ALTERED. */
export async function checkExhibit(store: CaseReader, exhibitId: string): Promise<void> {
  const exhibit = store.exhibit(exhibitId);
  const path = store.exhibitPath(exhibitId);
  let sizeBytes: number;
  let sha256: string;
  try {
    sizeBytes = (await stat(path)).size;
    if (sizeBytes !== exhibit.sizeBytes)
      throw new Failure('EXHIBIT_ALTERED', `${exhibitId}: ${String(exhibit.sizeBytes)} bytes expected, ${String(sizeBytes)} found`);
    sha256 = await sha256File(path);
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('EXHIBIT_MISSING', exhibitId, { cause: error });
  }
  if (sha256 !== exhibit.hashes.sha256) throw new Failure('EXHIBIT_ALTERED', exhibitId);
}
