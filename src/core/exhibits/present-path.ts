/** Where a stored exhibit lies, for whoever gives it to a tool. */
import { existsSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import type { CaseReader } from '../../store/case-store.ts';

/** Throws EXHIBIT_NOT_FOUND or EXHIBIT_MISSING: ffmpeg would only say that it could decode nothing. */
export function presentPath(store: CaseReader, exhibitId: string): string {
  const path = store.exhibitPath(exhibitId);
  if (!existsSync(path)) throw new Failure('EXHIBIT_MISSING', exhibitId);
  return path;
}
