/** What a file says about itself, read from its bytes. */
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { MediaTools } from '../media/tools.ts';

export function readStructure(
  _path: string,
  _facts: MediaFacts,
  _tools: Pick<MediaTools, 'ffmpegPath' | 'ffprobePath'>,
  _signal: AbortSignal,
): Promise<FileStructure> {
  return Promise.resolve({ format: 'other', parts: [], partsOmitted: 0, jpeg: null, problems: ['This format is not read yet.'] });
}
