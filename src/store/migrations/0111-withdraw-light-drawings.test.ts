import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { createCase } from './0010-create-case.ts';
import { keepLightDrawings } from './0040-keep-light-drawings.ts';
import { withdrawLightDrawings } from './0111-withdraw-light-drawings.ts';

it('adds an empty table that is written once, and leaves the rest as it was', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  migrate(connection, [createCase, keepLightDrawings]);
  const schema = (): unknown[] =>
    connection.all(`SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'light_withdrawals' ORDER BY name`);
  const old = schema();
  expect(migrate(connection, [createCase, keepLightDrawings, withdrawLightDrawings])).toEqual([111]);
  expect(schema()).toEqual(old);
  const columns = connection.all(`SELECT name FROM pragma_table_info('light_withdrawals')`).map(({ name }) => name);
  expect(columns).toEqual(['drawing_id', 'reason', 'by', 'at_utc', 'entry_seq']);
  connection.pragma('foreign_keys = OFF');
  connection.run(`INSERT INTO light_withdrawals VALUES ('L1', 'r', 'someone', 'now', 2)`);
  expect(() => connection.run(`INSERT INTO light_withdrawals VALUES ('L1', 'r', 'someone', 'now', 3)`)).toThrow('UNIQUE');
  expect(() => connection.run(`UPDATE light_withdrawals SET by = 'x'`)).toThrow('light_withdrawals is written once');
  expect(() => connection.run(`DELETE FROM light_withdrawals`)).toThrow('light_withdrawals is written once');
  connection.close();
});
