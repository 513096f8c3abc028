import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { keepCombined } from './0090-keep-combined.ts';
import { migrations } from './list.ts';

it('adds one empty table that is written once, and leaves the rest as it was', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  const before = migrations.filter(({ version }) => version < keepCombined.version);
  migrate(connection, before);
  const schema = (): unknown[] => connection.all(`SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'combined' ORDER BY name`);
  const old = schema();
  expect(migrate(connection, [...before, keepCombined])).toEqual([90]);
  expect(schema()).toEqual(old);
  expect(connection.all('SELECT * FROM combined')).toEqual([]);
  connection.pragma('foreign_keys = OFF');
  expect(() => connection.run(`INSERT INTO combined VALUES ('J1', 0, 'no json')`)).toThrow('CHECK');
  connection.run(`INSERT INTO combined VALUES ('J1', 0, '{}')`);
  expect(() => connection.run(`INSERT INTO combined VALUES ('J1', 0, '{}')`)).toThrow('UNIQUE');
  expect(() => connection.run(`UPDATE combined SET position = 1`)).toThrow('combined is written once');
  expect(() => connection.run('DELETE FROM combined')).toThrow('combined is written once');
  connection.close();
});
