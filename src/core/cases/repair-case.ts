/** Saves a damaged case into a new folder, and lets the independent checker say what came of it. */
import type { CaseVerification } from '../../contract/cases.ts';
import { salvageCase, type Salvage } from '../../store/salvage.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';

export interface Repaired extends Salvage {
  readonly verification: CaseVerification;
  /** One sentence: how far the custody ledger's chain holds. */
  readonly chain: string;
}

/** Rejects as salvageCase throws. */
export async function repairCase(caseFolder: string, newFolder: string): Promise<Repaired> {
  const salvage = salvageCase(caseFolder, newFolder);
  const verification = await verifyCase(newFolder);
  return { ...salvage, verification, chain: chainInWords(verification) };
}

/** A clock that was set back breaks no chain. */
const BREAKS: ReadonlySet<string> = new Set(['ledger-gap', 'ledger-link-wrong', 'ledger-hash-wrong', 'ledger-payload-not-canonical']);

function chainInWords({ entries, headHash, problems }: CaseVerification): string {
  const broken = problems.find(({ kind }) => BREAKS.has(kind));
  if (broken !== undefined) return `The custody ledger's chain does not hold: ${broken.words}.`;
  if (headHash === null) return 'The custody ledger could not be read.';
  return `The custody ledger's chain holds through all ${String(entries)} entries that could be read, up to ${headHash}. Whether it ended there, only a report or an export of the ledger can show.`;
}
