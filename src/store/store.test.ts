import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  exampleBatch,
  exampleCombined,
  exampleSoundBatch,
  exampleExhibit,
  exampleFace,
  exampleFacts,
  exampleFinding,
  exampleNow,
  exampleOutcome,
  examplePlan,
  exampleSignal,
  exampleTrack,
} from '../../tests/helpers/example-records.ts';
import { tempFolder } from '../../tests/helpers/temp-folder.ts';
import { Failure } from '../base/failure.ts';
import { caseFiles } from './case-files.ts';
import type { CaseStore, CaseWriter } from './case-store.ts';
import { entryFor } from './entries.ts';
import { createCase, openCase } from './open-case.ts';
import type { Acquisition, EndedJob } from './records.ts';
import type { Exhibit } from '../contract/exhibits.ts';
import type { Job, Finding } from '../contract/analysis.ts';
import { newestVersion } from './migrate.ts';
import { migrations } from './migrations/list.ts';

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

const hashes = (text: string) => ({
  sha256: createHash('sha256').update(text).digest('hex'),
  sha1: createHash('sha1').update(text).digest('hex'),
  md5: createHash('md5').update(text).digest('hex'),
});

function importOne(store: CaseStore, content = 'abc', name = 'clip.mp4'): Exhibit {
  return store.act(
    ({ exhibit, acquisition }: { exhibit: Exhibit; acquisition: Acquisition }) =>
      entryFor.exhibitImported('Demo Examiner', exhibit, acquisition),
    (tx) => {
      const exhibit = tx.addExhibit(exampleExhibit(hashes(content), content.length, name));
      const acquisition = tx.addAcquisition({
        exhibitId: exhibit.id,
        name,
        sizeBytes: content.length,
        sourceModifiedAtUtc: exhibit.sourceModifiedAtUtc,
        received: 'path',
      });
      return { exhibit, acquisition };
    },
  ).exhibit;
}

function startJob(store: CaseStore, exhibit: Exhibit): Job {
  return store.act(
    (job: Job) => entryFor.examinationStarted('Demo Examiner', job),
    (tx) => tx.addJob({ exhibitId: exhibit.id, plan: examplePlan(exhibit.hashes.sha256), framesTotal: 10, blocksTotal: 5 }),
  );
}

const finish = (store: CaseStore, job: Job): EndedJob =>
  store.act(
    (ended: EndedJob) => entryFor.examinationEnded('Demo Examiner', ended),
    (tx) =>
      tx.endJob({
        jobId: job.id,
        state: 'finished',
        outcomes: [{ detectorId: 'blink', outcome: exampleOutcome }],
        combined: [exampleCombined],
        tracks: [exampleTrack],
        signals: [exampleSignal],
        findings: [exampleFinding, { ...exampleFinding, firstFrame: 7, keyFrame: 8, lastFrame: 9 }],
        error: null,
      }),
  );

const dump = (folder: string): Record<string, unknown[]> => {
  const db = new Database(caseFiles(folder).database, { readonly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[];
  const rows = Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]));
  db.close();
  return rows;
};

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

describe('examinations', () => {
  it('store batches exactly and answer for a range of frames', () => {
    const store = newCase();
    const job = startJob(store, importOne(store));
    expect(store.structure('J1')).toBeNull();
    const structure = { format: 'jpeg' as const, parts: [], partsOmitted: 0, jpeg: null, problems: ['It ends early.'] };
    store.keepStructure('J1', structure);
    // The same job read it again after an interruption.
    store.keepStructure('J1', { ...structure, problems: [] });
    expect(store.structure('J1')).toEqual(structure);
    store.appendBatch('J1', exampleBatch(0, 3));
    store.appendBatch('J1', exampleBatch(4, 8), [{ detectorId: 'mouth', error: { code: 'DETECTOR_FAILED', message: 'm' } }]);
    expect(job.id).toBe('J1');
    expect(store.checkpoint('J1')).toEqual({ nextFrame: 9, nextBlock: 0, trackerState: { next: 9 }, framesDecoded: 9 });
    expect(store.job('J1')).toMatchObject({ state: 'running', framesDone: 9, framesWithFace: 9, framesTotal: 10, blocksTotal: 5 });
    expect(store.observations('J1', 'blink')).toEqual([...(exampleBatch(0, 8).observations.blink ?? [])]);
    expect(store.faces('J1', 3, 2)).toEqual([exampleFace(3), exampleFace(4)]);
    expect([...store.faceBatches('J1')].map((rows) => rows.length)).toEqual([4, 5]);
    expect(
      store
        .observationsAt('J1', 3, 2)
        .get('blink')
        ?.map((row) => row.frame),
    ).toEqual([3, 4]);
    expect(store.warnings('J1')).toEqual([{ frame: 0, words: 'first frame is grey' }]);
    expect(store.failures('J1')).toEqual([{ detectorId: 'mouth', error: { code: 'DETECTOR_FAILED', message: 'm' } }]);
    expect(store.head().seq).toBe(3);
    expect(() => {
      store.appendBatch('J1', exampleBatch(8, 9));
    }).toThrow('does not follow the checkpoint');
    expect(store.checkpoint('J1').nextFrame).toBe(9);
    store.close();
  });

  it('store the sound by blocks, under a checkpoint of its own, and replace the estimate by what was heard', () => {
    const store = newCase();
    const { id } = startJob(store, importOne(store));
    store.appendSoundBatch(id, exampleSoundBatch(0, 3));
    expect(store.job(id)).toMatchObject({ framesDone: 0, blocksDone: 3, blocksTotal: 5 });
    store.appendBatch(id, exampleBatch(0, 3));
    store.appendSoundBatch(id, { ...exampleSoundBatch(3, 4), warnings: [{ frame: null, words: 'the clock jumps' }] });
    expect(store.job(id)).toMatchObject({ framesDone: 4, blocksDone: 7, blocksTotal: 7 });
    expect(store.checkpoint(id)).toMatchObject({ nextFrame: 4, nextBlock: 7 });
    store.appendSoundBatch(id, { ...exampleSoundBatch(7, 0), ended: true });
    expect(store.job(id)).toMatchObject({ blocksDone: 7, blocksTotal: 7 });
    expect(store.observations(id, 'channels')).toEqual(
      [exampleSoundBatch(0, 3), exampleSoundBatch(3, 4)].flatMap((b) => b.observations.channels),
    );
    // Rows of the sound belong to no frame.
    expect(store.observationsAt(id, 0, 10).has('channels')).toBe(false);
    expect(store.warnings(id)).toContainEqual({ frame: null, words: 'the clock jumps' });
    expect(() => store.appendSoundBatch(id, exampleSoundBatch(6, 1))).toThrow('does not follow the checkpoint');
    expect(() => store.appendSoundBatch(id, { ...exampleSoundBatch(7, 2), blocks: 1 })).toThrow('a row outside its batch');
    expect(store.checkpoint(id).nextBlock).toBe(7);
    store.close();
  });

  it('end with their conclusions and two digests in the entry', () => {
    const store = newCase();
    const job = startJob(store, importOne(store));
    store.appendBatch(job.id, exampleBatch(0, 9));
    const ended = finish(store, job);
    expect(ended.findings.map((finding) => [finding.id, finding.jobId, finding.exhibitId, finding.review])).toEqual([
      ['F1', 'J1', 'E1', null],
      ['F2', 'J1', 'E1', null],
    ]);
    expect(store.job('J1')).toMatchObject({
      state: 'finished',
      outcomes: [{ detectorId: 'blink', outcome: exampleOutcome }],
      combined: [exampleCombined],
      finishedAtUtc: '2026-01-02T03:04:05.003Z',
    });
    expect(store.tracks('J1')).toEqual([exampleTrack]);
    expect(store.signals('J1')).toEqual([exampleSignal]);
    expect(store.entries(4, 1)[0]).toMatchObject({
      action: 'examination.finished',
      subject: 'J1',
      payload: { framesDone: 10, findings: 2, observationsSha256: ended.observationsSha256, conclusionsSha256: ended.conclusionsSha256 },
    });
    expect(
      codeOf(() => store.act({ actor: 'a', action: 'examination.resumed', subject: 'J1', payload: {} }, (tx) => tx.resumeJob('J1'))),
    ).toBe('APP_BAD_REQUEST');
    store.close();
  });

  it('refuse a second one on the same exhibit while one runs', () => {
    const store = newCase();
    const exhibit = importOne(store);
    startJob(store, exhibit);
    expect(codeOf(() => startJob(store, exhibit))).toBe('JOB_ALREADY_RUNNING');
    store.close();
  });

  it('become interrupted, with an entry, when the case is opened after a crash, and can go on', () => {
    const store = newCase();
    startJob(store, importOne(store));
    store.appendBatch('J1', exampleBatch(0, 3));
    store.close();
    const again = openCase(store.folder, options());
    expect(again.job('J1').state).toBe('interrupted');
    expect(again.entries(4, 10).map((entry) => [entry.action, entry.subject])).toEqual([['examination.interrupted', 'J1']]);
    again.act(
      (job: Job) => entryFor.examinationResumed('Demo Examiner', job),
      (tx) => tx.resumeJob('J1'),
    );
    again.appendBatch('J1', exampleBatch(4, 9));
    expect(finish(again, again.job('J1')).job.framesDone).toBe(10);
    expect(again.entries(5, 10).map((entry) => entry.action)).toEqual(['examination.resumed', 'examination.finished']);
    again.close();
  });
});

describe('reviews', () => {
  it('keep their history; the newest counts', () => {
    const store = newCase();
    const job = startJob(store, importOne(store));
    finish(store, job);
    for (const decision of ['confirmed', 'rejected'] as const) {
      store.act(
        (finding: Finding) => entryFor.findingReviewed(finding),
        (tx) => tx.addReview({ findingId: store.finding('F1').id, decision, reason: `because ${decision}`, by: 'Demo Examiner' }),
      );
    }
    expect(store.reviews('F1').map((review) => review.decision)).toEqual(['confirmed', 'rejected']);
    expect(store.finding('F1').review?.decision).toBe('rejected');
    expect(store.finding('F2').review).toBeNull();
    expect(codeOf(() => store.finding('F9'))).toBe('FINDING_NOT_FOUND');
    store.close();
  });
});

describe('reports', () => {
  it('get the id that was foretold', () => {
    const store = newCase();
    expect(store.nextReportId()).toBe('R1');
    const ledgerHead = store.head().hash;
    const report = store.act(
      (made: ReturnType<CaseWriter['addReport']>) => entryFor.reportExported('Demo Examiner', made),
      (tx) =>
        tx.addReport({
          path: 'reports/R1.pdf',
          sha256: 'a'.repeat(64),
          sizeBytes: 10,
          pages: 2,
          signature: { level: 'none', signer: null, selfSigned: false },
          ledgerHead,
        }),
    );
    expect(report.id).toBe('R1');
    expect(store.reports()).toEqual([report]);
    expect(store.reportPath('R1')).toBe(join(store.folder, 'reports/R1.pdf'));
    expect(codeOf(() => store.report('R2'))).toBe('REPORT_NOT_FOUND');
    store.close();
  });
});
