import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../tests/helpers/temp-folder.ts';
import { Connection } from './connection.ts';
import { migrate, newestVersion } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';

const root = tempFolder();
let count = 0;
const connect = (): Connection => new Connection(join(root, `${String(count++)}.sqlite`), { mustExist: false, timeoutMs: 0 });
const step = (version: number, sql: string): Migration => ({ version, name: `step-${String(version)}`, sql });

const one = step(10, `CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT; INSERT INTO things VALUES (1, 'a');`);
const two = step(20, `ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7;`);

describe('migrate', () => {
  it('runs what is missing, once, in order', () => {
    const connection = connect();
    expect(migrate(connection, [one])).toEqual([10]);
    expect(connection.all('SELECT * FROM things')).toEqual([{ id: 1, name: 'a' }]);
    expect(migrate(connection, [one, two])).toEqual([20]);
    expect(migrate(connection, [one, two])).toEqual([]);
    expect(connection.all('SELECT * FROM things')).toEqual([{ id: 1, name: 'a', size: 7 }]);
    expect(connection.pragma('user_version')).toBe(20);
    connection.close();
  });

  it('leaves the database at the last whole migration when one fails', () => {
    const connection = connect();
    const broken = step(30, `INSERT INTO things VALUES (2, 'b', 1); INSERT INTO nowhere VALUES (1);`);
    expect(() => migrate(connection, [one, two, broken])).toThrow('nowhere');
    expect(connection.pragma('user_version')).toBe(20);
    expect(connection.all('SELECT * FROM things')).toEqual([{ id: 1, name: 'a', size: 7 }]);
    connection.close();
  });

  it('refuses a database of a later version', () => {
    const connection = connect();
    migrate(connection, [one, two]);
    expect(() => migrate(connection, [one])).toThrow(expect.objectContaining({ code: 'CASE_FROM_FUTURE' }));
    connection.close();
  });

  it('refuses a list that does not ascend', () => {
    expect(() => newestVersion([two, one])).toThrow('does not follow');
    expect(() => newestVersion([one, one])).toThrow('does not follow');
    expect(newestVersion([one, two])).toBe(20);
  });
});
