import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { exampleNow } from '../../tests/helpers/example-records.ts';
import { tempFolder } from '../../tests/helpers/temp-folder.ts';
import { Failure } from '../base/failure.ts';
import { caseFiles } from './case-files.ts';
import type { CaseStore } from './case-store.ts';
import { createCase, openCase } from './open-case.ts';

const root = tempFolder();
let count = 0;
const options = () => ({ now: exampleNow(), penumbraVersion: '0.1.0' });
const newCase = (): CaseStore =>
  createCase(join(root, `case-${String(count++)}`), { name: 'Case one', examiner: 'Demo Examiner' }, options());

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
  return 'nothing was thrown';
};

describe('opening', () => {
  it('says what stands in the way', () => {
    const store = newCase();
    const folder = store.folder;
    expect(codeOf(() => openCase(folder, options()))).toBe('CASE_LOCKED');
    expect(codeOf(() => createCase(folder, { name: 'x', examiner: 'y' }, options()))).toBe('CASE_EXISTS');
    store.close();
    expect(codeOf(() => openCase(join(root, 'nowhere'), options()))).toBe('CASE_NOT_FOUND');
    openCase(folder, options()).close();
  });

  it('says why no case can be made at a place, also where the system refuses every folder', ({ skip }) => {
    writeFileSync(join(root, 'file'), '');
    const made = (folder: string) => () => createCase(folder, { name: 'x', examiner: 'y' }, options());
    for (const folder of [join(root, 'file'), join(root, 'file', 'case')])
      expect(made(folder)).toThrow(
        expect.objectContaining({ code: 'CASE_PLACE_UNUSABLE', detail: expect.stringContaining('there is a file in the way') }),
      );
    if (process.platform !== 'linux') skip('only Linux has /proc');
    expect(made('/proc/penumbra/case')).toThrow(expect.objectContaining({ code: 'CASE_PLACE_UNUSABLE' }));
  });

  it('leaves only what belongs there', () => {
    const store = newCase();
    store.close();
    expect(readdirSync(store.folder).sort()).toEqual(['case.lock', 'case.sqlite', 'derived', 'exhibits', 'reports']);
  });

  it('finishes what a crash during creation left', () => {
    const folder = join(root, 'half-made');
    mkdirSync(folder);
    writeFileSync(caseFiles(folder).unborn, 'half a database');
    writeFileSync(`${caseFiles(folder).unborn}-journal`, 'half a journal');
    expect(codeOf(() => openCase(folder, options()))).toBe('CASE_NOT_FOUND');
    const store = createCase(folder, { name: 'x', examiner: 'y' }, options());
    expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
    expect(store.info().name).toBe('x');
    store.close();
  });

  it('refuses a case from the future and changes not one byte', () => {
    const store = newCase();
    store.close();
    const files = caseFiles(store.folder);
    const db = new Database(files.database);
    db.pragma('journal_mode = DELETE');
    db.pragma('user_version = 9990');
    db.close();
    const before = readFileSync(files.database);
    const names = readdirSync(store.folder).sort();
    expect(codeOf(() => openCase(store.folder, options()))).toBe('CASE_FROM_FUTURE');
    expect(readFileSync(files.database).equals(before)).toBe(true);
    expect(readdirSync(store.folder).sort()).toEqual(names);
  });

  it.each([
    [
      'is cut off',
      (path: string) => {
        truncateSync(path, 5000);
      },
    ],
    [
      'is empty',
      (path: string) => {
        truncateSync(path, 0);
      },
    ],
    [
      'is another file',
      (path: string) => {
        writeFileSync(path, 'hello '.repeat(1000));
      },
    ],
    [
      'belongs to another program',
      (path: string) => {
        const db = new Database(path);
        db.pragma('application_id = 1');
        db.close();
      },
    ],
    [
      'has a torn schema page',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes.fill(0xff, 100, 4096);
        writeFileSync(path, bytes);
      },
    ],
  ])('says CASE_DAMAGED when the database %s', (_words, harm) => {
    const store = newCase();
    store.close();
    harm(caseFiles(store.folder).database);
    expect(codeOf(() => openCase(store.folder, options()))).toBe('CASE_DAMAGED');
  });
});
