/** Re-reads every file that the records speak of, and looks for files that no record speaks of. */
import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, normalize, relative, sep } from 'node:path';
import type Database from 'better-sqlite3';
import type { CaseProblem } from '../../contract/cases.ts';
import type { Problems } from './problems.ts';
import { statedSeals } from './stated-seals.ts';

export interface RecordedFile {
  readonly noun: 'exhibit' | 'derived' | 'report' | 'seal';
  /** Inside the case folder, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly hashes: Readonly<Record<string, string>>;
}

export function recordedFiles(db: Database.Database): RecordedFile[] {
  type Row = Readonly<Record<string, string | number>>;
  const exhibits = (db.prepare('SELECT * FROM exhibits ORDER BY number').all() as Row[]).map((row): RecordedFile => ({
    noun: 'exhibit',
    path: `exhibits/${String(row.sha256)}/original.${String(row.extension)}`,
    sizeBytes: Number(row.size_bytes),
    hashes: { sha256: String(row.sha256), sha1: String(row.sha1), md5: String(row.md5) },
  }));
  const others = (['derived_files', 'reports'] as const).flatMap((table) =>
    (db.prepare(`SELECT path, size_bytes, sha256 FROM ${table} ORDER BY path`).all() as Row[]).map((row): RecordedFile => ({
      noun: table === 'reports' ? 'report' : 'derived',
      path: String(row.path),
      sizeBytes: Number(row.size_bytes),
      hashes: { sha256: String(row.sha256) },
    })),
  );
  const seals = statedSeals(db).map(({ path, sizeBytes, sha256 }): RecordedFile => ({ noun: 'seal', path, sizeBytes, hashes: { sha256 } }));
  return [...exhibits, ...others, ...seals];
}

const MISSING = {
  exhibit: 'exhibit-missing',
  derived: 'derived-missing',
  report: 'report-missing',
  seal: 'seal-missing',
} as const satisfies Record<string, CaseProblem['kind']>;
const SIZE_WRONG = {
  exhibit: 'exhibit-size-wrong',
  derived: 'derived-hash-wrong',
  report: 'report-hash-wrong',
  seal: 'seal-hash-wrong',
} as const;
const HASH_WRONG = { ...SIZE_WRONG, exhibit: 'exhibit-hash-wrong' } as const;

/** Returns how many bytes were read. */
export async function checkFile(folder: string, file: RecordedFile, problems: Problems): Promise<number> {
  const path = join(folder, file.path);
  const inside = relative(folder, normalize(path));
  if (inside.startsWith('..') || inside === '') {
    problems.add(MISSING[file.noun], file.path, 'the recorded path leads out of the case folder and was not read');
    return 0;
  }
  let stats: Stats;
  try {
    stats = await lstat(path);
  } catch (error) {
    problems.add(MISSING[file.noun], file.path, `the file is not there (${codeOf(error)}); ${file.sizeBytes} bytes expected`);
    return 0;
  }
  if (!stats.isFile()) {
    problems.add(MISSING[file.noun], file.path, 'something that is not a regular file stands in its place');
    return 0;
  }
  // Windows has no such bits; its read-only attribute shows as 0o444 too.
  if (file.noun === 'exhibit' && (stats.mode & 0o222) !== 0) {
    problems.add('exhibit-writable', file.path, `the file can be written (mode ${(stats.mode & 0o777).toString(8)}, expected 444)`);
  }
  if (stats.size !== file.sizeBytes) {
    problems.add(SIZE_WRONG[file.noun], file.path, `${file.sizeBytes} bytes expected, ${stats.size} found`);
    return 0;
  }
  return compareHashes(path, file, problems);
}

async function compareHashes(path: string, file: RecordedFile, problems: Problems): Promise<number> {
  const hashes = Object.keys(file.hashes).map((name) => ({ name, hash: createHash(name) }));
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      for (const { hash } of hashes) hash.update(chunk);
    }
  } catch (error) {
    problems.add(MISSING[file.noun], file.path, `the file cannot be read (${codeOf(error)})`);
    return bytes;
  }
  const found = Object.fromEntries(hashes.map(({ name, hash }) => [name, hash.digest('hex')]));
  nameDifferences(file, { sizeBytes: bytes, hashes: found }, problems);
  return bytes;
}

function nameDifferences(file: RecordedFile, found: FoundFile, problems: Problems): void {
  for (const [name, expected] of Object.entries(file.hashes)) {
    const hash = found.hashes[name] ?? 'no hash';
    if (hash !== expected)
      problems.add(HASH_WRONG[file.noun], file.path, `${name} ${expected} expected, ${hash} found, over ${found.sizeBytes} bytes`);
  }
}

/** A file that was hashed where it lay, outside any case folder. */
export interface FoundFile {
  readonly sizeBytes: number;
  readonly hashes: Readonly<Record<string, string>>;
}

/** Returns how many bytes were hashed. */
export function compareFound(file: RecordedFile, found: FoundFile | undefined, problems: Problems): number {
  if (found === undefined) problems.add(MISSING[file.noun], file.path, `the file is not there; ${file.sizeBytes} bytes expected`);
  else if (found.sizeBytes !== file.sizeBytes)
    problems.add(SIZE_WRONG[file.noun], file.path, `${file.sizeBytes} bytes expected, ${found.sizeBytes} found`);
  else nameDifferences(file, found, problems);
  return found?.sizeBytes ?? 0;
}

const INCOMING = '.incoming';

export interface Listing {
  /** Files below exhibits/, inside the case folder, with forward slashes. */
  readonly files: readonly string[];
  /** Hashes of files that an import is moving into place, or was when it was killed; the next opening settles them. */
  readonly moving: ReadonlySet<string>;
}

/** To be called before the records are read: whatever lies here and is not on its way must then be recorded. */
export async function listExhibitFiles(folder: string): Promise<Listing> {
  const files: string[] = [];
  const walk = async (at: string): Promise<void> => {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
      const path = `${at}/${entry.name}`;
      if (path === `exhibits/${INCOMING}`) continue;
      if (entry.isDirectory()) await walk(path);
      else files.push(path);
    }
  };
  await walk('exhibits').catch(unlessMissing);
  const waiting = await readdir(join(folder, 'exhibits', INCOMING)).catch((error: unknown) => {
    unlessMissing(error);
    return [];
  });
  return { files: files.sort(), moving: new Set(waiting.filter((name) => name.endsWith('.moving')).map((name) => name.slice(0, 64))) };
}

export function findUnrecorded(listing: Listing, recorded: readonly RecordedFile[], problems: Problems): void {
  const known = new Set(recorded.map((file) => file.path));
  for (const path of listing.files) {
    if (known.has(path) || listing.moving.has(path.split('/')[1] ?? '')) continue;
    problems.add('exhibit-unrecorded', path, 'this file is in the case folder and in no record');
  }
}

const codeOf = (error: unknown): string =>
  (error instanceof Error && 'code' in error ? String(error.code) : String(error)).split(sep).join('/');

function unlessMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}
