import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { keepMarks } from './0100-keep-marks.ts';
import { migrations } from './list.ts';

it('adds two empty tables that are written once and a counter, and leaves the rest as it was', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  const before = migrations.filter(({ version }) => version < 100);
  migrate(connection, before);
  connection.run(`UPDATE counters SET last = 7 WHERE prefix = 'N'`);
  const counters = () => connection.all('SELECT prefix, last FROM counters ORDER BY prefix');
  const schema = (): unknown[] =>
    connection.all(
      `SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT IN ('exhibit_marks', 'mark_withdrawals') ORDER BY type, name`,
    );
  const old = { schema: schema(), counters: counters() };
  expect(migrate(connection, [...before, keepMarks])).toEqual([100]);
  expect(schema()).toEqual(old.schema);
  expect(counters()).toEqual([...old.counters, { prefix: 'T', last: 0 }]);
  const columns = (table: string) => connection.all(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => name);
  expect(columns('exhibit_marks')).toEqual(['id', 'number', 'exhibit_id', 'kind', 'text', 'by', 'at_utc', 'entry_seq']);
  expect(columns('mark_withdrawals')).toEqual(['mark_id', 'reason', 'by', 'at_utc', 'entry_seq']);
  connection.pragma('foreign_keys = OFF');
  expect(() => connection.run(`INSERT INTO exhibit_marks VALUES ('T1', 1, 'E1', 'star', 't', 'someone', 'now', 1)`)).toThrow('CHECK');
  connection.run(`INSERT INTO exhibit_marks VALUES ('T1', 1, 'E1', 'tag', 't', 'someone', 'now', 1)`);
  connection.run(`INSERT INTO mark_withdrawals VALUES ('T1', NULL, 'someone', 'now', 2)`);
  expect(() => connection.run(`INSERT INTO mark_withdrawals VALUES ('T1', 'r', 'someone', 'now', 3)`)).toThrow('UNIQUE');
  for (const table of ['exhibit_marks', 'mark_withdrawals']) {
    expect(() => connection.run(`UPDATE ${table} SET by = 'x'`)).toThrow(`${table} is written once`);
    expect(() => connection.run(`DELETE FROM ${table}`)).toThrow(`${table} is written once`);
  }
  connection.close();
});
