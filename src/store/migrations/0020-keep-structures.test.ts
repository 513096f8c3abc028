import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { createCase } from './0010-create-case.ts';
import { keepStructures } from './0020-keep-structures.ts';

it('adds an empty table that is written once, and leaves the rest as it was', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  migrate(connection, [createCase]);
  const schema = (): unknown[] => connection.all(`SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'structures' ORDER BY name`);
  const before = schema();
  expect(migrate(connection, [createCase, keepStructures])).toEqual([20]);
  expect(schema()).toEqual(before);
  expect(connection.all('SELECT * FROM structures')).toEqual([]);
  expect(connection.all(`SELECT name FROM pragma_table_info('structures')`)).toEqual([{ name: 'job_id' }, { name: 'structure_json' }]);
  connection.pragma('foreign_keys = OFF');
  connection.run(`INSERT INTO structures VALUES ('J1', '{}')`);
  expect(() => connection.run(`UPDATE structures SET structure_json = '[]'`)).toThrow('structures is written once');
  expect(() => connection.run('DELETE FROM structures')).toThrow('structures is written once');
  connection.close();
});
