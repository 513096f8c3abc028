/** Brings files in one after the other; progress is what the application says it has stored, not what has left the window. */
import { ERROR_WORDS } from '../../contract/errors.ts';
import type { ImportOutcome } from '../../contract/exhibits.ts';
import type { AppEvent } from '../../contract/index.ts';
import { CallError, type ImportProgress } from './transport.ts';

export interface ImportWay {
  readonly bring: (file: File, signal: AbortSignal) => Promise<readonly ImportOutcome[]>;
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
  /** Asks the application to end the file that it is taking in. */
  readonly cancel: () => Promise<unknown>;
}

/** The application answers for a cancelled file within this time; then its bytes are no longer sent. */
const ANSWERS_WITHIN_MS = 500;

export async function importEach(
  files: readonly File[],
  { bring, subscribe, cancel }: ImportWay,
  onProgress?: (progress: ImportProgress) => void,
  signal?: AbortSignal,
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
  const sending = new AbortController();
  const stop = (): void => {
    const giveUp = (): void => void setTimeout(() => sending.abort(), ANSWERS_WITHIN_MS);
    cancel().then(giveUp, giveUp);
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (; index < files.length; index++) {
      const file = files[index];
      if (!file) continue;
      if (signal?.aborted === true) break;
      tell(0);
      try {
        outcomes.push(...(await bring(file, sending.signal)));
      } catch (error) {
        if (sending.signal.aborted) {
          outcomes.push({
            outcome: 'refused',
            name: file.name,
            error: { code: 'IMPORT_CANCELLED', message: ERROR_WORDS.IMPORT_CANCELLED },
          });
          break;
        }
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
    signal?.removeEventListener('abort', stop);
    unsubscribe();
  }
  return outcomes;
}

/** No other file would fare better: there is no open case, no room on the disk, or no application. */
function stopsAll(error: CallError): boolean {
  return error.code.startsWith('CASE_') || error.code === 'DISK_FULL' || error.code === 'APP_UNREACHABLE';
}
