import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { createCase } from './0010-create-case.ts';
import { keepStructures } from './0020-keep-structures.ts';
import { keepSoundRows } from './0030-keep-sound-rows.ts';
import { keepLightDrawings } from './0040-keep-light-drawings.ts';

it('adds an empty table that is written once and its counter, and leaves the rest as it was', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  migrate(connection, [createCase, keepStructures, keepSoundRows]);
  connection.run(`UPDATE counters SET last = 7 WHERE prefix = 'E'`);
  const schema = (): unknown[] =>
    connection.all(`SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'light_drawings' ORDER BY name`);
  const before = schema();
  expect(migrate(connection, [createCase, keepStructures, keepSoundRows, keepLightDrawings])).toEqual([40]);
  expect(schema()).toEqual(before);
  expect(connection.all('SELECT * FROM light_drawings')).toEqual([]);
  expect(connection.all('SELECT * FROM counters ORDER BY prefix')).toEqual([
    { prefix: 'E', last: 7 },
    { prefix: 'F', last: 0 },
    { prefix: 'J', last: 0 },
    { prefix: 'L', last: 0 },
    { prefix: 'R', last: 0 },
  ]);
  expect(connection.all(`SELECT name FROM pragma_table_info('light_drawings')`).map(({ name }) => name)).toEqual([
    'id',
    'number',
    'exhibit_id',
    'frame',
    'drawing_json',
    'solution_json',
    'recipe_json',
    'by',
    'at_utc',
    'entry_seq',
  ]);
  connection.pragma('foreign_keys = OFF');
  connection.run(`INSERT INTO light_drawings VALUES ('L1', 1, 'E1', 0, '{}', '{}', '{}', 'someone', 'now', 1)`);
  expect(() => connection.run('UPDATE light_drawings SET frame = 1')).toThrow('light_drawings is written once');
  expect(() => connection.run('DELETE FROM light_drawings')).toThrow('light_drawings is written once');
  connection.close();
});
