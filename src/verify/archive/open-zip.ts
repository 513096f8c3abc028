/** Opens the ZIP around a bag: its whole directory is judged before a byte of a file is read. */
import { lstat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { Failure } from '../../base/failure.ts';
import { folded, whyUnsafe } from './names.ts';

/** Our choices: a case of a hundred thousand files is far beyond any that was seen. */
const MOST_ENTRIES = 100_000;
const LONGEST_NAME = 2048;
const STORED = 0;
const UNIX = 3;
const KIND_BITS = 0o170000;
const REGULAR = 0o100000;

export interface ArchiveFile {
  readonly sizeBytes: number;
  /** Ends after exactly `sizeBytes`, or fails. */
  open(): Promise<Readable>;
}

export interface OpenArchive {
  /** By path inside the bag, without its base folder. */
  readonly files: ReadonlyMap<string, ArchiveFile>;
  close(): void;
}

/** Rejects with ARCHIVE_UNREADABLE, ARCHIVE_UNSAFE, ARCHIVE_TOO_LARGE, ARCHIVE_FILES_WRONG or FILE_NOT_FOUND. The file is to be closed. */
export async function openArchive(path: string): Promise<OpenArchive> {
  const stats = await lstat(path).catch((cause: unknown) => {
    throw new Failure('FILE_NOT_FOUND', undefined, { cause });
  });
  if (!stats.isFile()) throw new Failure('ARCHIVE_UNREADABLE', 'it is not a regular file');
  const zip = await readable(() => openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true }));
  try {
    return { files: await filesOf(zip, stats.size), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function filesOf(zip: ZipFile, archiveBytes: number): Promise<Map<string, ArchiveFile>> {
  if (zip.entryCount > MOST_ENTRIES) throw new Failure('ARCHIVE_TOO_LARGE', `${String(zip.entryCount)} files`);
  const files = new Map<string, ArchiveFile>();
  const names = new Set<string>();
  let base: string | null = null;
  let bytes = 0;
  const entries = zip.eachEntry();
  for (;;) {
    const next = await readable(() => entries.next());
    if (next.done === true) break;
    const entry = next.value;
    checkKind(entry);
    const at = entry.fileName.indexOf('/');
    base ??= entry.fileName.slice(0, at);
    if (at < 1 || entry.fileName.slice(0, at) !== base)
      throw new Failure('ARCHIVE_UNSAFE', `${entry.fileName}: a bag has one folder at its top`);
    const path = entry.fileName.slice(at + 1);
    const why = whyUnsafe(path);
    if (why !== null) throw new Failure('ARCHIVE_UNSAFE', `${path}: ${why}`);
    if (names.has(folded(path))) throw new Failure('ARCHIVE_UNSAFE', `${path}: the name is there twice`);
    names.add(folded(path));
    bytes += entry.uncompressedSize;
    // Files are stored as they are, so together they cannot be larger than the archive unless two share their bytes.
    if (bytes > archiveBytes) throw new Failure('ARCHIVE_TOO_LARGE', 'its files would be larger than the archive that holds them');
    await checkLocalName(zip, entry);
    files.set(path, { sizeBytes: entry.uncompressedSize, open: () => readable(() => zip.openReadStreamPromise(entry)) });
  }
  for (const path of files.keys()) checkFolders(path, names);
  return files;
}

function checkKind(entry: Entry): void {
  if (entry.fileNameLength > LONGEST_NAME) throw new Failure('ARCHIVE_UNSAFE', 'a name is too long');
  const kind = (entry.externalFileAttributes >>> 16) & KIND_BITS;
  const madeByUnix = entry.versionMadeBy >>> 8 === UNIX;
  if (entry.fileName.endsWith('/') || (madeByUnix && kind !== 0 && kind !== REGULAR))
    throw new Failure('ARCHIVE_UNSAFE', `${entry.fileName}: it is no regular file`);
  if (entry.isEncrypted()) throw new Failure('ARCHIVE_UNREADABLE', `${entry.fileName} is encrypted`);
  if (entry.compressionMethod !== STORED)
    throw new Failure('ARCHIVE_UNREADABLE', `${entry.fileName} is packed; a case archive holds its files as they are`);
}

/** A file has its name twice in a ZIP; another reader may go by the other one. */
async function checkLocalName(zip: ZipFile, entry: Entry): Promise<void> {
  const local = await readable(() => zip.readLocalFileHeaderPromise(entry, {}));
  if (!local.fileName.equals(entry.fileNameRaw)) throw new Failure('ARCHIVE_UNSAFE', `${entry.fileName}: it has two different names`);
}

function checkFolders(path: string, names: ReadonlySet<string>): void {
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    if (names.has(folded(path.slice(0, at)))) throw new Failure('ARCHIVE_UNSAFE', `${path}: a file stands where its folder would be`);
  }
}

/** What the library says about a file is about its form: names that lead elsewhere are its own refusals too. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    const unsafe = /^(?:invalid relative path|absolute path|invalid characters in fileName)/.test(words);
    throw new Failure(unsafe ? 'ARCHIVE_UNSAFE' : 'ARCHIVE_UNREADABLE', words, { cause });
  }
}
