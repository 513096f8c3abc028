import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  exampleBatch,
  exampleExhibit,
  exampleFinding,
  exampleNow,
  exampleOutcome,
  examplePlan,
  exampleSignal,
  exampleTrack,
} from '../../../tests/helpers/example-records.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import type { Finding, Job } from '../../contract/analysis.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import type { Report } from '../../contract/report.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { entryFor } from '../../store/entries.ts';
import { createCase, openCase } from '../../store/open-case.ts';
import type { Acquisition, DerivedFile, EndedJob } from '../../store/records.ts';
import { verifyCase } from './verify-case.ts';

const root = tempFolder();
const options = { now: exampleNow(), penumbraVersion: '0.1.0' };
const ME = 'Demo Examiner';
const hash = (name: string, text: string): string => createHash(name).update(text).digest('hex');

const CLIP = 'the bytes of a clip';
const SOUND = 'the bytes of another';
const clipPath = `exhibits/${hash('sha256', CLIP)}/original.mp4`;

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

/** Entries: 1 created, 2 and 3 imported, 4 imported again, 5 derived, 6 started, 7 finished, 8 to 10 reviewed, 11 exported. */
function wholeCase(folder: string): void {
  const store = createCase(folder, { name: 'Case one', examiner: ME }, options);
  const exhibit = storeExhibit(store, CLIP, 'clip.mp4');
  storeExhibit(store, SOUND, 'sound.mp4');
  store.act(
    (acquisition: Acquisition) => entryFor.exhibitImportedAgain(ME, exhibit, acquisition),
    (tx) => tx.addAcquisition({ exhibitId: exhibit.id, name: 'copy.mp4', sizeBytes: CLIP.length, sourceModifiedAtUtc: null, received: 'bytes' }),
  );
  writeFileSync(join(folder, 'derived/E1-ffprobe.json'), '{}\n', { mode: 0o444 });
  store.act(
    (file: DerivedFile) => entryFor.derivedStored(ME, file),
    (tx) =>
      tx.addDerivedFile({
        exhibitId: exhibit.id,
        kind: 'ffprobe-json',
        path: 'derived/E1-ffprobe.json',
        sha256: hash('sha256', '{}\n'),
        sizeBytes: 3,
        recipe: { tool: 'ffprobe', numbers: [1e21, 0.1, -0, 1e-7] },
      }),
  );
  const job = store.act(
    (made: Job) => entryFor.examinationStarted(ME, made),
    (tx) => tx.addJob({ exhibitId: exhibit.id, plan: examplePlan(exhibit.hashes.sha256), framesTotal: 10 }),
  );
  store.appendBatch(job.id, exampleBatch(0, 3), [{ detectorId: 'mouth', error: { code: 'DETECTOR_FAILED', message: 'm' } }]);
  store.appendBatch(job.id, exampleBatch(4, 9));
  store.act(
    (ended: EndedJob) => entryFor.examinationEnded(ME, ended),
    (tx) =>
      tx.endJob({
        jobId: job.id,
        state: 'finished',
        outcomes: [{ detectorId: 'blink', outcome: exampleOutcome }],
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
  store.close();
}

const original = join(root, 'original');
wholeCase(original);
let count = 0;
const copy = (): string => {
  const folder = join(root, `copy-${count++}`);
  cpSync(original, folder, { recursive: true });
  return folder;
};

/** Changes the database as someone would who knows about the triggers and puts them back. */
function tamper(folder: string, sql: string, keepTriggers = true): void {
  const db = new Database(join(folder, 'case.sqlite'));
  const triggers = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as { name: string; sql: string }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  if (keepTriggers) for (const trigger of triggers) db.exec(trigger.sql);
  db.close();
}

const problemsOf = async (folder: string): Promise<string[][]> => (await verifyCase(folder)).problems.map(({ kind, subject, words }) => [kind, subject, words]);

const everyFile = (folder: string): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((path) => lstatSync(join(folder, path)).isFile())
      .sort()
      .map((path) => {
        const stats = statSync(join(folder, path));
        return [path, `${stats.size} ${stats.mtimeMs} ${stats.mode} ${hash('sha256', readFileSync(join(folder, path), 'latin1'))}`];
      }),
  );

describe('an untouched case', () => {
  it('verifies, and says what was looked at', async () => {
    const folder = copy();
    const before = everyFile(folder);
    const mtime = statSync(folder).mtimeMs;
    const said = await verifyCase(folder);
    expect(said).toEqual({
      ok: true,
      checkedAtUtc: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      entries: 11,
      headHash: new Database(join(original, 'case.sqlite'), { readonly: true }).prepare('SELECT hash FROM ledger WHERE seq = 11').pluck().get(),
      exhibitsChecked: 2,
      derivedChecked: 1,
      bytesHashed: CLIP.length + SOUND.length + 3 + 4,
      problems: [],
    });
    expect(everyFile(folder)).toEqual(before);
    expect(statSync(folder).mtimeMs).toBe(mtime);
  });

  it('verifies while it is open here, with its latest entries', async () => {
    const folder = copy();
    const store = openCase(folder, options);
    store.note({ actor: ME, action: 'case.opened', subject: 'x', payload: null });
    expect(await verifyCase(folder)).toMatchObject({ ok: true, entries: 12, headHash: store.head().hash });
    store.note({ actor: ME, action: 'case.opened', subject: 'x', payload: null });
    expect(() => openCase(folder, options)).toThrow(expect.objectContaining({ code: 'CASE_LOCKED' }));
    store.close();
  });

  it('verifies when another process was killed with it open, and leaves what that process left', async () => {
    const folder = copy();
    const script = `
      const { openCase } = await import(${JSON.stringify(join(import.meta.dirname, '../../store/open-case.ts'))});
      const store = openCase(${JSON.stringify(folder)}, { now: () => new Date(), penumbraVersion: '0' });
      store.note({ actor: 'a', action: 'case.opened', subject: 'x', payload: null });
      console.log('open');
      setInterval(() => store.head(), 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(await verifyCase(folder)).toMatchObject({ ok: true, entries: 12 });
    expect(() => openCase(folder, options)).toThrow(expect.objectContaining({ code: 'CASE_LOCKED' }));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const before = everyFile(folder);
    expect(Object.keys(before)).toContain('case.sqlite-wal');
    expect(await verifyCase(folder)).toMatchObject({ ok: true, entries: 12 });
    expect(everyFile(folder)).toEqual(before);
    const store = openCase(folder, options);
    expect(store.head().seq).toBe(12);
    store.close();
  });
});

describe('files', () => {
  it('names a missing exhibit', async () => {
    const folder = copy();
    rmSync(join(folder, clipPath));
    expect(await problemsOf(folder)).toEqual([['exhibit-missing', clipPath, 'the file is not there (ENOENT); 19 bytes expected']]);
  });

  it('names an exhibit of another size, with both byte counts', async () => {
    const folder = copy();
    chmodSync(join(folder, clipPath), 0o644);
    truncateSync(join(folder, clipPath), 18);
    chmodSync(join(folder, clipPath), 0o444);
    expect(await problemsOf(folder)).toEqual([['exhibit-size-wrong', clipPath, '19 bytes expected, 18 found']]);
  });

  it('names an exhibit with one flipped bit by all three hashes', async () => {
    const folder = copy();
    chmodSync(join(folder, clipPath), 0o644);
    const changed = CLIP.replace('t', 'u');
    writeFileSync(join(folder, clipPath), changed);
    chmodSync(join(folder, clipPath), 0o444);
    expect(await problemsOf(folder)).toEqual(
      ['sha256', 'sha1', 'md5'].map((name) => [
        'exhibit-hash-wrong',
        clipPath,
        `${name} ${hash(name, CLIP)} expected, ${hash(name, changed)} found, over 19 bytes`,
      ]),
    );
  });

  it('names an exhibit that can be written', async () => {
    const folder = copy();
    chmodSync(join(folder, clipPath), 0o644);
    expect(await problemsOf(folder)).toEqual([['exhibit-writable', clipPath, 'the file can be written (mode 644, expected 444)']]);
  });

  it('follows no link in the place of an exhibit', async () => {
    const folder = copy();
    renameSync(join(folder, clipPath), join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, clipPath));
    expect(await problemsOf(folder)).toEqual([['exhibit-missing', clipPath, 'something that is not a regular file stands in its place']]);
  });

  it('names files that no record speaks of, but not an import that is under way', async () => {
    const folder = copy();
    const stray = 'a'.repeat(64);
    const moving = 'b'.repeat(64);
    for (const sha256 of [stray, moving]) {
      mkdirSync(join(folder, 'exhibits', sha256));
      writeFileSync(join(folder, 'exhibits', sha256, 'original.mp4'), 'x');
    }
    writeFileSync(join(folder, 'exhibits/planted.txt'), 'x');
    mkdirSync(join(folder, 'exhibits/.incoming'), { recursive: true });
    writeFileSync(join(folder, `exhibits/.incoming/${moving}.moving`), '');
    writeFileSync(join(folder, 'exhibits/.incoming/half.part'), 'x');
    expect(await problemsOf(folder)).toEqual([
      ['exhibit-unrecorded', `exhibits/${stray}/original.mp4`, 'this file is in the case folder and in no record'],
      ['exhibit-unrecorded', 'exhibits/planted.txt', 'this file is in the case folder and in no record'],
    ]);
  });

  it('names derived files and reports that are missing or changed', async () => {
    const folder = copy();
    rmSync(join(folder, 'derived/E1-ffprobe.json'));
    writeFileSync(join(folder, 'reports/R1.pdf'), '%PDG');
    expect(await problemsOf(folder)).toEqual([
      ['derived-missing', 'derived/E1-ffprobe.json', 'the file is not there (ENOENT); 3 bytes expected'],
      ['report-hash-wrong', 'reports/R1.pdf', `sha256 ${hash('sha256', '%PDF')} expected, ${hash('sha256', '%PDG')} found, over 4 bytes`],
    ]);
    writeFileSync(join(folder, 'derived/E1-ffprobe.json'), '{ }\n');
    rmSync(join(folder, 'reports/R1.pdf'));
    expect(await problemsOf(folder)).toEqual([
      ['derived-hash-wrong', 'derived/E1-ffprobe.json', '3 bytes expected, 4 found'],
      ['report-missing', 'reports/R1.pdf', 'the file is not there (ENOENT); 4 bytes expected'],
    ]);
  });

  it('reads nothing outside the case folder, whatever the records say', async () => {
    const folder = copy();
    tamper(folder, `UPDATE derived_files SET path = 'derived/../../../etc/passwd'`);
    expect(await problemsOf(folder)).toContainEqual([
      'derived-missing',
      'derived/../../../etc/passwd',
      'the recorded path leads out of the case folder and was not read',
    ]);
  });
});

describe('the ledger', () => {
  it('names a changed entry', async () => {
    const folder = copy();
    tamper(folder, `UPDATE ledger SET actor = 'Somebody' WHERE seq = 4`);
    const problems = await problemsOf(folder);
    expect(problems.map(([kind, subject]) => [kind, subject])).toEqual([['ledger-hash-wrong', '4']]);
    expect(problems[0]?.[2]).toMatch(/^entry 4 has the hash [0-9a-f]{64}, its contents have [0-9a-f]{64}$/);
  });

  it('names the entry after one whose hash was made to fit', async () => {
    const folder = copy();
    tamper(folder, `UPDATE ledger SET hash = '${'e'.repeat(64)}' WHERE seq = 4`);
    expect((await problemsOf(folder)).map(([kind, subject]) => [kind, subject])).toEqual([
      ['ledger-hash-wrong', '4'],
      ['ledger-link-wrong', '5'],
    ]);
  });

  it('names a gap, and the records that lost their entry', async () => {
    const folder = copy();
    tamper(folder, 'DELETE FROM ledger WHERE seq = 4');
    expect(await problemsOf(folder)).toEqual([
      ['ledger-gap', '5', 'entry 5 follows entry 3: 1 entries are missing between them'],
      ['record-without-entry', 'E1, acquisition 3', 'a row of acquisitions names entry 4, which does not state it'],
    ]);
  });

  it('names a payload that was re-written in another form', async () => {
    const folder = copy();
    tamper(folder, `UPDATE ledger SET payload_json = replace(payload_json, ',', ', ') WHERE seq = 6`);
    expect(await problemsOf(folder)).toEqual([['ledger-payload-not-canonical', '6', 'the payload of entry 6 is not canonical JSON']]);
  });

  it('names triggers that are gone or do nothing', async () => {
    const folder = copy();
    tamper(folder, `CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT 1; END`, false);
    const problems = await problemsOf(folder);
    expect(problems).toContainEqual(['trigger-missing', 'ledger_no_update', 'the trigger ledger_no_update does something else than it should']);
    expect(problems).toContainEqual(['trigger-missing', 'ledger_no_delete', 'the trigger ledger_no_delete is not there']);
    expect(problems).toHaveLength(33);
  });
});

describe('records', () => {
  it.each([
    ['a review', `UPDATE reviews SET decision = 'rejected' WHERE finding_id = 'F3'`, 'F3', 'decision: entry 10 states "confirmed", the record holds "rejected"'],
    ['an exhibit', `UPDATE exhibits SET original_name = 'other.mp4' WHERE id = 'E2'`, 'E2', 'name: entry 3 states "sound.mp4", the record holds "other.mp4"'],
    ['an acquisition', `UPDATE acquisitions SET name = 'x' WHERE acquisition_id = 3`, 'E1, acquisition 3', 'name: entry 4 states "copy.mp4", the record holds "x"'],
    ['the case', `UPDATE case_record SET name = 'Case two'`, 'case', 'name: entry 1 states "Case one", the record holds "Case two"'],
    ['a recipe', `UPDATE derived_files SET recipe_json = '{}'`, 'derived/E1-ffprobe.json', 'recipe: entry 5 states {"numbers":[1e+21,0.1,0,1e-7],"tool":"ffprobe"}, the record holds {}'],
    ['a report', `UPDATE reports SET pages = 2`, 'R1', 'pages: entry 11 states 1, the record holds 2'],
    ['the time of a review', `UPDATE reviews SET at_utc = '2020-01-01T00:00:00.000Z' WHERE finding_id = 'F1'`, 'F1', /^time: entry 8 states "2026-.*, the record holds "2020-01-01T00:00:00.000Z"$/],
    ['a job', `UPDATE jobs SET frames_with_face = 3`, 'J1', 'framesWithFace: entry 7 states 10, the record holds 3'],
    ['the state of a job', `UPDATE jobs SET state = 'failed'`, 'J1', 'state: entry 7 is examination.finished, the record holds "failed"'],
    ['a plan', `UPDATE jobs SET plan_json = json_set(plan_json, '$.provider', 'cuda')`, 'J1', /^plan: entry 6 states/],
    ['a face', `UPDATE face_batches SET data = zeroblob(length(data)) WHERE last_frame = 9`, 'J1', /^observationsSha256: entry 7 states/],
    ['an observation', `UPDATE observation_batches SET data = CAST(substr(data, 1, length(data) - 1) || x'00' AS BLOB) WHERE last_frame = 3`, 'J1', /^observationsSha256: entry 7/],
    ['a batch', `DELETE FROM observation_batches WHERE last_frame = 9`, 'J1', /^observationsSha256: entry 7/],
    ['a warning', `UPDATE job_warnings SET words = 'all well'`, 'J1', /^observationsSha256: entry 7/],
    ['a failure', `DELETE FROM job_failures`, 'J1', /^observationsSha256: entry 7/],
    ['an outcome', `UPDATE outcomes SET outcome_json = json_set(outcome_json, '$.score', 0.9)`, 'J1', /^conclusionsSha256: entry 7/],
    ['a signal', `UPDATE signals SET signal_json = json_set(signal_json, '$.values[0]', 0.9)`, 'J1', /^conclusionsSha256: entry 7/],
    ['a finding', `UPDATE findings SET draft_json = json_set(draft_json, '$.weight', 'anomaly') WHERE id = 'F2'`, 'J1', /^conclusionsSha256: entry 7/],
    ['a track', `DELETE FROM tracks`, 'J1', /^conclusionsSha256: entry 7/],
    ['the facts', `UPDATE exhibits SET facts_json = json_set(facts_json, '$.container', 'avi') WHERE id = 'E2'`, 'E2', /^factsSha256: entry 3/],
    ['the frame index', `UPDATE frame_indexes SET time_base_den = 30 WHERE exhibit_id = 'E2'`, 'E2', /^frameIndexSha256: entry 3/],
    ['a deleted review', `DELETE FROM reviews WHERE finding_id = 'F2'`, 'F2', 'entry 9 (finding.reviewed) states a row of reviews that is not there'],
  ])('names %s that was changed', async (_what, sql, subject, words) => {
    const folder = copy();
    tamper(folder, sql);
    const problems = await problemsOf(folder);
    expect(problems).toEqual([['record-differs-from-entry', subject, typeof words === 'string' ? words : (expect.stringMatching(words) as string)]]);
  });

  it('names a record that was slipped in', async () => {
    const folder = copy();
    tamper(folder, `INSERT INTO reviews (finding_id, decision, reason, by, at_utc, entry_seq) VALUES ('F1', 'rejected', 'r', 'b', 't', 99)`);
    expect(await problemsOf(folder)).toEqual([['record-without-entry', 'F1', 'a row of reviews names entry 99, which does not state it']]);
  });

  it('names an exhibit without an entry, and its missing file', async () => {
    const folder = copy();
    tamper(
      folder,
      `INSERT INTO exhibits SELECT 'E3', 3, kind, original_name, size_bytes, '${'9'.repeat(64)}', sha1, md5, extension, imported_at_utc,
        source_modified_at_utc, facts_json, 77 FROM exhibits WHERE id = 'E1'`,
    );
    expect((await problemsOf(folder)).map(([kind, subject]) => [kind, subject])).toEqual([
      ['record-without-entry', 'E3'],
      ['exhibit-missing', `exhibits/${'9'.repeat(64)}/original.mp4`],
    ]);
  });
});

describe('a database that cannot be trusted', () => {
  it.each([
    ['is missing', (path: string) => { rmSync(path); }],
    ['is no database', (path: string) => { writeFileSync(path, 'x'.repeat(9000)); }],
    ['is empty', (path: string) => { truncateSync(path, 0); }, 'schema-unknown'],
    ['is cut off', (path: string) => { truncateSync(path, 20_480); }],
    ['has a torn page', (path: string) => {
      const bytes = readFileSync(path);
      bytes.fill(0xee, 8192, 8192 + 4096);
      writeFileSync(path, bytes);
    }],
  ])('is named when it %s', async (_words, harm: (path: string) => void, kind = 'database-unreadable') => {
    const folder = copy();
    harm(join(folder, 'case.sqlite'));
    const before = everyFile(folder);
    const said = await verifyCase(folder);
    expect(said.ok).toBe(false);
    expect(said.problems.map((problem) => problem.kind)).toContain(kind);
    expect(everyFile(folder)).toEqual(before);
  });

  it('is named when its schema is from the future', async () => {
    const folder = copy();
    const db = new Database(join(folder, 'case.sqlite'));
    db.pragma('user_version = 999');
    db.close();
    expect((await problemsOf(folder))[0]).toEqual(['schema-unknown', 'case.sqlite', 'application 1347306066, schema version 999; known: 10']);
  });

  it('is named when the folder is not there at all', async () => {
    expect((await problemsOf(join(root, 'nowhere'))).map(([kind]) => kind)).toEqual(['database-unreadable']);
    expect(existsSync(join(root, 'nowhere'))).toBe(false);
  });
});
