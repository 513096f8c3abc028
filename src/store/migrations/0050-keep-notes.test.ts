import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { createCase } from './0010-create-case.ts';
import { keepStructures } from './0020-keep-structures.ts';
import { keepSoundRows } from './0030-keep-sound-rows.ts';
import { keepLightDrawings } from './0040-keep-light-drawings.ts';
import { keepNotes } from './0050-keep-notes.ts';

it('adds two empty tables that are written once and a counter, and leaves the rest as it was', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  const before = [createCase, keepStructures, keepSoundRows, keepLightDrawings];
  migrate(connection, before);
  connection.run(`UPDATE counters SET last = 7 WHERE prefix = 'L'`);
  const schema = (): unknown[] =>
    connection.all(`SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT IN ('notes', 'note_withdrawals') ORDER BY name`);
  const old = schema();
  expect(migrate(connection, [...before, keepNotes])).toEqual([50]);
  expect(schema()).toEqual(old);
  expect(
    connection.all('SELECT prefix, last FROM counters ORDER BY prefix').map(({ prefix, last }) => `${String(prefix)}${String(last)}`),
  ).toEqual(['E0', 'F0', 'J0', 'L7', 'N0', 'R0']);
  const columns = (table: string) => connection.all(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => name);
  expect(columns('notes')).toEqual(['id', 'number', 'exhibit_id', 'start_us', 'end_us', 'band_json', 'text', 'by', 'at_utc', 'entry_seq']);
  expect(columns('note_withdrawals')).toEqual(['note_id', 'reason', 'by', 'at_utc', 'entry_seq']);
  connection.pragma('foreign_keys = OFF');
  expect(() => connection.run(`INSERT INTO notes VALUES ('N1', 1, 'E1', 5, 4, NULL, 't', 'someone', 'now', 1)`)).toThrow('CHECK');
  connection.run(`INSERT INTO notes VALUES ('N1', 1, 'E1', 5, 5, NULL, 't', 'someone', 'now', 1)`);
  connection.run(`INSERT INTO note_withdrawals VALUES ('N1', 'r', 'someone', 'now', 2)`);
  expect(() => connection.run(`INSERT INTO note_withdrawals VALUES ('N1', 'r', 'someone', 'now', 3)`)).toThrow('UNIQUE');
  for (const table of ['notes', 'note_withdrawals']) {
    expect(() => connection.run(`UPDATE ${table} SET by = 'x'`)).toThrow(`${table} is written once`);
    expect(() => connection.run(`DELETE FROM ${table}`)).toThrow(`${table} is written once`);
  }
  connection.close();
});
