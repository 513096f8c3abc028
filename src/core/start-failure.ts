/** What a door says when the application cannot be made: the words of an expected failure, everything of an unexpected one. */
import { Failure } from '../base/failure.ts';
import type { ErrorCode } from '../contract/errors.ts';

const WHAT_HELPS: Partial<Record<ErrorCode, string>> = {
  RACK_FILE_UNUSABLE:
    'Mend the file (docs/howto/rack.md), or start without the variable PENUMBRA_RACK: examinations then run on this machine.',
};

export function startFailureInWords(error: unknown): string {
  if (!(error instanceof Failure))
    return `Penumbra cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  const help = WHAT_HELPS[error.code];
  return [`Penumbra cannot start. ${error.code}: ${error.message}`, ...(help === undefined ? [] : [help])].join('\n');
}
