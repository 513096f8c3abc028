import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exampleNow } from '../../../tests/helpers/example-records.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import {
  CLIP,
  clipPath,
  everyFile,
  hash,
  ME,
  PROXY,
  proxyPath,
  sealPath,
  SOUND,
  tamper,
  wholeCase,
} from '../../../tests/helpers/whole-case.ts';
import type { VerificationProgress } from '../../contract/cases.ts';
import { openCase } from '../../store/open-case.ts';
import { verifyCase } from './verify-case.ts';

const options = { now: exampleNow(), penumbraVersion: '0.1.0' };
const root = tempFolder();
const original = join(root, 'original');
await wholeCase(original);
/** The length of a signature is that of the key and the certificate. */
const sealBytes = statSync(join(original, sealPath)).size;
const bytesTotal = CLIP.length + SOUND.length + 3 + PROXY.length + 4 + 10 + sealBytes;
let count = 0;
const copy = (): string => {
  const folder = join(root, `copy-${count++}`);
  cpSync(original, folder, { recursive: true });
  return folder;
};

const problemsOf = async (folder: string): Promise<string[][]> =>
  (await verifyCase(folder)).problems.map(({ kind, subject, words }) => [kind, subject, words]);

describe('an untouched case', () => {
  it('verifies, and says what was looked at', async () => {
    const folder = copy();
    const before = everyFile(folder);
    const mtime = statSync(folder).mtimeMs;
    const said = await verifyCase(folder);
    expect(said).toEqual({
      ok: true,
      checkedAtUtc: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      entries: 27,
      headHash: new Database(join(original, 'case.sqlite'), { readonly: true })
        .prepare('SELECT hash FROM ledger WHERE seq = 27')
        .pluck()
        .get(),
      exhibitsChecked: 2,
      derivedChecked: 2,
      bytesHashed: bytesTotal,
      files: [
        { noun: 'exhibit', path: clipPath, sizeBytes: CLIP.length, ok: true },
        { noun: 'exhibit', path: `exhibits/${hash('sha256', SOUND)}/original.mp4`, sizeBytes: SOUND.length, ok: true },
        { noun: 'derived', path: 'derived/E1-ffprobe.json', sizeBytes: 3, ok: true },
        { noun: 'derived', path: proxyPath, sizeBytes: PROXY.length, ok: true },
        { noun: 'report', path: 'reports/R1.pdf', sizeBytes: 4, ok: true },
        { noun: 'report', path: 'reports/R2.pdf', sizeBytes: 10, ok: true },
        { noun: 'seal', path: sealPath, sizeBytes: sealBytes, ok: true },
      ],
      unfinishedImport: null,
      seals: [
        {
          seq: 21,
          entry: 22,
          path: sealPath,
          signer: 'CN=Demo Examiner',
          intact: { ok: true, words: expect.any(String) as string },
          valid: { ok: true, words: expect.any(String) as string },
          trusted: { ok: false, words: expect.stringMatching(/self-signed/) as string },
          timestamp: null,
        },
      ],
      problems: [],
    });
    expect(everyFile(folder)).toEqual(before);
    expect(statSync(folder).mtimeMs).toBe(mtime);
  });

  it('says how far it is before each file, in files and bytes', async () => {
    const steps: VerificationProgress[] = [];
    await verifyCase(copy(), (progress) => steps.push(progress));
    expect(steps.map(({ filesDone, bytesDone }) => [filesDone, bytesDone])).toEqual([
      [0, 0],
      [1, CLIP.length],
      [2, CLIP.length + SOUND.length],
      [3, CLIP.length + SOUND.length + 3],
      [4, CLIP.length + SOUND.length + 3 + PROXY.length],
      [5, CLIP.length + SOUND.length + 3 + PROXY.length + 4],
      [6, CLIP.length + SOUND.length + 3 + PROXY.length + 4 + 10],
    ]);
    expect(steps.every((step) => step.filesTotal === 7 && step.bytesTotal === bytesTotal)).toBe(true);
  });

  it('verifies while it is open here, with its latest entries', async () => {
    const folder = copy();
    const store = openCase(folder, options);
    store.note({ actor: ME, action: 'case.opened', subject: 'x', payload: null });
    expect(await verifyCase(folder)).toMatchObject({ ok: true, entries: 28, headHash: store.head().hash });
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
    expect(await verifyCase(folder)).toMatchObject({ ok: true, entries: 28 });
    expect(() => openCase(folder, options)).toThrow(expect.objectContaining({ code: 'CASE_LOCKED' }));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const before = everyFile(folder);
    expect(Object.keys(before)).toContain('case.sqlite-wal');
    expect(await verifyCase(folder)).toMatchObject({ ok: true, entries: 28 });
    expect(everyFile(folder)).toEqual(before);
    const store = openCase(folder, options);
    expect(store.head().seq).toBe(28);
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
    expect((await verifyCase(folder)).files.map(({ ok }) => ok)).toEqual([false, true, true, true, true, true, true]);
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
    tamper(folder, `UPDATE derived_files SET path = 'derived/../../../etc/passwd' WHERE kind = 'ffprobe-json'`);
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
    expect(problems).toContainEqual([
      'trigger-missing',
      'ledger_no_update',
      'the trigger ledger_no_update does something else than it should',
    ]);
    expect(problems).toContainEqual(['trigger-missing', 'ledger_no_delete', 'the trigger ledger_no_delete is not there']);
    expect(problems).toHaveLength(57);
  });
});

describe('a database that cannot be trusted', () => {
  it.each([
    [
      'is missing',
      (path: string) => {
        rmSync(path);
      },
    ],
    [
      'is no database',
      (path: string) => {
        writeFileSync(path, 'x'.repeat(9000));
      },
    ],
    [
      'is empty',
      (path: string) => {
        truncateSync(path, 0);
      },
      'schema-unknown',
    ],
    [
      'is cut off',
      (path: string) => {
        truncateSync(path, 20_480);
      },
    ],
    [
      'has a torn page',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes.fill(0xee, 8192, 8192 + 4096);
        writeFileSync(path, bytes);
      },
    ],
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
    expect((await problemsOf(folder))[0]).toEqual([
      'schema-unknown',
      'case.sqlite',
      'application 1347306066, schema version 999; known: 10, 20, 30, 40, 50, 70, 90, 95, 100, 111',
    ]);
  });

  it('is named when the folder is not there at all', async () => {
    expect((await problemsOf(join(root, 'nowhere'))).map(([kind]) => kind)).toEqual(['database-unreadable']);
    expect(existsSync(join(root, 'nowhere'))).toBe(false);
  });
});
