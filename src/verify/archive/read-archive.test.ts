import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { exampleNow } from '../../../tests/helpers/example-records.ts';
import { rawZip, type RawEntry } from '../../../tests/helpers/raw-zip.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { clipPath, ME, wholeCase } from '../../../tests/helpers/whole-case.ts';
import { exportCase } from '../../core/archive/export-case.ts';
import { importCase } from '../../core/archive/import-case.ts';
import { openCase } from '../../store/open-case.ts';
import { openArchive } from './open-zip.ts';
import { readArchive } from './read-archive.ts';

const root = tempFolder();
const options = { version: '0.1.0', now: exampleNow(), importer: 'Demo Archivist', onProgress: () => undefined };
/** Every file of a good archive, by path inside the bag. */
const good = new Map<string, Buffer>();

beforeAll(async () => {
  const folder = join(root, 'case');
  await wholeCase(folder);
  const store = openCase(folder, { now: exampleNow(), penumbraVersion: '0.1.0' });
  await exportCase({ folder, store, actor: ME }, join(root, 'good.zip'), options);
  store.close();
  const archive = await openArchive(join(root, 'good.zip'));
  for (const [path, file] of archive.files) {
    const chunks: Buffer[] = [];
    for await (const chunk of await file.open()) chunks.push(chunk as Buffer);
    good.set(path, Buffer.concat(chunks));
  }
  archive.close();
});

type Files = Map<string, Buffer>;
const listOf = (files: Files): RawEntry[] => [...files].map(([path, content]) => ({ name: `bag/${path}`, content }));
const text = (files: Files, path: string): string => files.get(path)?.toString() ?? '';
const change = (files: Files, path: string, to: (text: string) => string): void => void files.set(path, Buffer.from(to(text(files, path))));
/** As someone would who knows the format: every manifest and tag manifest is made to fit again. */
function refit(files: Files): void {
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  const bytes = payload.reduce((sum, [, content]) => sum + content.length, 0);
  change(files, 'bag-info.txt', (info) => info.replace(/Payload-Oxum: .*/, `Payload-Oxum: ${bytes}.${payload.length}`));
  for (const name of ['sha256', 'sha512'])
    files.set(`manifest-${name}.txt`, Buffer.from(payload.map(([path, content]) => `${digest(name, content)}  ${path}\n`).join('')));
  for (const name of ['sha256', 'sha512']) {
    const tags = [...files].filter(([path]) => !path.startsWith('data/') && !path.startsWith('tag'));
    files.set(`tagmanifest-${name}.txt`, Buffer.from(tags.map(([path, content]) => `${digest(name, content)}  ${path}\n`).join('')));
  }
}
const digest = (name: string, content: Buffer): string => createHash(name).update(content).digest('hex');
const path = `data/${clipPath}`;

/** Imports are refused with this code and leave nothing; verification names the same. */
async function refused(zip: Buffer, code: string, words: RegExp): Promise<void> {
  const archive = join(root, 'hostile.zip');
  writeFileSync(archive, zip);
  const before = readdirSync(root).sort();
  await expect(importCase(archive, join(root, 'there/deep'), options)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(words) as string,
  });
  expect(
    readdirSync(root)
      .sort()
      .filter((name) => name !== 'there'),
  ).toEqual(before.filter((name) => name !== 'there'));
  expect(readdirSync(join(root, 'there'))).toEqual([]);
  const said = await readArchive(archive);
  expect(said.ok).toBe(false);
  const named = [
    ...said.problems.map((problem) => `${problem.code} ${problem.subject} ${problem.words}`),
    ...(said.case?.problems ?? []).map(({ kind }) => `ARCHIVE_CASE_WRONG ${kind}`),
  ];
  expect(
    named.some((one) => one.startsWith(code)),
    named.join('\n'),
  ).toBe(true);
}

it('reads the good archive, and the same files in a plain ZIP of another writer', async () => {
  expect(await readArchive(join(root, 'good.zip'))).toMatchObject({ ok: true, problems: [], case: { ok: true } });
  const files = new Map(good);
  refit(files);
  writeFileSync(join(root, 'again.zip'), rawZip(listOf(files)));
  expect(await readArchive(join(root, 'again.zip'))).toMatchObject({ ok: true, problems: [], case: { ok: true } });
});

const payload = (name: string, more: Partial<RawEntry> = {}): RawEntry => ({ name: `bag/${name}`, content: 'x', ...more });
it.each<[string, RawEntry, string, RegExp]>([
  ['a path that leads up', payload('data/../../evil'), 'ARCHIVE_UNSAFE', /relative/],
  ['a path that leads up inside a folder', payload('data/exhibits/../../../evil'), 'ARCHIVE_UNSAFE', /relative/],
  ['an absolute path', { name: '/etc/evil', content: 'x' }, 'ARCHIVE_UNSAFE', /absolute/],
  ['a drive', { name: 'C:/evil', content: 'x' }, 'ARCHIVE_UNSAFE', /absolute/],
  ['a backslash', payload('data\\exhibits\\evil'), 'ARCHIVE_UNSAFE', /invalid characters/],
  ['a stream of another file', payload('data/exhibits/a:evil'), 'ARCHIVE_UNSAFE', /not allowed/],
  ['a zero byte in a name', payload('data/exhibits/a\u0000.mp4'), 'ARCHIVE_UNSAFE', /not allowed/],
  ['a device', payload('data/exhibits/NUL.mp4'), 'ARCHIVE_UNSAFE', /not every system/],
  ['an empty part', payload('data//exhibits/a'), 'ARCHIVE_UNSAFE', /elsewhere/],
  ['a link', payload('data/exhibits/a', { mode: 0o120777, content: '/etc/passwd' }), 'ARCHIVE_UNSAFE', /no regular file/],
  ['a pipe', payload('data/exhibits/a', { mode: 0o010644 }), 'ARCHIVE_UNSAFE', /no regular file/],
  ['a folder', payload('data/exhibits/a/', { content: '' }), 'ARCHIVE_UNSAFE', /no regular file/],
  ['a second folder at the top', { name: 'other/bagit.txt', content: 'x' }, 'ARCHIVE_UNSAFE', /one folder/],
  ['no folder at the top', { name: 'evil', content: 'x' }, 'ARCHIVE_UNSAFE', /one folder/],
  ['the same name twice', payload(`data/${clipPath}`), 'ARCHIVE_UNSAFE', /twice/],
  ['the same name in other letters', payload(`data/${clipPath.replace('original', 'ORIGINAL')}`), 'ARCHIVE_UNSAFE', /twice/],
  ['a file where a folder is', payload(`data/${clipPath.replace('/original.mp4', '')}`), 'ARCHIVE_UNSAFE', /folder would be/],
  ['two names for one file', payload('data/exhibits/a', { localName: 'bag/data/exhibits/b' }), 'ARCHIVE_UNSAFE', /two different names/],
  ['a log beside the database', payload('data/case.sqlite-wal'), 'ARCHIVE_UNSAFE', /no such file/],
  ['a list of files elsewhere', payload('fetch.txt'), 'ARCHIVE_UNSAFE', /no such file/],
  ['a file at the top of the payload', payload('data/evil.sh'), 'ARCHIVE_UNSAFE', /no such file/],
  ['packed bytes', payload('data/exhibits/a', { method: 8 }), 'ARCHIVE_UNREADABLE', /packed/],
  ['an encrypted file', payload('data/exhibits/a', { flags: 1 }), 'ARCHIVE_UNREADABLE', /./],
  ['a size beyond the archive', payload('data/exhibits/a', { statedBytes: 0xfffffff0 }), 'ARCHIVE_TOO_LARGE', /larger/],
  ['a file that no manifest names', payload('data/exhibits/a'), 'ARCHIVE_FILES_WRONG', /not every manifest/],
])('refuses %s', async (_what, entry, code, words) => {
  await refused(rawZip([...listOf(good), entry]), code, words);
});

it('refuses files that share their bytes until they are larger than the archive', async () => {
  const big: RawEntry = { name: 'bag/data/exhibits/big', content: Buffer.alloc(600_000) };
  const copies = Array.from({ length: 5 }, (_, nth) => ({ ...big, name: `bag/data/exhibits/copy${nth}`, sharesBytes: true }));
  await refused(rawZip([...listOf(good), big, ...copies]), 'ARCHIVE_TOO_LARGE', /larger/);
});

it('refuses more entries than any case has, before it reads one', async () => {
  const zip = rawZip(listOf(good));
  for (const at of [zip.length - 14, zip.length - 12]) zip.writeUInt16LE(0xfffe, at);
  await refused(zip, 'ARCHIVE_UNREADABLE', /./);
});

it.each<[string, (files: Files) => void, string, RegExp]>([
  ['a byte of an exhibit', (files) => change(files, path, (was) => was.replace('t', 'u')), 'ARCHIVE_HASH_MISMATCH', /sha256/],
  ['the database', (files) => files.set('data/case.sqlite', Buffer.from('x')), 'ARCHIVE_FILES_WRONG', /Payload-Oxum/],
  ['a missing exhibit', (files) => files.delete(path), 'ARCHIVE_FILES_WRONG', /names it and it is not there/],
  [
    'a line of the manifest',
    (files) => change(files, 'manifest-sha256.txt', (was) => was.slice(was.indexOf('\n') + 1)),
    'ARCHIVE_FILES_WRONG',
    /not every/,
  ],
  [
    'a hash in the manifest',
    (files) => change(files, 'manifest-sha512.txt', (was) => was.replace(/^./, (at) => (at === '0' ? '1' : '0'))),
    'ARCHIVE_HASH_MISMATCH',
    /tag manifest/,
  ],
  [
    'a manifest that names what lies outside',
    (files) => change(files, 'manifest-sha256.txt', (was) => `${was}${'0'.repeat(64)}  data/../../etc/passwd\n`),
    'ARCHIVE_FILES_WRONG',
    /not there/,
  ],
  ['a file named twice', (files) => change(files, 'manifest-sha256.txt', (was) => `${was}${was}`), 'ARCHIVE_FILES_WRONG', /named twice/],
  [
    'a line that is none',
    (files) => change(files, 'manifest-sha256.txt', (was) => `${was}hello\n`),
    'ARCHIVE_UNREADABLE',
    /not understood/,
  ],
  [
    'the words about it',
    (files) => change(files, 'bag-info.txt', (was) => was.replace(ME, 'Somebody')),
    'ARCHIVE_HASH_MISMATCH',
    /bag-info/,
  ],
  ['no manifest', (files) => files.delete('manifest-sha256.txt'), 'ARCHIVE_FILES_WRONG', /no manifest/],
  ['no declaration', (files) => files.delete('bagit.txt'), 'ARCHIVE_UNREADABLE', /bagit/],
  ['another version', (files) => change(files, 'bagit.txt', (was) => was.replace('1.0', '2.0')), 'ARCHIVE_UNREADABLE', /bagit/],
])('refuses %s changed', async (_what, harm, code, words) => {
  const files = new Map(good);
  harm(files);
  await refused(rawZip(listOf(files)), code, words);
});

it.each<[string, (files: Files) => void, RegExp]>([
  ['an exhibit', (files) => change(files, path, (was) => was.replace('t', 'u')), /exhibit-hash-wrong/],
  ['an exhibit taken out', (files) => files.delete(path), /exhibit-missing/],
  ['an exhibit put in', (files) => files.set('data/exhibits/planted.mp4', Buffer.from('x')), /exhibit-unrecorded/],
  ['the database', (files) => files.set('data/case.sqlite', Buffer.from('x'.repeat(5000))), /database-unreadable/],
])('refuses %s, though the whole bag was made to fit', async (_what, harm, words) => {
  const files = new Map(good);
  harm(files);
  refit(files);
  await refused(rawZip(listOf(files)), 'ARCHIVE_CASE_WRONG', words);
});

it('names every difference at once when it only verifies', async () => {
  const files = new Map(good);
  change(files, path, (was) => was.replace('t', 'u'));
  change(files, 'data/reports/R1.pdf', () => '%PDG');
  writeFileSync(join(root, 'two.zip'), rawZip(listOf(files)));
  const said = await readArchive(join(root, 'two.zip'));
  expect(said.problems.map(({ code, subject, words }) => [code, subject, words.slice(0, 6)])).toEqual([
    ['ARCHIVE_HASH_MISMATCH', path, 'sha256'],
    ['ARCHIVE_HASH_MISMATCH', path, 'sha512'],
    ['ARCHIVE_HASH_MISMATCH', 'data/reports/R1.pdf', 'sha256'],
    ['ARCHIVE_HASH_MISMATCH', 'data/reports/R1.pdf', 'sha512'],
  ]);
  expect(said.case?.problems.map(({ kind }) => kind)).toEqual([
    'exhibit-hash-wrong',
    'exhibit-hash-wrong',
    'exhibit-hash-wrong',
    'report-hash-wrong',
  ]);
});

it('refuses what is cut off, at any place, and leaves no temporary folder', async () => {
  vi.stubEnv('TMPDIR', root);
  const whole = readFileSync(join(root, 'good.zip'));
  const before = readdirSync(tmpdir()).sort();
  for (const share of [0, 0.2, 0.5, 0.9, 0.999]) {
    writeFileSync(join(root, 'hostile.zip'), whole);
    truncateSync(join(root, 'hostile.zip'), Math.floor(whole.length * share));
    const said = await readArchive(join(root, 'hostile.zip'));
    expect([said.ok, said.problems[0]?.code]).toEqual([false, 'ARCHIVE_UNREADABLE']);
  }
  expect(readdirSync(tmpdir()).sort()).toEqual(before);
  vi.unstubAllEnvs();
});
