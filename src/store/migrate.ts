/** Brings a database up to the newest schema: one transaction for each migration, strictly ascending. */
import { assert } from '../base/assert.ts';
import { Failure } from '../base/failure.ts';
import type { Connection } from './connection.ts';
import type { Migration } from './migrations/migration.ts';

export function newestVersion(list: readonly Migration[]): number {
  list.forEach((migration, i) => {
    const before = list[i - 1]?.version ?? 0;
    assert(migration.version > before, `migration ${migration.name} does not follow ${String(before)}`);
  });
  return list.at(-1)?.version ?? 0;
}

/** Throws CASE_FROM_FUTURE before anything is written. Returns the versions that ran. */
export function migrate(connection: Connection, list: readonly Migration[]): number[] {
  const newest = newestVersion(list);
  const current = Number(connection.pragma('user_version'));
  if (current > newest) throw new Failure('CASE_FROM_FUTURE', `version ${String(current)}, known up to ${String(newest)}`);
  const pending = list.filter((migration) => migration.version > current);
  for (const migration of pending) {
    connection.transaction(() => {
      connection.exec(migration.sql);
      connection.pragma(`user_version = ${String(migration.version)}`);
    });
  }
  return pending.map((migration) => migration.version);
}
