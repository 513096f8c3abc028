/** Checks a case archive: the bag, then the case within, in one read of its bytes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryPrefix } from '../../base/node/temporary-folder.ts';
import { Failure } from '../../base/failure.ts';
import type { ArchiveProgress, ArchiveVerification } from '../../contract/archives.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { verifyFromDigests } from '../case/verify-case.ts';
import { readBag, type Bag } from './bag.ts';
import { openArchive, type OpenArchive } from './open-zip.ts';
import { readPayload, type Digests } from './read-payload.ts';

export interface ReadingOptions {
  /** An empty folder that the case is unpacked into; the first thing that is wrong then ends the reading as a Failure. Without it, only the database is, for as long as it is read. */
  readonly into?: string;
  readonly onProgress?: (progress: ArchiveProgress) => void;
  readonly signal?: AbortSignal;
}

const DATABASE = 'data/case.sqlite';

/** Rejects only with what has nothing to do with the archive itself, such as a full disk, unless it unpacks. */
export async function readArchive(path: string, options: ReadingOptions = {}): Promise<ArchiveVerification> {
  const said = new Said(options.into !== undefined);
  try {
    const archive = await openArchive(path);
    try {
      await readOpen(archive, said, options);
    } finally {
      archive.close();
    }
  } catch (error) {
    if (said.strict || !(error instanceof Failure) || !error.code.startsWith('ARCHIVE_') || error.code === 'ARCHIVE_CANCELLED') throw error;
    said.add(error.code, 'archive', error.detail ?? error.message);
  }
  return said.verification();
}

/** What was found so far. */
class Said {
  readonly strict: boolean;
  readonly problems: ArchiveVerification['problems'] = [];
  files = 0;
  bytes = 0;
  manifestSha256: string | null = null;
  case: ArchiveVerification['case'] = null;

  constructor(strict: boolean) {
    this.strict = strict;
  }

  add(code: ErrorCode, subject: string, words: string): void {
    if (this.strict) throw new Failure(code, `${subject}: ${words}`);
    this.problems.push({ code, subject, words });
  }

  verification(): ArchiveVerification {
    const { files, bytes, manifestSha256, problems } = this;
    const ok = problems.length === 0 && this.case?.ok === true;
    return { ok, checkedAtUtc: new Date().toISOString(), files, bytes, manifestSha256, problems, case: this.case };
  }
}

async function readOpen(archive: OpenArchive, said: Said, options: ReadingOptions): Promise<void> {
  const bag = await readBag(archive);
  const payload = [...archive.files].filter(([path]) => path.startsWith('data/'));
  const bytesTotal = payload.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
  said.files = payload.length;
  said.bytes = bytesTotal;
  said.manifestSha256 = bag.manifestSha256;
  checkBag(bag, said);
  if (!archive.files.has(DATABASE)) {
    said.add('ARCHIVE_FILES_WRONG', DATABASE, 'there is no case in this bag');
    return;
  }
  const temporary = options.into === undefined ? await mkdtemp(temporaryPrefix('archive')) : null;
  const folder = options.into ?? temporary ?? '';
  try {
    const digests = new Map<string, Digests>();
    let bytesDone = 0;
    for (const [path, file] of payload) {
      const tell = (): void => {
        options.onProgress?.({
          act: options.into === undefined ? 'verify' : 'import',
          stage: 'files',
          filesDone: digests.size,
          filesTotal: payload.length,
          bytesDone,
          bytesTotal,
        });
      };
      tell();
      const inside = path.slice('data/'.length);
      const digest = await readPayload(path, file, {
        algorithms: ['sha256', 'sha512', ...(path.startsWith('data/exhibits/') ? ['sha1', 'md5'] : [])],
        into: path === DATABASE || options.into !== undefined ? join(folder, inside) : null,
        signal: options.signal,
        onBytes: (count) => {
          bytesDone += count;
          tell();
        },
      });
      digests.set(inside, digest);
      checkHashes(path, digest, bag, said);
    }
    said.case = verifyFromDigests(folder, digests);
  } finally {
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
  }
}

function checkBag({ missing, unnamed, alteredTags, info }: Bag, said: Said): void {
  for (const path of missing) said.add('ARCHIVE_FILES_WRONG', path, 'a manifest names it and it is not there');
  for (const path of unnamed) said.add('ARCHIVE_FILES_WRONG', path, 'it is there and not every manifest names it');
  for (const path of alteredTags) said.add('ARCHIVE_HASH_MISMATCH', path, 'it differs from the tag manifest');
  const oxum = info.get('Payload-Oxum');
  const found = `${String(said.bytes)}.${String(said.files)}`;
  if (oxum !== undefined && oxum !== found) said.add('ARCHIVE_FILES_WRONG', 'bag-info.txt', `Payload-Oxum ${oxum} stated, ${found} found`);
}

function checkHashes(path: string, { hashes }: Digests, bag: Bag, said: Said): void {
  for (const [algorithm, manifest] of bag.manifests) {
    const stated = manifest.get(path);
    const found = hashes[algorithm];
    if (stated !== undefined && stated !== found)
      said.add('ARCHIVE_HASH_MISMATCH', path, `${algorithm} ${stated} stated, ${String(found)} found`);
  }
}
