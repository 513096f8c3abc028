/** Takes a case out of an archive into a folder of its own: checked on the way, and there as a whole or not at all. */
import { mkdtemp, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { isMissing } from '../../base/node/is-missing.ts';
import { syncFolder } from '../../base/node/atomic-write.ts';
import { Failure } from '../../base/failure.ts';
import { must } from '../../base/assert.ts';
import type { ArchiveFacts, ArchiveProgress } from '../../contract/archives.ts';
import type { SealCheck } from '../../contract/cases.ts';
import { CaseId } from '../../contract/values.ts';
import { entryFor } from '../../store/entries.ts';
import { openCase } from '../../store/open-case.ts';
import { readArchive } from '../../verify/archive/read-archive.ts';
import { verifySeals } from '../../verify/case/verify-case.ts';

export interface ImportOptions {
  /** Who acts: the entry of the import is theirs, whoever examined the case. */
  readonly importer: string;
  readonly version: string;
  readonly now: () => Date;
  readonly onProgress: (progress: ArchiveProgress) => void;
  readonly signal?: AbortSignal;
}

export interface Imported {
  readonly facts: ArchiveFacts;
  /** What was found of each seal, oldest first. */
  readonly seals: readonly SealCheck[];
}

/** `folder` must not exist or be empty. Rejects with one of the ARCHIVE_… codes, FOLDER_NOT_EMPTY, CASE_READ_ONLY or DISK_FULL; nothing is left behind then. */
export async function importCase(archive: string, folder: string, options: ImportOptions): Promise<Imported> {
  const parent = dirname(folder);
  await checkEmpty(folder);
  const temporary = await makeBeside(parent);
  try {
    const size = (await stat(archive).catch(() => null))?.size ?? 0;
    const { bavail, bsize } = await statfs(parent);
    if (size > bavail * bsize) throw new Failure('DISK_FULL');
    const said = await readArchive(archive, {
      into: temporary,
      onProgress: options.onProgress,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const within = must(said.case, 'an archive that was read to its end has a case');
    const { seals, problems } = await verifySeals(temporary);
    const [first] = [...within.problems, ...problems];
    if (first !== undefined) throw new Failure('ARCHIVE_CASE_WRONG', `${first.kind} ${first.subject}: ${first.words}`);
    const facts = record(temporary, basename(archive), options, {
      files: said.files,
      bytes: said.bytes,
      entries: within.entries,
      ledgerHead: must(within.headHash, 'a whole ledger has a head'),
      manifestSha256: must(said.manifestSha256, 'a bag that was read has a manifest'),
    });
    await place(temporary, folder);
    return { facts, seals };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The entry is written before the folder gets its name: there is no copy of a case that does not say where it came from. */
function record(
  folder: string,
  fileName: string,
  { version, now, importer }: ImportOptions,
  found: Omit<ArchiveFacts, 'caseId'>,
): ArchiveFacts {
  const store = openCase(folder, { now, penumbraVersion: version });
  try {
    const { id } = store.info();
    const facts = { caseId: CaseId.parse(id), ...found };
    store.note(entryFor.caseImported(importer, fileName, facts, version));
    return facts;
  } finally {
    store.close();
  }
}

async function checkEmpty(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw new Failure('FOLDER_NOT_EMPTY', undefined, { cause: error });
  });
  if (found.length > 0) throw new Failure('FOLDER_NOT_EMPTY');
}

async function makeBeside(parent: string): Promise<string> {
  try {
    makeFolder(parent);
    return await mkdtemp(join(parent, '.penumbra-import-'));
  } catch (cause) {
    throw new Failure('CASE_READ_ONLY', undefined, { cause });
  }
}

async function place(temporary: string, folder: string): Promise<void> {
  // Not every system renames onto an empty folder. A folder that was filled meanwhile is not removed by this.
  await rmdir(folder).catch((error: unknown) => {
    if (!isMissing(error)) throw new Failure('FOLDER_NOT_EMPTY', undefined, { cause: error });
  });
  await rename(temporary, folder);
  await syncFolder(dirname(folder));
}
