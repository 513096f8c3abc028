/** Says whether a case folder is still what its own records say, by code that shares nothing with the code that wrote it. */
import { resolve } from 'node:path';
import type { CaseVerification, CheckedFile, SealCheck, VerificationProgress } from '../../contract/cases.ts';
import { checkCombined } from './combined.ts';
import { checkCountersigned, countersignedReports, type FurtherSigned } from './countersigned.ts';
import { checkEvaluations } from './evaluations.ts';
import { checkFile, compareFound, findUnrecorded, listExhibitFiles, recordedFiles, type FoundFile, type RecordedFile } from './files.ts';
import { walkLedger, type Walked } from './ledger.ts';
import { openReadOnly } from './open-copy.ts';
import { Problems } from './problems.ts';
import { checkRecords } from './records.ts';
import { checkRelations } from './relations.ts';
import { systemAnchors } from '../pdf/system-anchors.ts';
import { checkSchema } from './schema.ts';
import { checkSeals, listSeals } from './seals.ts';
import { findUnfinishedImport } from './unfinished-import.ts';

interface FromDatabase {
  readonly walked: Walked;
  readonly files: readonly RecordedFile[];
  readonly countersigned: readonly FurtherSigned[];
}

/**
 * Never writes into the case folder and never rejects for what is wrong with it; works on a case that is open elsewhere.
 * @param anchors PEM of the authorities that the certificates of seals are held against.
 */
export async function verifyCase(
  caseFolder: string,
  onProgress?: (progress: VerificationProgress) => void,
  anchors: readonly string[] = systemAnchors(),
): Promise<CaseVerification> {
  const folder = resolve(caseFolder);
  const problems = new Problems();
  // The order matters while an import runs: see listExhibitFiles.
  const listing = await listExhibitFiles(folder);
  const listedSeals = await listSeals(folder);
  const read = readDatabase(folder, problems);
  const recorded = read?.files ?? [];
  const bytesTotal = recorded.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const files: CheckedFile[] = [];
  let bytesHashed = 0;
  for (const file of recorded) {
    const known = problems.list.length;
    onProgress?.({ filesDone: files.length, filesTotal: recorded.length, bytesDone: bytesHashed, bytesTotal });
    bytesHashed += await checkFile(folder, file, problems);
    files.push({ noun: file.noun, path: file.path, sizeBytes: file.sizeBytes, ok: problems.list.length === known });
  }
  if (read !== null) await checkCountersigned(folder, read.countersigned, problems);
  if (read !== null) findUnrecorded(listing, read.files, problems);
  const seals = read === null ? [] : await checkSeals(folder, listedSeals, read.walked, anchors, problems);
  return said(read, files, bytesHashed, seals, problems);
}

/** The same for a case whose files were hashed elsewhere, as they came out of an archive: `folder` holds the database at least. */
export function verifyFromDigests(folder: string, digests: ReadonlyMap<string, FoundFile>): CaseVerification {
  const problems = new Problems();
  const read = readDatabase(folder, problems);
  let bytesHashed = 0;
  const files = (read?.files ?? []).map((file): CheckedFile => {
    const known = problems.list.length;
    bytesHashed += compareFound(file, digests.get(file.path), problems);
    return { noun: file.noun, path: file.path, sizeBytes: file.sizeBytes, ok: problems.list.length === known };
  });
  const listed = [...digests.keys()].filter((path) => path.startsWith('exhibits/'));
  if (read !== null) findUnrecorded({ files: listed, moving: new Set() }, read.files, problems);
  return said(read, files, bytesHashed, [], problems);
}

/** The other half of that: seals need their own files, and lie in `folder` with the database. Names what is wrong with them alone. */
export async function verifySeals(
  folder: string,
  anchors: readonly string[] = systemAnchors(),
): Promise<{ readonly seals: readonly SealCheck[]; readonly problems: CaseVerification['problems'] }> {
  const listed = await listSeals(folder);
  const read = readDatabase(folder, new Problems());
  const problems = new Problems();
  const seals = read === null ? [] : await checkSeals(folder, listed, read.walked, anchors, problems);
  return { seals, problems: problems.list };
}

function said(
  read: FromDatabase | null,
  files: CheckedFile[],
  bytesHashed: number,
  seals: SealCheck[],
  problems: Problems,
): CaseVerification {
  return {
    ok: problems.list.length === 0,
    checkedAtUtc: new Date().toISOString(),
    entries: read?.walked.entries.size ?? 0,
    headHash: read?.walked.headHash ?? null,
    exhibitsChecked: count(read, 'exhibit'),
    derivedChecked: count(read, 'derived'),
    bytesHashed,
    files,
    seals,
    unfinishedImport: findUnfinishedImport(read?.walked.entries.values() ?? []),
    problems: problems.list,
  };
}

const count = (read: FromDatabase | null, noun: RecordedFile['noun']): number =>
  read?.files.filter((file) => file.noun === noun).length ?? 0;

/** Everything from one snapshot; `null` when the database tells nothing. */
function readDatabase(folder: string, problems: Problems): FromDatabase | null {
  let walked: Walked | null = null;
  let files: readonly RecordedFile[] = [];
  let countersigned: readonly FurtherSigned[] = [];
  try {
    const opened = openReadOnly(folder);
    try {
      opened.db.exec('BEGIN');
      if (!checkSchema(opened.db, problems)) return null;
      walked = walkLedger(opened.db, problems);
      files = recordedFiles(opened.db);
      countersigned = countersignedReports(opened.db, walked, problems);
      checkRecords(opened.db, walked, problems);
      checkRelations(opened.db, problems);
      checkEvaluations(opened.db, problems);
      checkCombined(opened.db, problems);
    } finally {
      opened.close();
    }
  } catch (error) {
    problems.add('database-unreadable', 'case.sqlite', error instanceof Error ? error.message : String(error));
  }
  return walked === null ? null : { walked, files, countersigned };
}
