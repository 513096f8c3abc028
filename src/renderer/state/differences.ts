/** What a failed verification means for a person: which exhibit, and what to do. */
import type { CaseProblem } from '../../contract/cases.ts';
import type { Exhibit } from '../../contract/exhibits.ts';

type Known = Pick<Exhibit, 'id' | 'hashes'>;

/** The exhibit that a problem is about: its stored file, a file derived from it, or its own record. `null`: the case as a whole. */
export function exhibitOf<E extends Known>(problem: CaseProblem, exhibits: readonly E[]): E | null {
  const sha256 = /^exhibits\/([0-9a-f]{64})\//.exec(problem.subject)?.[1];
  if (sha256 !== undefined) return exhibits.find(({ hashes }) => hashes.sha256 === sha256) ?? null;
  const id = /^(?:derived\/)?(E[1-9]\d*)(?:$|[-,/])/.exec(problem.subject)?.[1];
  return exhibits.find((exhibit) => exhibit.id === id) ?? null;
}

/** What the stored file of this exhibit no longer is, or `null` where nothing is said about it. */
export function differencesOf(exhibit: Known, problems: readonly CaseProblem[]): CaseProblem[] {
  return problems.filter((problem) => exhibitOf(problem, [exhibit]) !== null);
}

/** Nothing may be concluded from these: the file that would be examined is not the one that was imported. */
const STOPS_EXAMINATION: readonly CaseProblem['kind'][] = ['exhibit-missing', 'exhibit-size-wrong', 'exhibit-hash-wrong'];
export const cannotBeExamined = (problems: readonly CaseProblem[]): boolean =>
  problems.some(({ kind }) => STOPS_EXAMINATION.includes(kind));

/** The next step, by what is wrong. */
export const WHAT_TO_DO: Readonly<Record<CaseProblem['kind'], string>> = {
  'database-unreadable': 'Work on no finding of this case. Restore the case folder from a copy and verify that.',
  'schema-unknown': 'Verify with the version of Penumbra that wrote this case.',
  'trigger-missing': 'The protection of the records was taken away. Compare with an earlier copy of the case or a signed report.',
  'schema-unexpected': 'Something in the database acts by itself or stands in a table’s place. Open this case in no program that writes.',
  'ledger-gap': 'Entries are gone. Compare with an earlier copy of the case or a signed report.',
  'ledger-hash-wrong': 'An entry was changed. Compare with an earlier copy of the case or a signed report.',
  'ledger-link-wrong': 'The chain was cut. Compare with an earlier copy of the case or a signed report.',
  'ledger-payload-not-canonical': 'An entry was written by something else. Compare with an earlier copy of the case.',
  'ledger-time-backwards':
    'The clock of the machine was set back, or an entry was changed. Note when and why, and rely on no time after it.',
  'ledger-head-unknown': 'History before this act was written anew. Compare with an earlier copy of the case or a signed report.',
  'exhibit-missing': 'Import the original again: equal bytes are put back in their place.',
  'exhibit-size-wrong': 'Set this copy aside, restore it from a copy of the case, and verify again. It cannot be examined as it is.',
  'exhibit-hash-wrong': 'Set this copy aside, restore it from a copy of the case, and verify again. It cannot be examined as it is.',
  'exhibit-writable': 'The bytes are right, but the file can be written: make it read-only again, and find out who changed it.',
  'exhibit-unrecorded': 'A file that nobody imported lies in the case folder. Find out whose it is; Penumbra does not use it.',
  'derived-missing': 'Import the original again, or examine it again: derived files are made anew.',
  'derived-hash-wrong': 'Do not rely on this derived file; the exhibit itself is checked apart.',
  'report-missing': 'The report is not in the case folder any more; export it again, or restore it from a copy.',
  'report-hash-wrong': 'The stored report was changed. Use the copy that was handed out, and verify its signature.',
  'countersignature-wrong':
    'The countersigned file is not the report that it names with something behind it. Use the copies that were handed out, and verify them.',
  'record-without-entry': 'A record is not stated by any act. Do not rely on it; compare with an earlier copy of the case.',
  'record-differs-from-entry': 'A record was changed after its act. The entry holds what was said then; do not rely on the record.',
  'numbering-wrong': 'Records were taken away with their entries. Compare with an earlier copy of the case or a signed report.',
  'seal-missing': 'A signature over the ledger is gone. Restore it from a copy of the case.',
  'seal-hash-wrong': 'The file of a seal was changed. Restore it from a copy of the case.',
  'seal-wrong': 'The ledger is not the one that was signed. Compare with an earlier copy of the case or a signed report.',
  'seal-unrecorded': 'A seal speaks of a ledger that was longer or another. Compare with an earlier copy of the case or a signed report.',
  'likelihood-ratio-wrong': 'Do not use this ratio; examine the exhibit again.',
};

/** What is copied for whoever has to mend it. */
export const problemText = (problem: CaseProblem): string =>
  [problem.subject, problem.words, WHAT_TO_DO[problem.kind], problem.kind].join('\n');
