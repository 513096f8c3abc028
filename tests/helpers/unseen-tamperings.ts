/** What whoever owns a case can do so that nothing within it shows it, unless its head was sealed. */
import { rechained } from './tamper-case.ts';

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
      name: 'the words of a note in record and ledger, every hash after it made to fit',
      make: rechained(
        (row) => ({ ...row, payload_json: row.payload_json.replace('"A click"', '"No click"') }),
        `UPDATE notes SET text = 'No click' WHERE text = 'A click'`,
      ),
    },
  ] as const;
