/** Brings files in one after the other; progress is what the application says it has stored, not what has left the window. */
import type { ImportOutcome } from '../../contract/exhibits.ts';
import type { AppEvent } from '../../contract/index.ts';
import { CallError, type ImportProgress } from './transport.ts';

export async function importEach(
  files: readonly File[],
  bring: (file: File) => Promise<readonly ImportOutcome[]>,
  subscribe: (listener: (event: AppEvent) => void) => () => void,
  onProgress?: (progress: ImportProgress) => void,
): Promise<ImportOutcome[]> {
  const outcomes: ImportOutcome[] = [];
  let index = 0;
  const tell = (bytesDone: number): void => {
    const file = files[index];
    if (file) onProgress?.({ index, count: files.length, name: file.name, bytesDone, bytesTotal: file.size });
  };
  const unsubscribe = subscribe((event) => {
    if (event.type === 'exhibits.importing' && event.name === files[index]?.name) tell(event.bytesDone);
  });
  try {
    for (; index < files.length; index++) {
      const file = files[index];
      if (!file) continue;
      tell(0);
      try {
        outcomes.push(...(await bring(file)));
      } catch (error) {
        if (!(error instanceof CallError) || stopsAll(error)) throw error;
        const wire = { code: error.code, message: error.message };
        outcomes.push({
          outcome: 'refused',
          name: file.name,
          error: error.detail === undefined ? wire : { ...wire, detail: error.detail },
        });
      }
      tell(file.size);
    }
  } finally {
    unsubscribe();
  }
  return outcomes;
}

/** No other file would fare better: there is no open case, no room on the disk, or no application. */
function stopsAll(error: CallError): boolean {
  return error.code.startsWith('CASE_') || error.code === 'DISK_FULL' || error.code === 'APP_UNREACHABLE';
}
