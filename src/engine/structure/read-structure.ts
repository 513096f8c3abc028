/** What a file says about itself: its parts, its coding, its metadata and its provenance. */
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { MediaTools } from '../media/tools.ts';
import { readParts } from './read-parts.ts';

/** Rejects only when the file cannot be opened or read, or `signal` aborts. */
export async function readStructure(
  path: string,
  _facts: MediaFacts,
  _tools: Pick<MediaTools, 'ffmpegPath' | 'ffprobePath'>,
  signal: AbortSignal,
): Promise<FileStructure> {
  return await readParts(path, signal);
}
