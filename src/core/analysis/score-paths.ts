/** The files of a triage: those that are named, and of folders all that lie in them, in the order of an import. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toWireError } from '../../base/failure.ts';
import type { UnscoredFile } from '../../contract/score.ts';
import { findFiles } from '../exhibits/found-file.ts';

/** Either a path to examine or, for a link that leads out of its folder and the like, the line it gives. */
export async function pathsToScore(given: readonly string[]): Promise<(string | UnscoredFile)[]> {
  const found: (string | UnscoredFile)[] = [];
  for (const path of given) {
    const isFolder = await stat(path).then(
      (stats) => stats.isDirectory(),
      // What is not there gets its line when it is examined.
      () => false,
    );
    if (!isFolder) found.push(path);
    else
      for await (const { name, source } of findFiles([path], ''))
        found.push('path' in source ? join(path, name) : { file: join(path, name), error: toWireError(source.refused) });
  }
  return found;
}
