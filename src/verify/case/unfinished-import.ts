/** The last import of several files, where the ledger does not state its end: it was killed, or it is running elsewhere. */
import type { UnfinishedImport } from '../../contract/cases.ts';
import type { Entry } from './ledger.ts';

type Count = 'imported' | 'again' | 'refused';
const COUNTED: ReadonlyMap<string, Count> = new Map([
  ['exhibit.imported', 'imported'],
  ['exhibit.imported-again', 'again'],
  ['exhibit.refused', 'refused'],
]);

/** `entries` in the order of the ledger. What stands behind the next opening of the case is not of that import. */
export function findUnfinishedImport(entries: Iterable<Entry>): UnfinishedImport | null {
  let found: UnfinishedImport | null = null;
  let counting = false;
  for (const { seq, atUtc, action, payload } of entries) {
    const files = (payload as { files?: unknown } | null)?.files;
    if (action === 'import.started' && typeof files === 'number') {
      found = { entry: seq, atUtc, files, imported: 0, again: 0, refused: 0 };
      counting = true;
    } else if (action === 'import.ended') found = null;
    else if (action === 'case.opened') counting = false;
    const counted = COUNTED.get(action);
    if (found !== null && counting && counted !== undefined) found = { ...found, [counted]: found[counted] + 1 };
  }
  return found;
}
