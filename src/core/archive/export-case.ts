/** Writes the open case into one archive: a snapshot of its database and every file that its records speak of (ADR 0015). */
import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { syncFolder } from '../../base/node/atomic-write.ts';
import { Failure, toWireError } from '../../base/failure.ts';
import type { ArchiveExport, ArchiveProgress } from '../../contract/archives.ts';
import { CaseId } from '../../contract/values.ts';
import { entryFor } from '../../store/entries.ts';
import { readLedgerEnd, recordedFilesOf } from '../../verify/case/recorded-files.ts';
import { slug } from '../cases/slug.ts';
import type { OpenCase } from '../context.ts';
import { writeBag, type BagFile } from './write-bag.ts';

export interface ExportOptions {
  readonly version: string;
  readonly now: () => Date;
  readonly onProgress: (progress: ArchiveProgress) => void;
  readonly signal?: AbortSignal;
}

/** Copies of the ledger that were handed on: no record speaks of them, and their hashes stand in the ledger. */
const LEDGER_COPIES = 'exports';

/** Rejects with one of the ARCHIVE_… codes or DISK_FULL; then nothing lies at `target` and the ledger says that it failed. */
export async function exportCase(opened: OpenCase, target: string, options: ExportOptions): Promise<ArchiveExport> {
  const { store, actor } = opened;
  await checkPlace(target, opened.folder);
  const caseId = CaseId.parse(store.info().id);
  const fileName = basename(target);
  const temporary = await mkdtemp(join(dirname(target), '.penumbra-export-')).catch((cause: unknown) => {
    throw new Failure('ARCHIVE_PLACE_UNUSABLE', undefined, { cause });
  });
  try {
    store.note(entryFor.caseExportStarted(actor, caseId, fileName));
    try {
      const made = await make(opened, caseId, fileName, temporary, options);
      if (existsSync(target)) throw new Failure('ARCHIVE_EXISTS', fileName);
      await rename(join(temporary, 'archive'), target);
      await syncFolder(dirname(target));
      store.note(entryFor.caseExported(actor, made));
      return made;
    } catch (error) {
      store.note(entryFor.caseExportFailed(actor, caseId, fileName, toWireError(error)));
      throw error;
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function checkPlace(target: string, caseFolder: string): Promise<void> {
  if (await lstat(target).catch(() => null)) throw new Failure('ARCHIVE_EXISTS', basename(target));
  const parent = await stat(dirname(target)).catch(() => null);
  const inside = relative(resolve(caseFolder), resolve(target));
  if (parent?.isDirectory() !== true || !inside.startsWith('..')) throw new Failure('ARCHIVE_PLACE_UNUSABLE');
}

async function make(
  { store, folder, actor }: OpenCase,
  caseId: CaseId,
  fileName: string,
  temporary: string,
  { version, now, onProgress, signal }: ExportOptions,
): Promise<ArchiveExport> {
  const database = join(temporary, 'case.sqlite');
  const progress = { act: 'export', filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 } as const;
  await store.snapshot(database, (bytesDone, bytesTotal) => {
    if (signal?.aborted === true) throw new Failure('ARCHIVE_CANCELLED');
    onProgress({ ...progress, stage: 'database', bytesDone, bytesTotal });
  });
  const files: BagFile[] = [
    { path: 'case.sqlite', source: database, sizeBytes: (await stat(database)).size, sha256: null },
    ...recordedFilesOf(database).map(({ path, sizeBytes, hashes }) => ({
      path,
      source: join(folder, path),
      sizeBytes,
      sha256: hashes.sha256 ?? null,
    })),
    ...(await ledgerCopies(folder)),
  ];
  const bytesTotal = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let bytesDone = 0;
  let filesDone = 0;
  const tell = (): void => onProgress({ act: 'export', stage: 'files', filesDone, filesTotal: files.length, bytesDone, bytesTotal });
  tell();
  const head = readLedgerEnd(database);
  const { name } = store.info();
  const atUtc = now().toISOString();
  const bag = await writeBag(join(temporary, 'archive'), files, {
    base: /^[\w][\w .-]{0,100}$/.test(stem(fileName)) ? stem(fileName) : slug(name),
    atUtc,
    info: [
      ['Bag-Software-Agent', `Penumbra ${version}`],
      ['Bagging-Date', atUtc.slice(0, 10)],
      ['Contact-Name', actor],
      ['External-Description', name],
      ['External-Identifier', `urn:uuid:${caseId}`],
      ['Penumbra-Ledger-Entries', String(head.seq)],
      ['Penumbra-Ledger-Head', head.hash],
    ],
    signal,
    onBytes: (count) => {
      bytesDone += count;
      tell();
    },
    onFile: () => {
      filesDone += 1;
      tell();
    },
  });
  return { caseId, files: files.length, bytes: bytesTotal, entries: head.seq, ledgerHead: head.hash, ...bag, fileName };
}

const stem = (fileName: string): string => fileName.replace(/\.zip$/i, '').trimEnd();

async function ledgerCopies(folder: string): Promise<BagFile[]> {
  const found = await readdir(join(folder, LEDGER_COPIES), { withFileTypes: true }).catch(() => []);
  const files = found.filter((one) => one.isFile() && !one.name.startsWith('.'));
  return Promise.all(
    files.map(async ({ name }) => {
      const source = join(folder, LEDGER_COPIES, name);
      return { path: `${LEDGER_COPIES}/${name}`, source, sizeBytes: (await stat(source)).size, sha256: null };
    }),
  );
}
