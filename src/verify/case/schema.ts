/** Checks that this is a case of a version known here, and that the triggers that forbid changes are all there, word for word. */
import type Database from 'better-sqlite3';
import type { Problems } from './problems.ts';

const APPLICATION_ID = 0x504e4252;
const KNOWN_VERSIONS: readonly number[] = [10, 20, 30, 40, 50, 70, 90, 95, 100, 111];

const WRITTEN_ONCE = [
  'case_record',
  'exhibits',
  'acquisitions',
  'frame_indexes',
  'derived_files',
  'job_warnings',
  'job_failures',
  'face_batches',
  'observation_batches',
  'outcomes',
  'tracks',
  'signals',
  'findings',
  'reviews',
  'reports',
];

/** Tables that came with a later version. */
const ADDED: ReadonlyMap<string, number> = new Map([
  ['structures', 20],
  ['sound_batches', 30],
  ['light_drawings', 40],
  ['notes', 50],
  ['note_withdrawals', 50],
  ['review_withdrawals', 70],
  ['combined', 90],
  ['snapshots', 95],
  ['snapshot_withdrawals', 95],
  ['exhibit_marks', 100],
  ['mark_withdrawals', 100],
  ['light_withdrawals', 111],
]);

const forbids = (name: string, verb: string, table: string, words: string): readonly [string, string] => [
  name,
  `CREATE TRIGGER ${name} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, '${words}'); END`,
];

const triggersOf = (version: number): ReadonlyMap<string, string> =>
  new Map([
    forbids('ledger_no_update', 'UPDATE', 'ledger', 'the ledger is append-only'),
    forbids('ledger_no_delete', 'DELETE', 'ledger', 'the ledger is append-only'),
    [
      'ledger_only_next',
      `CREATE TRIGGER ledger_only_next BEFORE INSERT ON ledger WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger) ` +
        `OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1), printf('%064d', 0)) ` +
        `BEGIN SELECT RAISE(ABORT, 'not the next link of the ledger'); END`,
    ],
    ...[...WRITTEN_ONCE, ...[...ADDED].flatMap(([table, since]) => (since <= version ? [table] : []))].flatMap((table) => [
      forbids(`${table}_no_update`, 'UPDATE', table, `${table} is written once`),
      forbids(`${table}_no_delete`, 'DELETE', table, `${table} is written once`),
    ]),
  ]);

/** Returns false when nothing more can be said about this database. */
export function checkSchema(db: Database.Database, problems: Problems): boolean {
  const damage = (db.pragma('integrity_check(5)', { simple: false }) as { integrity_check: string }[]).map((row) => row.integrity_check);
  for (const words of damage.filter((said) => said !== 'ok')) problems.add('database-unreadable', 'case.sqlite', words);

  const application = db.pragma('application_id', { simple: true });
  const version = db.pragma('user_version', { simple: true });
  if (application !== APPLICATION_ID || typeof version !== 'number' || !KNOWN_VERSIONS.includes(version)) {
    problems.add(
      'schema-unknown',
      'case.sqlite',
      `application ${String(application)}, schema version ${String(version)}; known: ${KNOWN_VERSIONS.join(', ')}`,
    );
    return false;
  }
  const rows = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as { name: string; sql: string }[];
  const found = new Map(rows.map((row) => [row.name, row.sql.replace(/\s+/g, ' ').trim()]));
  const expected = triggersOf(version);
  for (const [name, sql] of expected) {
    const there = found.get(name);
    if (there === undefined) problems.add('trigger-missing', name, `the trigger ${name} is not there`);
    else if (there !== sql) problems.add('trigger-missing', name, `the trigger ${name} does something else than it should`);
  }
  // Whatever else acts by itself could change rows behind the writer's back, or stand in a table's place.
  const acting = db
    .prepare(`SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL%' ORDER BY name`)
    .all() as { type: string; name: string }[];
  for (const { type, name } of acting)
    if (!expected.has(name)) problems.add('schema-unexpected', name, `a ${type} ${name} is there that no case has`);
  return true;
}
