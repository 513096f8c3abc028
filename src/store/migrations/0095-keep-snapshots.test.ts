import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { createCase } from './0010-create-case.ts';
import { keepSnapshots } from './0095-keep-snapshots.ts';

it('adds two empty tables that are written once and a counter, and leaves the rest as it was', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  migrate(connection, [createCase]);
  const schema = (): unknown[] =>
    connection.all(`SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT IN ('snapshots', 'snapshot_withdrawals') ORDER BY name`);
  const old = schema();
  expect(migrate(connection, [createCase, keepSnapshots])).toEqual([95]);
  expect(schema()).toEqual(old);
  expect(connection.all(`SELECT last FROM counters WHERE prefix = 'S'`)).toEqual([{ last: 0 }]);
  const columns = (table: string) => connection.all(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => name);
  expect(columns('snapshots')).toEqual(['id', 'number', 'exhibit_id', 'frame', 'seen_json', 'caption', 'by', 'at_utc', 'entry_seq']);
  expect(columns('snapshot_withdrawals')).toEqual(['snapshot_id', 'reason', 'by', 'at_utc', 'entry_seq']);
  connection.pragma('foreign_keys = OFF');
  expect(() => connection.run(`INSERT INTO snapshots VALUES ('S1', 1, 'E1', -1, '{}', 't', 'someone', 'now', 1)`)).toThrow('CHECK');
  expect(() => connection.run(`INSERT INTO snapshots VALUES ('S1', 1, 'E1', 1, '{', 't', 'someone', 'now', 1)`)).toThrow('CHECK');
  connection.run(`INSERT INTO snapshots VALUES ('S1', 1, 'E1', 1, '{}', 't', 'someone', 'now', 1)`);
  connection.run(`INSERT INTO snapshot_withdrawals VALUES ('S1', 'r', 'someone', 'now', 2)`);
  expect(() => connection.run(`INSERT INTO snapshot_withdrawals VALUES ('S1', 'r', 'someone', 'now', 3)`)).toThrow('UNIQUE');
  for (const table of ['snapshots', 'snapshot_withdrawals']) {
    expect(() => connection.run(`UPDATE ${table} SET by = 'x'`)).toThrow(`${table} is written once`);
    expect(() => connection.run(`DELETE FROM ${table}`)).toThrow(`${table} is written once`);
  }
  connection.close();
});
