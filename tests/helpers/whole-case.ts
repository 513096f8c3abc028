/** A whole, closed case with something of every noun in it, and ways to damage it. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { must } from '../../src/base/assert.ts';
import type { Finding, Job } from '../../src/contract/analysis.ts';
import type { Exhibit } from '../../src/contract/exhibits.ts';
import type { LightDrawing } from '../../src/contract/light.ts';
import type { Mark } from '../../src/contract/marks.ts';
import type { Note } from '../../src/contract/notes.ts';
import type { Report } from '../../src/contract/report.ts';
import type { Snapshot } from '../../src/contract/snapshots.ts';
import { FindingId, MarkId, NoteId, SnapshotId } from '../../src/contract/values.ts';
import { openIdentity, type Identity } from '../../src/core/report/identity.ts';
import { createSelfSignedIdentity } from '../../src/core/report/self-signed.ts';
import { sealHead } from '../../src/core/seals/seal-head.ts';
import type { CaseStore } from '../../src/store/case-store.ts';
import { entryFor } from '../../src/store/entries.ts';
import { createCase } from '../../src/store/open-case.ts';
import type { Acquisition, DerivedFile, EndedJob, NewDerivedFile, WithdrawnReview } from '../../src/store/records.ts';
import {
  exampleBatch,
  exampleCombined,
  exampleSoundBatch,
  exampleExhibit,
  exampleFinding,
  exampleLight,
  exampleNow,
  exampleOutcome,
  examplePlan,
  exampleSignal,
  exampleSnapshot,
  exampleTrack,
} from './example-records.ts';

const options = { now: exampleNow(), penumbraVersion: '0.1.0' };

let made: Promise<Identity> | undefined;
/** One key for all cases of a process: making it takes longer than the case. */
const examinersIdentity = (): Promise<Identity> =>
  (made ??= createSelfSignedIdentity({ commonName: ME, passphrase: 'secret', now: options.now() }).then((bytes) =>
    openIdentity(bytes, 'secret'),
  ));

export const ME = 'Demo Examiner';
export const hash = (name: string, text: string | Uint8Array): string => createHash(name).update(text).digest('hex');

export const CLIP = 'the bytes of a clip';
export const SOUND = 'the bytes of another';
export const PROXY = 'the bytes of a proxy';
export const clipPath = `exhibits/${hash('sha256', CLIP)}/original.mp4`;
export const proxyPath = 'derived/E1-proxy.mp4';
/** Over the entry of the sitting that it was made in. */
export const sealPath = 'seals/000021.p7s';

function storeExhibit(store: CaseStore, content: string, name: string): Exhibit {
  const sha256 = hash('sha256', content);
  mkdirSync(join(store.folder, 'exhibits', sha256), { recursive: true });
  writeFileSync(join(store.folder, 'exhibits', sha256, 'original.mp4'), content, { mode: 0o444 });
  const fresh = exampleExhibit({ sha256, sha1: hash('sha1', content), md5: hash('md5', content) }, content.length, name);
  return store.act(
    (made: { exhibit: Exhibit; acquisition: Acquisition }) => entryFor.exhibitImported(ME, made.exhibit, made.acquisition, fresh.index),
    (tx) => {
      const exhibit = tx.addExhibit(fresh);
      const acquisition = tx.addAcquisition({
        exhibitId: exhibit.id,
        name,
        sizeBytes: content.length,
        sourceModifiedAtUtc: fresh.sourceModifiedAtUtc,
        received: 'path',
      });
      return { exhibit, acquisition };
    },
  ).exhibit;
}

function storeDerived(store: CaseStore, content: string, file: Omit<NewDerivedFile, 'sha256' | 'sizeBytes'>): void {
  writeFileSync(join(store.folder, file.path), content, { mode: 0o444 });
  store.act(
    (stored: DerivedFile) => entryFor.derivedStored(ME, stored),
    (tx) => tx.addDerivedFile({ ...file, sha256: hash('sha256', content), sizeBytes: content.length }),
  );
}

/** Entries: 1 created, 2 and 3 imported, 4 imported again, 5 derived, 6 started, 7 finished, 8 to 10 reviewed, 11 exported, 12 light kept, 13 and 14 noted, 15 withdrawn, 16 noted on the picture, 17 the review of F2 taken back, 18 snapshot kept, 19 withdrawn, 20 proxy stored, 21 sitting started, 22 its head sealed, 23 sitting ended, 24 and 25 marked, 26 a mark withdrawn, 27 countersigned. */
export async function wholeCase(folder: string, name = 'Case one'): Promise<void> {
  const store = createCase(folder, { name, examiner: ME }, options);
  const exhibit = storeExhibit(store, CLIP, 'clip.mp4');
  storeExhibit(store, SOUND, 'sound.mp4');
  store.act(
    (acquisition: Acquisition) => entryFor.exhibitImportedAgain(ME, exhibit, acquisition),
    (tx) =>
      tx.addAcquisition({ exhibitId: exhibit.id, name: 'copy.mp4', sizeBytes: CLIP.length, sourceModifiedAtUtc: null, received: 'bytes' }),
  );
  storeDerived(store, '{}\n', {
    exhibitId: exhibit.id,
    kind: 'ffprobe-json',
    path: 'derived/E1-ffprobe.json',
    recipe: { tool: 'ffprobe', numbers: [1e21, 0.1, -0, 1e-7] },
  });
  const job = store.act(
    (made: Job) => entryFor.examinationStarted(ME, made),
    (tx) => tx.addJob({ exhibitId: exhibit.id, plan: examplePlan(exhibit.hashes.sha256), framesTotal: 10, blocksTotal: 5 }),
  );
  store.keepStructure(job.id, { format: 'isobmff', parts: [], partsOmitted: 3, jpeg: null, problems: [] });
  store.appendBatch(job.id, exampleBatch(0, 3), [{ detectorId: 'mouth', error: { code: 'DETECTOR_FAILED', message: 'm' } }]);
  store.appendBatch(job.id, exampleBatch(4, 9));
  store.appendSoundBatch(job.id, exampleSoundBatch(0, 2));
  store.appendSoundBatch(job.id, { ...exampleSoundBatch(2, 1), ended: true });
  store.act(
    (ended: EndedJob) => entryFor.examinationEnded(ME, ended),
    (tx) =>
      tx.endJob({
        jobId: job.id,
        state: 'finished',
        outcomes: [
          { detectorId: 'blink', outcome: exampleOutcome },
          { detectorId: 'gaze', outcome: exampleOutcome },
        ],
        combined: [exampleCombined],
        tracks: [exampleTrack],
        signals: [exampleSignal],
        findings: [exampleFinding, exampleFinding, exampleFinding],
        error: null,
      }),
  );
  for (const finding of store.findings()) {
    store.act(
      (reviewed: Finding) => entryFor.findingReviewed(reviewed),
      (tx) => tx.addReview({ findingId: finding.id, decision: 'confirmed', reason: 'seen', by: ME }),
    );
  }
  writeFileSync(join(folder, 'reports/R1.pdf'), '%PDF');
  const ledgerHead = store.head().hash;
  store.act(
    (report: Report) => entryFor.reportExported(ME, report),
    (tx) =>
      tx.addReport({
        path: 'reports/R1.pdf',
        sha256: hash('sha256', '%PDF'),
        sizeBytes: 4,
        pages: 1,
        signature: { level: 'none', signer: null, selfSigned: false },
        ledgerHead,
      }),
  );
  store.act(
    (drawing: LightDrawing) => entryFor.lightKept(drawing),
    (tx) => tx.addLightDrawing(exampleLight(exhibit.id, exhibit.hashes.sha256)),
  );
  for (const band of [{ lowHz: 90.5, highHz: 4000 }, null]) {
    store.act(
      (note: Note) => entryFor.noteKept(note),
      (tx) =>
        tx.addNote({
          exhibitId: exhibit.id,
          startUs: 1_000_000,
          endUs: 1_250_000,
          band,
          text: 'A click',
          kind: null,
          frames: null,
          region: null,
          by: ME,
        }),
    );
  }
  store.act(
    (note: Note) => entryFor.noteWithdrawn(note),
    (tx) => tx.withdrawNote({ noteId: NoteId.parse('N2'), reason: 'heard again', by: ME }),
  );
  store.act(
    (note: Note) => entryFor.noteKept(note),
    (tx) =>
      tx.addNote({
        exhibitId: exhibit.id,
        startUs: 0,
        endUs: 80_000,
        band: null,
        text: 'The outline of the hand is doubled',
        kind: 'doubled edge',
        frames: [0, 2],
        region: [10, 20.5, 30, 40],
        by: ME,
      }),
  );
  store.act(
    (withdrawn: WithdrawnReview) => entryFor.reviewWithdrawn(withdrawn),
    (tx) => tx.withdrawReview({ findingId: FindingId.parse('F2'), by: ME }),
  );
  store.act(
    (snapshot: Snapshot) => entryFor.snapshotKept(snapshot),
    (tx) => tx.addSnapshot({ ...exampleSnapshot, exhibitId: exhibit.id, by: ME }),
  );
  store.act(
    (snapshot: Snapshot) => entryFor.snapshotWithdrawn(snapshot),
    (tx) => tx.withdrawSnapshot({ snapshotId: SnapshotId.parse('S1'), reason: 'the next frame shows it better', by: ME }),
  );
  storeDerived(store, PROXY, { exhibitId: exhibit.id, kind: 'proxy', path: proxyPath, recipe: { tool: 'ffmpeg', startUs: 0 } });
  const identity = await examinersIdentity();
  const [caseId, at] = [store.info().id, options.now()];
  const sitting = { signer: ME, certificateSha256: identity.info.sha256 };
  store.note(entryFor.sittingStarted(ME, caseId, { ...sitting, sinceUtc: at.toISOString() }));
  await sealHead({ store, folder, actor: ME }, { identity, at, timestampUrl: null });
  store.note(entryFor.sittingEnded(ME, caseId, { ...sitting, why: 'locked' }));
  for (const content of [
    { kind: 'tag', text: 'Notable' },
    { kind: 'note', text: 'Handed over on a stick' },
  ] as const) {
    store.act(
      (mark: Mark) => entryFor.exhibitMarked(mark),
      (tx) => tx.addMark({ exhibitId: exhibit.id, ...content, by: ME }),
    );
  }
  store.act(
    (mark: Mark) => entryFor.markWithdrawn(mark),
    (tx) => tx.withdrawMark({ markId: MarkId.parse('T2'), reason: 'It was a disk', by: ME }),
  );
  const [first] = store.reports();
  writeFileSync(join(folder, 'reports/R2.pdf'), '%PDF twice');
  store.act(
    (report: Report) => entryFor.reportCountersigned('Demo Reviewer', ME, 'c'.repeat(64), report),
    (tx) =>
      tx.addReport({
        path: 'reports/R2.pdf',
        sha256: hash('sha256', '%PDF twice'),
        sizeBytes: 10,
        pages: 1,
        signature: { level: 'none', signer: null, selfSigned: false, countersigns: must(first, 'R1').id, reason: 'Reviewed' },
        ledgerHead,
      }),
  );
  store.close();
}

/** Changes the database as someone would who knows about the triggers and puts them back. */
export function tamper(folder: string, sql: string, keepTriggers = true): void {
  const db = new Database(join(folder, 'case.sqlite'));
  const triggers = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as { name: string; sql: string }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  if (keepTriggers) for (const trigger of triggers) db.exec(trigger.sql);
  db.close();
}

export const everyFile = (folder: string): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((path) => lstatSync(join(folder, path)).isFile())
      .sort()
      .map((path) => {
        const stats = statSync(join(folder, path));
        return [path, `${stats.size} ${stats.mtimeMs} ${stats.mode} ${hash('sha256', readFileSync(join(folder, path), 'latin1'))}`];
      }),
  );
