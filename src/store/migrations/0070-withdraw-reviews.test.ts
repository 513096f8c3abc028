import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { createCase } from './0010-create-case.ts';
import { keepNotes } from './0050-keep-notes.ts';
import { withdrawReviews } from './0070-withdraw-reviews.ts';

const NOTE = `'E1', 5, 5, NULL, 't', 'someone', 'now'`;

it('keeps notes from before as notes without a place, and adds an empty table that is written once', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  migrate(connection, [createCase, keepNotes]);
  connection.pragma('foreign_keys = OFF');
  connection.run(`INSERT INTO notes VALUES ('N1', 1, ${NOTE}, 1)`);
  const others = (): unknown[] =>
    connection.all(`SELECT name, sql FROM sqlite_schema WHERE tbl_name NOT IN ('notes', 'review_withdrawals') ORDER BY name`);
  const before = others();
  expect(migrate(connection, [createCase, keepNotes, withdrawReviews])).toEqual([70]);
  expect(others()).toEqual(before);
  expect(connection.all('SELECT id, kind, first_frame, last_frame, region_json FROM notes')).toEqual([
    { id: 'N1', kind: null, first_frame: null, last_frame: null, region_json: null },
  ]);
  const insert = (number: number, more: string) => () =>
    connection.run(`INSERT INTO notes VALUES ('N${String(number)}', ${String(number)}, ${NOTE}, ${String(number)}, ${more})`);
  insert(2, `'hand', 3, 4, '[1,2,3,4]'`)();
  for (const wrong of [`NULL, 4, 3, NULL`, `NULL, 4, NULL, NULL`, `NULL, NULL, NULL, '[1,2,3,4]'`])
    expect(insert(3, wrong), wrong).toThrow('CHECK');
  connection.run(`INSERT INTO review_withdrawals VALUES (8, 'F1', 'someone', 'now', 9)`);
  expect(() => connection.run(`INSERT INTO review_withdrawals VALUES (8, 'F1', 'someone', 'now', 10)`)).toThrow('UNIQUE');
  expect(() => connection.run(`UPDATE review_withdrawals SET by = 'x'`)).toThrow('review_withdrawals is written once');
  expect(() => connection.run(`DELETE FROM review_withdrawals`)).toThrow('review_withdrawals is written once');
  connection.close();
});
