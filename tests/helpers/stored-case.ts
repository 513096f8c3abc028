/** A case of one exhibit with an examination, act by act, for the tests of the store. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import {
  exampleCombined,
  exampleExhibit,
  exampleFinding,
  exampleNow,
  exampleOutcome,
  examplePlan,
  exampleSignal,
  exampleTrack,
} from './example-records.ts';
import { tempFolder } from './temp-folder.ts';
import { Failure } from '../../src/base/failure.ts';
import { caseFiles } from '../../src/store/case-files.ts';
import type { CaseStore } from '../../src/store/case-store.ts';
import { entryFor } from '../../src/store/entries.ts';
import { createCase } from '../../src/store/open-case.ts';
import type { Acquisition, EndedJob } from '../../src/store/records.ts';
import type { Exhibit } from '../../src/contract/exhibits.ts';
import type { Job } from '../../src/contract/analysis.ts';

const root = tempFolder();
let count = 0;
export const options = () => ({ now: exampleNow(), penumbraVersion: '0.1.0' });
export const newCase = (): CaseStore =>
  createCase(join(root, `case-${String(count++)}`), { name: 'Case one', examiner: 'Demo Examiner' }, options());

export const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
  return 'nothing was thrown';
};

export const hashes = (text: string) => ({
  sha256: createHash('sha256').update(text).digest('hex'),
  sha1: createHash('sha1').update(text).digest('hex'),
  md5: createHash('md5').update(text).digest('hex'),
});

export function importOne(store: CaseStore, content = 'abc', name = 'clip.mp4'): Exhibit {
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

export function startJob(store: CaseStore, exhibit: Exhibit): Job {
  return store.act(
    (job: Job) => entryFor.examinationStarted('Demo Examiner', job),
    (tx) => tx.addJob({ exhibitId: exhibit.id, plan: examplePlan(exhibit.hashes.sha256), framesTotal: 10, blocksTotal: 5 }),
  );
}

export const finish = (store: CaseStore, job: Job): EndedJob =>
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

export const dump = (folder: string): Record<string, unknown[]> => {
  const db = new Database(caseFiles(folder).database, { readonly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[];
  const rows = Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]));
  db.close();
  return rows;
};
