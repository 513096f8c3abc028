/** What rows say of each other: everything belongs to something that is there, and nobody is missing from the numbers that were given. */
import type Database from 'better-sqlite3';
import { has } from './digests.ts';
import type { Problems } from './problems.ts';

/** Which table has the rows whose ids begin with this letter. */
const NUMBERED: Readonly<Record<string, string>> = {
  E: 'exhibits',
  J: 'jobs',
  F: 'findings',
  L: 'light_drawings',
  N: 'notes',
  S: 'snapshots',
  T: 'exhibit_marks',
  R: 'reports',
};

export function checkRelations(db: Database.Database, problems: Problems): void {
  checkOrphans(db, problems);
  checkNumbers(db, problems);
  const moved = db
    .prepare(
      `SELECT findings.id, findings.exhibit_id AS held, jobs.exhibit_id AS examined FROM findings
         JOIN jobs ON jobs.id = findings.job_id WHERE findings.exhibit_id <> jobs.exhibit_id ORDER BY findings.number`,
    )
    .all() as { id: string; held: string; examined: string }[];
  for (const { id, held, examined } of moved)
    problems.add('record-differs-from-entry', id, `exhibit: its examination was of "${examined}", the record holds "${held}"`);
}

/** Rows that name no entry at all are named by the check of the records. */
function checkOrphans(db: Database.Database, problems: Problems): void {
  const orphans = db.pragma('foreign_key_check') as { table: string; rowid: number | null; parent: string }[];
  const counted = new Map<string, { table: string; parent: string; rows: number }>();
  for (const { table, parent } of orphans) {
    if (parent === 'ledger') continue;
    const before = counted.get(`${table} ${parent}`);
    counted.set(`${table} ${parent}`, { table, parent, rows: (before?.rows ?? 0) + 1 });
  }
  for (const { table, parent, rows } of counted.values())
    problems.add('record-without-entry', table, `${String(rows)} of the rows of ${table} belong to a row of ${parent} that is not there`);
}

/** Numbers are given one after the other and nothing is ever deleted, so a gap is a row that was taken away. */
function checkNumbers(db: Database.Database, problems: Problems): void {
  const counters = db.prepare('SELECT prefix, last FROM counters ORDER BY prefix').all() as { prefix: string; last: number }[];
  for (const { prefix, last } of counters) {
    const table = NUMBERED[prefix];
    if (table === undefined || !has(db, table)) continue;
    const rows = db.prepare(`SELECT id, number FROM ${table} ORDER BY number`).all() as { id: string; number: number }[];
    const wrong = rows.find(({ id, number }) => id !== `${prefix}${String(number)}`);
    if (wrong !== undefined)
      problems.add('numbering-wrong', wrong.id, `the row ${wrong.id} of ${table} has the number ${String(wrong.number)}`);
    if (rows.length !== last || (rows.at(-1)?.number ?? 0) !== last)
      problems.add(
        'numbering-wrong',
        table,
        `${String(last)} numbers were given to rows of ${table}, ${String(rows.length)} rows are there`,
      );
  }
}
