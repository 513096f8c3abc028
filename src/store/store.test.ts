import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { exampleExhibit, exampleFacts } from '../../tests/helpers/example-records.ts';
import { caseFiles } from './case-files.ts';
import type { CaseWriter } from './case-store.ts';
import type { Exhibit } from '../contract/exhibits.ts';
import { newestVersion } from './migrate.ts';
import { migrations } from './migrations/list.ts';
import { newCase, codeOf, hashes, importOne, dump } from '../../tests/helpers/stored-case.ts';

describe('exhibits', () => {
  it('come back as they were stored, with the frame index to the last bit', () => {
    const store = newCase();
    const exhibit = importOne(store);
    expect(exhibit).toEqual({
      id: 'E1',
      kind: 'video',
      originalName: 'clip.mp4',
      sizeBytes: 3,
      hashes: {
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
        md5: '900150983cd24fb0d6963f7d28e17f72',
      },
      importedAtUtc: '2026-01-02T03:04:05.001Z',
      sourceModifiedAtUtc: '2025-12-31T23:59:59.000Z',
      facts: exampleFacts,
    });
    expect(store.exhibits()).toEqual([exhibit]);
    expect(store.exhibitBySha256(exhibit.hashes.sha256)).toEqual(exhibit);
    expect(store.frameIndex('E1')).toEqual({
      exhibitId: 'E1',
      timeBase: { num: 1, den: 25 },
      pts: [-2, 0, 1, 2, 3, 4, 5, 6, 7, 9_007_199_254_740_991],
      keyFrames: [0, 5],
    });
    expect(store.exhibitPath('E1')).toBe(join(store.folder, 'exhibits', exhibit.hashes.sha256, 'original.mp4'));
    expect(codeOf(() => store.exhibit('E2'))).toBe('EXHIBIT_NOT_FOUND');
    store.close();
    expect(codeOf(() => store.exhibits())).toBe('CASE_NOT_OPEN');
  });

  it('keep a name that UTF-8 cannot carry in a form whose hash can be checked', () => {
    const store = newCase();
    importOne(store, 'x', 'a\ud800b.mp4');
    expect(store.exhibit('E1').originalName).toBe('a\ufffdb.mp4');
    expect(store.entries(2, 1)[0]?.payload).toMatchObject({ name: 'a\ufffdb.mp4' });
    store.close();
  });
});

describe('act', () => {
  it('appends one entry whose hash anyone can recompute', () => {
    const store = newCase();
    importOne(store);
    const entries = store.entries(1, 100);
    expect(entries.map((entry) => [entry.seq, entry.action, entry.subject])).toEqual([
      [1, 'case.created', store.info().id],
      [2, 'exhibit.imported', 'E1'],
    ]);
    // SHA-256 of `sqlite3 case.sqlite "SELECT facts_json FROM exhibits"` without the line feed.
    const FACTS_SHA256 = '5c0f9ea16698b3017d5555891a5c8e37fae7680b1816a547379f415cdfec6af9';
    // Written out by hand: the keys in order, nothing else.
    const second = entries[1];
    const canonical =
      `{"action":"exhibit.imported","actor":"Demo Examiner","atUtc":"2026-01-02T03:04:05.001Z","payload":{"factsSha256":"${FACTS_SHA256}","hashes":{"md5":"900150983cd24fb0d6963f7d28e17f72",` +
      `"sha1":"a9993e364706816aba3e25717850c26c9cd0d89d","sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},"kind":"video",` +
      `"name":"clip.mp4","received":"path","sizeBytes":3,"sourceModifiedAtUtc":"2025-12-31T23:59:59.000Z"},"prevHash":"${entries[0]?.hash ?? ''}","seq":2,"subject":"E1"}`;
    expect(second?.hash).toBe(createHash('sha256').update(canonical).digest('hex'));
    expect(store.head()).toEqual({ seq: 2, hash: second?.hash });
    store.close();
  });

  it('leaves nothing behind when its work throws, its entry throws or its work is asynchronous', () => {
    const store = newCase();
    const before = dump(store.folder);
    const add = (tx: CaseWriter): Exhibit => tx.addExhibit(exampleExhibit(hashes('q'), 1));
    expect(() =>
      store.act({ actor: 'a', action: 'exhibit.imported', subject: 'E1', payload: {} }, (tx) => {
        add(tx);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(() =>
      store.act(() => {
        throw new Error('no entry');
      }, add),
    ).toThrow('no entry');
    expect(() =>
      store.act({ actor: 'a', action: 'exhibit.imported', subject: 'E1', payload: {} }, (tx) => Promise.resolve(add(tx))),
    ).toThrow('synchronous');
    expect(dump(store.folder)).toEqual(before);
    expect(importOne(store).id).toBe('E1');
    store.close();
  });

  it('gives a writer that is dead when the act is over', () => {
    const store = newCase();
    let kept: CaseWriter | null = null;
    store.act({ actor: 'a', action: 'case.opened', subject: 'x', payload: null }, (tx) => {
      kept = tx;
    });
    expect(() => (kept as unknown as CaseWriter).addExhibit(exampleExhibit(hashes('q'), 1))).toThrow('a writer used after its act');
    store.close();
  });

  it('tells listeners each committed entry and nothing else', () => {
    const store = newCase();
    const heard: number[] = [];
    const stop = store.onEntry((entry) => heard.push(entry.seq));
    store.note({ actor: 'a', action: 'case.opened', subject: 'x', payload: null });
    expect(() =>
      store.act({ actor: 'a', action: 'case.opened', subject: 'x', payload: null }, () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    stop();
    store.note({ actor: 'a', action: 'case.opened', subject: 'x', payload: null });
    expect(heard).toEqual([2]);
    store.close();
  });
});

describe('the database itself', () => {
  const attempt = (folder: string, sql: string): string => {
    const db = new Database(caseFiles(folder).database);
    db.pragma('recursive_triggers = ON');
    try {
      db.exec(sql);
    } catch (error) {
      return error instanceof Error ? error.message : '';
    } finally {
      db.close();
    }
    return 'allowed';
  };

  it('forbids every way to change the ledger', () => {
    const store = newCase();
    importOne(store);
    store.close();
    const before = dump(store.folder);
    const row = (seq: number, prev: string): string =>
      `(${String(seq)}, '${prev}', 't', 'a', 'case.opened', 's', 'null', '${'d'.repeat(64)}')`;
    expect(attempt(store.folder, `UPDATE ledger SET actor = 'x' WHERE seq = 1`)).toBe('the ledger is append-only');
    expect(attempt(store.folder, 'DELETE FROM ledger WHERE seq = 2')).toBe('the ledger is append-only');
    for (const verb of ['INSERT', 'INSERT OR REPLACE', 'REPLACE', 'INSERT OR IGNORE']) {
      expect(attempt(store.folder, `${verb} INTO ledger VALUES ${row(2, store.folder.slice(0, 0).padEnd(64, '0'))}`)).toBe(
        'not the next link of the ledger',
      );
    }
    expect(attempt(store.folder, `INSERT INTO ledger VALUES ${row(4, 'e'.repeat(64))}`)).toBe('not the next link of the ledger');
    expect(attempt(store.folder, `UPDATE exhibits SET sha256 = '${'1'.repeat(64)}'`)).toBe('exhibits is written once');
    expect(attempt(store.folder, `DELETE FROM acquisitions`)).toBe('acquisitions is written once');
    expect(dump(store.folder)).toEqual(before);
  });

  it('runs with the promised settings', () => {
    const store = newCase();
    const db = new Database(caseFiles(store.folder).database, { readonly: true });
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('application_id', { simple: true })).toBe(0x504e4252);
    expect(db.pragma('user_version', { simple: true })).toBe(newestVersion(migrations));
    expect(
      db
        .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`)
        .all(),
    ).toEqual([]);
    db.close();
    store.close();
  });
});
