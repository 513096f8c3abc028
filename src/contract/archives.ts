/** A whole case as one file: a BagIt bag (RFC 8493) in a ZIP. ADR 0015. */
import * as z from 'zod';
import { CaseVerification } from './cases.ts';
import { ErrorCodeSchema } from './errors.ts';
import { AtUtc, CaseId, Line, Sha256 } from './values.ts';

/** A path as a person types it, see TypedFolder: it goes in and never comes back. */
export const ArchivePlace = z.strictObject({ path: Line(4096) });
/** `importer`: who takes the case over, who need not be its examiner. `folder`: where the case is to lie; in the data folder when absent. */
export const ArchiveImport = z.strictObject({ path: Line(4096), importer: Line(200), folder: Line(4096).optional() });

/** What an archive holds and by what it is known. */
export const ArchiveFacts = z.strictObject({
  caseId: CaseId,
  /** Of the payload: the database and every file of the case. */
  files: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** Custody entries in the archived ledger, and its head. */
  entries: z.int().nonnegative(),
  ledgerHead: Sha256,
  /** SHA-256 of manifest-sha256.txt, which names every file of the case with its own. */
  manifestSha256: Sha256,
});
export type ArchiveFacts = z.infer<typeof ArchiveFacts>;

export const ArchiveExport = z.strictObject({
  ...ArchiveFacts.shape,
  fileName: z.string(),
  sizeBytes: z.int().nonnegative(),
  /** Of the whole file. */
  sha256: Sha256,
});
export type ArchiveExport = z.infer<typeof ArchiveExport>;

/** One thing that is wrong with the bag around a case. */
export const ArchiveProblem = z.strictObject({ code: ErrorCodeSchema, subject: z.string(), words: z.string() });
export type ArchiveProblem = z.infer<typeof ArchiveProblem>;

export const ArchiveVerification = z.strictObject({
  ok: z.boolean(),
  checkedAtUtc: AtUtc,
  files: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** `null` where the bag has none that can be read. */
  manifestSha256: Sha256.nullable(),
  problems: z.array(ArchiveProblem),
  /** Of the case within; `null` where the bag does not get that far. */
  case: CaseVerification.nullable(),
});
export type ArchiveVerification = z.infer<typeof ArchiveVerification>;

/** `database`: the snapshot of the records is being taken; `files`: everything is read, hashed and written. */
export const ArchiveProgress = z.strictObject({
  act: z.enum(['export', 'import', 'verify']),
  stage: z.enum(['database', 'files']),
  filesDone: z.int().nonnegative(),
  filesTotal: z.int().nonnegative(),
  bytesDone: z.int().nonnegative(),
  bytesTotal: z.int().nonnegative(),
});
export type ArchiveProgress = z.infer<typeof ArchiveProgress>;
