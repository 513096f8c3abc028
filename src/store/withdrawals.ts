/** What an examiner kept and may withdraw lies in two tables: the thing, and its withdrawal, which erases nothing. */
import type { Connection } from './connection.ts';
import type { By } from './records.ts';
import { text, type Row } from './rows.ts';
import type { Stamp } from './stamp.ts';

/** The table of the withdrawals, and its column that names the thing. */
interface Withdrawals {
  readonly table: string;
  readonly key: string;
}

/** Every column of `kept`, and those of its withdrawal as `withdrawn_…`, null where there is none. */
export const selectWithWithdrawal = (kept: string, { table, key }: Withdrawals): string =>
  `SELECT ${kept}.*, w.reason AS withdrawn_reason, w.by AS withdrawn_by, w.at_utc AS withdrawn_at_utc
  FROM ${kept} LEFT JOIN ${table} AS w ON w.${key} = ${kept}.id`;

/** Of a row of that selection; `reasonOf` reads the reason, which some withdrawals may lack. */
export const withdrawnOf = <R>(row: Row, reasonOf: (row: Row, column: string) => R): { reason: R; by: string; atUtc: string } | null =>
  row.withdrawn_by === null
    ? null
    : { reason: reasonOf(row, 'withdrawn_reason'), by: text(row, 'withdrawn_by'), atUtc: text(row, 'withdrawn_at_utc') };

/** Returns the withdrawal as it now stands. */
export function insertWithdrawal<R extends string | null>(
  connection: Connection,
  stamp: Stamp,
  { table, key }: Withdrawals,
  { id, reason, by }: { readonly id: string; readonly reason: R } & By,
): { reason: R; by: string; atUtc: string } {
  connection.run(
    `INSERT INTO ${table} (${key}, reason, by, at_utc, entry_seq) VALUES (?, ?, ?, ?, ?)`,
    id,
    reason,
    by,
    stamp.atUtc,
    stamp.entrySeq,
  );
  return { reason, by, atUtc: stamp.atUtc };
}
