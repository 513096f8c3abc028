import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openPromise } from 'yauzl';
import { expect, it, onTestFinished } from 'vitest';
import { exampleNow } from '../../../tests/helpers/example-records.ts';
import { selfSigned } from '../../../tests/helpers/signed-pdf.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { CLIP, clipPath, everyFile, ME, SOUND, tamper, wholeCase } from '../../../tests/helpers/whole-case.ts';
import type { ArchiveProgress } from '../../contract/archives.ts';
import { ExhibitId } from '../../contract/values.ts';
import { entryFor } from '../../store/entries.ts';
import { openCase } from '../../store/open-case.ts';
import { readArchive } from '../../verify/archive/read-archive.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { sealHead } from '../seals/seal-head.ts';
import { exportLedger } from '../custody/export-ledger.ts';
import { exportCase } from './export-case.ts';
import { importCase } from './import-case.ts';

const root = tempFolder();
const original = join(root, 'original');
await wholeCase(original);
let count = 0;
const options = { version: '0.1.0', now: exampleNow(), importer: 'Demo Archivist', onProgress: () => undefined };

/** A copy of the case, open, and a folder of its own for what is made of it. */
function fresh(now = exampleNow()) {
  const at = join(root, `one-${count++}`);
  const folder = join(at, 'case');
  cpSync(original, folder, { recursive: true });
  const store = openCase(folder, { now, penumbraVersion: '0.1.0' });
  onTestFinished(() => store.close());
  return { at, folder, store, opened: { folder, store, actor: ME } };
}

async function entriesOf(archive: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
  const found = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    found.set(entry.fileName, Buffer.concat(chunks));
  }
  zip.close();
  return found;
}

it('writes a bag that states every file twice, with the ledger up to the export', async () => {
  const { at, store, opened } = fresh();
  await exportLedger(opened, 'jsonl');
  const before = store.head();
  const steps: ArchiveProgress[] = [];
  const made = await exportCase(opened, join(at, 'case one.zip'), { ...options, onProgress: (step) => steps.push(step) });
  const entries = await entriesOf(join(at, 'case one.zip'));
  const text = (name: string): string => entries.get(`case one/${name}`)?.toString() ?? '';
  expect([...entries.keys()]).toEqual(
    [
      'bagit.txt',
      'data/case.sqlite',
      `data/${clipPath}`,
      `data/exhibits/${createHash('sha256').update(SOUND).digest('hex')}/original.mp4`,
      'data/derived/E1-ffprobe.json',
      'data/derived/E1-proxy.mp4',
      'data/reports/R1.pdf',
      'data/reports/R2.pdf',
      'data/seals/000021.p7s',
      `data/exports/ledger-${String(before.seq - 1).padStart(6, '0')}.jsonl`,
      'bag-info.txt',
      'manifest-sha256.txt',
      'manifest-sha512.txt',
      'tagmanifest-sha256.txt',
      'tagmanifest-sha512.txt',
    ].map((name) => `case one/${name}`),
  );
  expect(text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  for (const name of ['sha256', 'sha512']) {
    for (const [list, count] of [
      [`manifest-${name}.txt`, 9],
      [`tagmanifest-${name}.txt`, 4],
    ] as const) {
      const lines = text(list).trimEnd().split('\n');
      expect(lines).toHaveLength(count);
      for (const line of lines) {
        const [hash, path = ''] = line.split('  ');
        expect(hash, path).toBe(
          createHash(name)
            .update(entries.get(`case one/${path}`) ?? '')
            .digest('hex'),
        );
      }
    }
  }
  const info = Object.fromEntries(
    text('bag-info.txt')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(': ')),
  ) as Record<string, string>;
  expect(info).toMatchObject({
    'External-Identifier': `urn:uuid:${made.caseId}`,
    'External-Description': 'Case one',
    'Payload-Oxum': `${String(made.bytes)}.9`,
    'Penumbra-Ledger-Entries': String(before.seq + 1),
    'Penumbra-Ledger-Head': made.ledgerHead,
  });
  const whole = readFileSync(join(at, 'case one.zip'));
  expect(made).toMatchObject({
    fileName: 'case one.zip',
    sizeBytes: whole.length,
    sha256: createHash('sha256').update(whole).digest('hex'),
    manifestSha256: createHash('sha256').update(text('manifest-sha256.txt')).digest('hex'),
    files: 9,
    entries: before.seq + 1,
  });
  const [started, exported] = store.entries(before.seq + 1, 10);
  expect(started).toMatchObject({ action: 'case.export-started', hash: made.ledgerHead, payload: { fileName: 'case one.zip' } });
  expect(exported).toMatchObject({ action: 'case.exported', subject: made.caseId, payload: { sha256: made.sha256 } });
  expect(steps[0]).toMatchObject({ stage: 'database' });
  expect(steps.at(-1)).toMatchObject({ stage: 'files', filesDone: 9, filesTotal: 9, bytesDone: made.bytes, bytesTotal: made.bytes });
  expect(readdirSync(at).sort()).toEqual(['case', 'case one.zip']);
  expect(statSync(join(at, 'case one.zip')).mode & 0o777).toBe(0o444);
});

it('comes back as the same case, whose next entry says where from', async () => {
  const { at, store, opened, folder } = fresh();
  const archive = join(at, 'a.zip');
  const made = await exportCase(opened, archive, options);
  const before = everyFile(at);
  const said = await readArchive(archive);
  expect(said).toMatchObject({ ok: true, files: made.files, bytes: made.bytes, manifestSha256: made.manifestSha256, problems: [] });
  expect(said.case).toMatchObject({ ok: true, entries: made.entries, headHash: made.ledgerHead, exhibitsChecked: 2 });
  expect(everyFile(at)).toEqual(before);

  const there = join(at, 'deep/copy');
  const { facts } = await importCase(archive, there, options);
  expect(facts).toEqual({
    caseId: made.caseId,
    files: made.files,
    bytes: made.bytes,
    entries: made.entries,
    ledgerHead: made.ledgerHead,
    manifestSha256: made.manifestSha256,
  });
  expect(readdirSync(join(at, 'deep'))).toEqual(['copy']);
  expect((await verifyCase(there)).problems).toEqual([]);
  const copy = openCase(there, { now: exampleNow(), penumbraVersion: '0.1.0' });
  onTestFinished(() => copy.close());
  expect(copy.entries(1, made.entries)).toEqual(store.entries(1, made.entries));
  expect(copy.entries(made.entries + 1, 9)).toMatchObject([
    {
      action: 'case.imported',
      actor: 'Demo Archivist',
      prevHash: made.ledgerHead,
      payload: { fileName: 'a.zip', manifestSha256: made.manifestSha256 },
    },
  ]);
  expect(readFileSync(join(there, clipPath), 'utf8')).toBe(CLIP);
  expect(statSync(join(there, clipPath)).mode & 0o777).toBe(0o444);
  expect((await verifyCase(folder)).problems).toEqual([]);
});

it('archives an examination that runs; the copy can resume it', async () => {
  const { at, opened, store } = fresh();
  const job = store.act({ actor: ME, action: 'examination.started', subject: 'J2', payload: {} }, (tx) =>
    tx.addJob({ exhibitId: ExhibitId.parse('E2'), plan: store.job('J1').plan, framesTotal: 10, blocksTotal: 0 }),
  );
  await exportCase(opened, join(at, 'a.zip'), options);
  await importCase(join(at, 'a.zip'), join(at, 'copy'), options);
  const copy = openCase(join(at, 'copy'), { now: exampleNow(), penumbraVersion: '0.1.0' });
  onTestFinished(() => copy.close());
  expect(copy.job(job.id).state).toBe('interrupted');
  expect(store.job(job.id).state).toBe('running');
});

it('refuses an exhibit that is not what it was, and leaves nothing but the entries', async () => {
  for (const harm of [
    (path: string) => {
      chmodSync(path, 0o644);
      writeFileSync(path, CLIP.replace('t', 'u'));
    },
    (path: string) => rmSync(path),
    (path: string) => {
      rmSync(path);
      symlinkSync('/etc/hostname', path);
    },
  ]) {
    const { at, folder, opened, store } = fresh();
    harm(join(folder, clipPath));
    await expect(exportCase(opened, join(at, 'a.zip'), options)).rejects.toMatchObject({ code: 'ARCHIVE_SOURCE_ALTERED' });
    expect(readdirSync(at)).toEqual(['case']);
    expect(store.entries(store.head().seq, 1)).toMatchObject([
      { action: 'case.export-failed', payload: { code: 'ARCHIVE_SOURCE_ALTERED' } },
    ]);
  }
});

it('writes over nothing, not into the case, and into no folder that is not there', async () => {
  const { at, folder, opened, store } = fresh();
  const head = store.head();
  writeFileSync(join(at, 'a.zip'), 'mine');
  await expect(exportCase(opened, join(at, 'a.zip'), options)).rejects.toMatchObject({ code: 'ARCHIVE_EXISTS' });
  for (const place of [join(folder, 'reports/a.zip'), join(at, 'nowhere/a.zip')])
    await expect(exportCase(opened, place, options)).rejects.toMatchObject({ code: 'ARCHIVE_PLACE_UNUSABLE' });
  expect(store.head()).toEqual(head);
  expect(readFileSync(join(at, 'a.zip'), 'utf8')).toBe('mine');
});

it('stops when asked, at the database and at a file, and leaves nothing', async () => {
  for (const stage of ['database', 'files'] as const) {
    const { at, opened } = fresh();
    const stopping = new AbortController();
    const stop = (step: ArchiveProgress): void => {
      if (step.stage === stage) stopping.abort();
    };
    await expect(exportCase(opened, join(at, 'a.zip'), { ...options, signal: stopping.signal, onProgress: stop })).rejects.toMatchObject({
      code: 'ARCHIVE_CANCELLED',
    });
    expect(readdirSync(at)).toEqual(['case']);
  }
  const { at, opened } = fresh();
  await exportCase(opened, join(at, 'a.zip'), options);
  const stopping = new AbortController();
  const stopped = importCase(join(at, 'a.zip'), join(at, 'copy'), {
    ...options,
    signal: stopping.signal,
    onProgress: ({ filesDone }) => {
      if (filesDone === 2) stopping.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ code: 'ARCHIVE_CANCELLED' });
  expect(readdirSync(at).sort()).toEqual(['a.zip', 'case']);
});

it('imports into an empty folder and into no other', async () => {
  const { at, opened } = fresh();
  await exportCase(opened, join(at, 'a.zip'), options);
  mkdirSync(join(at, 'empty'));
  await importCase(join(at, 'a.zip'), join(at, 'empty'), options);
  expect(existsSync(join(at, 'empty/case.sqlite'))).toBe(true);
  const before = everyFile(at);
  await expect(importCase(join(at, 'a.zip'), join(at, 'empty'), options)).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' });
  await expect(importCase(join(at, 'a.zip'), join(at, 'a.zip'), options)).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' });
  await expect(importCase(join(at, 'none.zip'), join(at, 'x'), options)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  expect(everyFile(at)).toEqual(before);
});

it('imports no case that differs from its own records, though the bag around it is whole', async () => {
  const { at, folder, store } = fresh();
  store.close();
  for (const [sql, words] of [
    [`UPDATE reviews SET decision = 'rejected' WHERE finding_id = 'F3'`, /record-differs-from-entry F3/],
    [`CREATE TRIGGER at_once AFTER INSERT ON ledger BEGIN SELECT 1; END`, /schema-unexpected at_once/],
  ] as const) {
    const copy = join(at, `harmed-${words.source.length}`);
    cpSync(folder, copy, { recursive: true });
    tamper(copy, sql);
    const harmed = openCase(copy, { now: exampleNow(), penumbraVersion: '0.1.0' });
    await exportCase({ folder: copy, store: harmed, actor: ME }, `${copy}.zip`, options);
    harmed.close();
    await expect(importCase(`${copy}.zip`, join(at, 'copy'), options)).rejects.toMatchObject({
      code: 'ARCHIVE_CASE_WRONG',
      detail: expect.stringMatching(words) as string,
    });
    const said = await readArchive(`${copy}.zip`);
    expect([said.ok, said.problems, said.case?.ok]).toEqual([false, [], false]);
    expect(existsSync(join(at, 'copy'))).toBe(false);
  }
});

it('imports a sealed case whole, and none whose seal is over another ledger', async () => {
  const identity = await selfSigned();
  // In force from then on.
  const at = new Date('2026-03-04T06:00:00Z');
  const then = { ...options, now: () => at };
  const [one, other] = [fresh(() => at), fresh(() => at)];
  for (const [{ store }, subject] of [
    [one, 'one'],
    [other, 'other'],
  ] as const)
    store.note({ actor: ME, action: 'case.opened', subject, payload: null });
  const seal = await sealHead(one.opened, { identity, at, timestampUrl: null });
  await exportCase(one.opened, join(one.at, 'a.zip'), then);
  const { seals } = await importCase(join(one.at, 'a.zip'), join(one.at, 'copy'), then);
  expect(seals).toMatchObject([{ seq: 21 }, { path: seal.path, intact: { ok: true } }]);
  expect(await verifyCase(join(one.at, 'copy'))).toMatchObject({
    problems: [],
    seals: [{ seq: 21 }, { path: seal.path, intact: { ok: true } }],
  });
  cpSync(join(one.folder, seal.path), join(other.folder, seal.path));
  other.store.note(entryFor.caseSealed(ME, other.store.info().id, { ...seal, ledgerHead: other.store.head().hash }));
  await exportCase(other.opened, join(other.at, 'a.zip'), then);
  await expect(importCase(join(other.at, 'a.zip'), join(other.at, 'copy'), then)).rejects.toMatchObject({
    code: 'ARCHIVE_CASE_WRONG',
    detail: expect.stringMatching(/^seal-wrong seals\/000028\.p7s: the seal is not over entry 28/) as string,
  });
  expect(existsSync(join(other.at, 'copy'))).toBe(false);
});

it('takes a database that is in use by its own connection as one moment', async () => {
  const { at, opened, store } = fresh();
  let more = 0;
  await exportCase(opened, join(at, 'a.zip'), {
    ...options,
    onProgress: ({ stage }) => {
      if (stage === 'database' && more++ < 3) store.note({ actor: ME, action: 'case.opened', subject: 'x', payload: null });
    },
  });
  const said = await readArchive(join(at, 'a.zip'));
  expect(said.ok).toBe(true);
  const unpacked = join(at, 'db.sqlite');
  writeFileSync(unpacked, (await entriesOf(join(at, 'a.zip'))).get('a/data/case.sqlite') ?? '');
  const db = new Database(unpacked, { readonly: true });
  expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
  expect(db.prepare('SELECT count(*) FROM ledger').pluck().get()).toBe(said.case?.entries);
  db.close();
});
