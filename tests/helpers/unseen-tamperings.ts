/** What whoever owns a case can do so that nothing within it shows it, after the last seal. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { closeUp, rechained } from './tamper-case.ts';
import { sealPath } from './whole-case.ts';

/** Their entries in wholeCase. */
const SEALED = 22;
const SITTING_ENDED = 23;

/** @param lastSeq the last entry of wholeCase. */
export const unseenTamperings = (lastSeq: number) =>
  [
    {
      name: 'the last report and the last tag taken out with their entries and their numbers',
      make: rechained(
        (row) => (row.seq > lastSeq - 3 ? null : row),
        `DELETE FROM reports WHERE id = 'R2'; DELETE FROM mark_withdrawals; DELETE FROM exhibit_marks WHERE id = 'T2'; UPDATE counters SET last = 1 WHERE prefix IN ('T', 'R')`,
      ),
    },
    {
      name: 'the words of a tag in record and ledger, every hash after it made to fit',
      make: rechained(
        (row) => ({ ...row, payload_json: row.payload_json.replace('"Notable"', '"Bookmark"') }),
        `UPDATE exhibit_marks SET text = 'Bookmark' WHERE text = 'Notable'`,
      ),
    },
    {
      name: 'the end of a sitting taken out, every number and hash after it made to fit',
      make: rechained((row) => (row.action === 'sitting.ended' ? null : row), closeUp(SITTING_ENDED)),
    },
    {
      name: 'a seal taken out with its file and its entry, every number and hash after it made to fit',
      make: (at: string): void => {
        rmSync(join(at, sealPath));
        rechained((row) => (row.action === 'case.sealed' ? null : row), closeUp(SEALED))(at);
      },
    },
  ] as const;
