import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { createCase } from './0010-create-case.ts';
import { keepStructures } from './0020-keep-structures.ts';
import { keepSoundRows } from './0030-keep-sound-rows.ts';

it('adds a table that is written once and two counts to each job, and leaves the rest as it was', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  migrate(connection, [createCase, keepStructures]);
  connection.pragma('foreign_keys = OFF');
  connection.run(
    `INSERT INTO jobs (id, number, exhibit_id, state, plan_json, frames_total, started_at_utc, entry_seq) VALUES ('J1', 1, 'E1', 'finished', '{}', 7, '2026', 3)`,
  );
  const others = `SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT IN ('sound_batches', 'jobs') ORDER BY name`;
  const before = connection.all(others);
  const job = connection.get('SELECT * FROM jobs');
  expect(migrate(connection, [createCase, keepStructures, keepSoundRows])).toEqual([30]);
  expect(connection.all(others)).toEqual(before);
  expect(connection.get('SELECT * FROM jobs')).toEqual({ ...job, blocks_total: 0, next_block: 0 });
  connection.run(`INSERT INTO sound_batches VALUES ('J1', 'channels', 63, 0, 64, x'00')`);
  expect(() => connection.run('UPDATE sound_batches SET first_block = 1')).toThrow('sound_batches is written once');
  expect(() => connection.run('DELETE FROM sound_batches')).toThrow('sound_batches is written once');
  connection.close();
});
