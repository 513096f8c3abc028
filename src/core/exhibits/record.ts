/** How an exhibit came into the case, and what was made from it, in the words of the contract. */
import { basename } from 'node:path';
import type { ExhibitRecord } from '../../contract/exhibits.ts';
import type { CaseReader } from '../../store/case-store.ts';

/** Throws EXHIBIT_NOT_FOUND. */
export function exhibitRecord(store: CaseReader, exhibitId: string): ExhibitRecord {
  store.exhibit(exhibitId);
  return {
    acquisitions: store
      .acquisitions(exhibitId)
      .map(({ name, received, sourceModifiedAtUtc, atUtc }) => ({ name, received, sourceModifiedAtUtc, atUtc })),
    derived: store
      .derivedFiles(exhibitId)
      .map(({ path, kind, sizeBytes, sha256, atUtc }) => ({ name: basename(path), kind, sizeBytes, sha256, atUtc })),
  };
}
