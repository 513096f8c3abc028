/** What a case's ledger says of its last import of several files, where that was killed. */
import * as z from 'zod';
import type { UnfinishedImport } from '../../contract/cases.ts';
import type { CaseReader } from '../../store/case-store.ts';

/** What is read of the entry of a start. */
const Started = z.object({ files: z.int().nonnegative() });

/** Entries that are read at once. */
const PAGE = 1000;

/**
 * Asked before the entry of an opening is written: whatever stands behind the next opening is not of that import.
 * `null` where no import of several files was begun, or the last one has its end.
 */
export function unfinishedImport(store: Pick<CaseReader, 'lastEntry' | 'entries'>): UnfinishedImport | null {
  const started = store.lastEntry('import.started');
  const said = Started.safeParse(started?.payload);
  if (started === null || !said.success || (store.lastEntry('import.ended')?.seq ?? 0) > started.seq) return null;
  const count = { imported: 0, again: 0, refused: 0 };
  const whole = { entry: started.seq, atUtc: started.atUtc, files: said.data.files };
  for (let from = started.seq + 1; ; from += PAGE) {
    const entries = store.entries(from, PAGE);
    for (const { action } of entries) {
      if (action === 'case.opened') return { ...whole, ...count };
      if (action === 'exhibit.imported') count.imported += 1;
      if (action === 'exhibit.imported-again') count.again += 1;
      if (action === 'exhibit.refused') count.refused += 1;
    }
    if (entries.length < PAGE) return { ...whole, ...count };
  }
}
