/** What a file says about itself: its parts, its coding, its metadata and its provenance. */
import { stat } from 'node:fs/promises';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { MediaTools } from '../media/tools.ts';
import { readC2pa } from './c2pa.ts';
import { readMetadata } from './metadata.ts';
import { readParts } from './read-parts.ts';
import { readVideo } from './video.ts';

/** Rejects only when the file cannot be opened or read, or `signal` aborts; what crafted bytes do is told in `problems`. */
export async function readStructure(
  path: string,
  facts: MediaFacts,
  tools: Pick<MediaTools, 'ffmpegPath' | 'ffprobePath'>,
  signal: AbortSignal,
): Promise<FileStructure> {
  const parts = await readParts(path, signal);
  const c2pa = await readC2pa(path, parts, (await stat(path)).size, signal);
  const metadata = await readMetadata(path, signal);
  const video = await readVideo(path, facts, tools.ffprobePath, signal);
  return { ...parts, metadata, c2pa, ...(video === null ? {} : { video }) };
}
