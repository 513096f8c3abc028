/** When a case was verified last, as its ledger says, and whether that is too long ago. */
import * as z from 'zod';
import type { PastVerification, ReverifyDays } from '../../contract/cases.ts';
import type { CaseReader } from '../../store/case-store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is read of the entry of a verification. */
const Said = z.object({ ok: z.boolean(), problems: z.array(z.unknown()) });

export function lastVerified(store: Pick<CaseReader, 'lastEntry'>): PastVerification | null {
  const entry = store.lastEntry('case.verified');
  const said = Said.safeParse(entry?.payload);
  return entry === null || !said.success ? null : { ok: said.data.ok, atUtc: entry.atUtc, problems: said.data.problems.length };
}

/** A case that was never verified is due so long after it was made. */
export function isDue(verified: PastVerification | null, createdAtUtc: string, days: ReverifyDays, now: Date): boolean {
  return days !== 0 && now.getTime() - Date.parse(verified?.atUtc ?? createdAtUtc) > days * DAY_MS;
}
