import * as z from 'zod';
import { SignatureVerification } from './report.ts';
import { AtUtc, CaseId, Line, Sha256 } from './values.ts';

export const CaseSummary = z.strictObject({
  id: CaseId,
  name: z.string(),
  examiner: z.string(),
  createdAtUtc: AtUtc,
  /** Last time this machine opened the case. */
  openedAtUtc: AtUtc.nullable(),
  exhibitCount: z.int().nonnegative(),
});
export type CaseSummary = z.infer<typeof CaseSummary>;

/** What a verification said, as its entry in the ledger states it. */
export const PastVerification = z.strictObject({ ok: z.boolean(), atUtc: AtUtc, problems: z.int().nonnegative() });
export type PastVerification = z.infer<typeof PastVerification>;

/** After how many days without a verification a case is due for one; 0: no reminder. */
export const ReverifyDays = z.union([z.literal(0), z.literal(1), z.literal(7), z.literal(30)]);
export type ReverifyDays = z.infer<typeof ReverifyDays>;

/** A case in this machine's list; what is said of it is as of the last time that this machine had it open. */
export const ListedCase = z.strictObject({
  ...CaseSummary.shape,
  /** The last part of the case folder's path: whole paths stay on the application's side. */
  folderName: z.string(),
  /** The folder is there now and holds a case. */
  reachable: z.boolean(),
  /** The last verification, as of the last time that this machine had the case open. */
  verified: PastVerification.nullable(),
  verificationDue: z.boolean(),
});
export type ListedCase = z.infer<typeof ListedCase>;

/** A path as a person types it: absolute, or from the home folder (`~`). It goes in; no path ever comes back. */
export const TypedFolder = z.strictObject({ path: Line(4096) });

export const NewCase = z.strictObject({ name: Line(200), examiner: Line(200) });
export type NewCase = z.infer<typeof NewCase>;

/** One thing that is wrong with a case, named exactly. */
export const CaseProblem = z.strictObject({
  kind: z.enum([
    'database-unreadable',
    'schema-unknown',
    'trigger-missing',
    'schema-unexpected',
    'ledger-gap',
    'ledger-hash-wrong',
    'ledger-link-wrong',
    'ledger-payload-not-canonical',
    'ledger-time-backwards',
    'ledger-head-unknown',
    'exhibit-missing',
    'exhibit-size-wrong',
    'exhibit-hash-wrong',
    'exhibit-writable',
    'exhibit-unrecorded',
    'derived-missing',
    'derived-hash-wrong',
    'report-missing',
    'report-hash-wrong',
    'countersignature-wrong',
    'record-without-entry',
    'record-differs-from-entry',
    'numbering-wrong',
    'likelihood-ratio-wrong',
    'seal-missing',
    'seal-hash-wrong',
    'seal-wrong',
    'seal-unrecorded',
  ]),
  /** A path inside the case folder, a ledger sequence number, or a row's id. */
  subject: z.string(),
  words: z.string(),
});
export type CaseProblem = z.infer<typeof CaseProblem>;

/** One file that the records speak of, and whether it is still what they say. */
export const CheckedFile = z.strictObject({
  noun: z.enum(['exhibit', 'derived', 'report', 'seal']),
  path: z.string(),
  sizeBytes: z.int().nonnegative(),
  ok: z.boolean(),
});
export type CheckedFile = z.infer<typeof CheckedFile>;

/** How far a verification is: the records are read first, then each file is hashed. */
export const VerificationProgress = z.strictObject({
  filesDone: z.int().nonnegative(),
  filesTotal: z.int().nonnegative(),
  bytesDone: z.int().nonnegative(),
  bytesTotal: z.int().nonnegative(),
});
export type VerificationProgress = z.infer<typeof VerificationProgress>;

/** One seal of the ledger's head, judged as the signature of a report is. */
export const SealCheck = z.strictObject({
  /** The last entry that it is over, and the entry that names it. */
  seq: z.int(),
  entry: z.int().positive(),
  path: z.string(),
  signer: SignatureVerification.shape.signer,
  intact: SignatureVerification.shape.intact,
  valid: SignatureVerification.shape.valid,
  trusted: SignatureVerification.shape.trusted,
  timestamp: SignatureVerification.shape.timestamp,
});
export type SealCheck = z.infer<typeof SealCheck>;

/** An import of several files whose end the ledger does not state: it was killed, or it is running. */
export const UnfinishedImport = z.strictObject({
  /** The entry of its start, and that entry's time. */
  entry: z.int().positive(),
  atUtc: AtUtc,
  /** How many files it was to take in, and what had become of them. */
  files: z.int().nonnegative(),
  imported: z.int().nonnegative(),
  again: z.int().nonnegative(),
  refused: z.int().nonnegative(),
});
export type UnfinishedImport = z.infer<typeof UnfinishedImport>;

export const CaseVerification = z.strictObject({
  ok: z.boolean(),
  checkedAtUtc: AtUtc,
  entries: z.int().nonnegative(),
  headHash: Sha256.nullable(),
  exhibitsChecked: z.int().nonnegative(),
  derivedChecked: z.int().nonnegative(),
  bytesHashed: z.int().nonnegative(),
  files: z.array(CheckedFile),
  /** Oldest first; none of a case in an archive, whose seals are checked as files only. */
  seals: z.array(SealCheck),
  /** Nothing wrong with what is in the case: files are missing from it that were to come. */
  unfinishedImport: UnfinishedImport.nullable(),
  problems: z.array(CaseProblem),
});
export type CaseVerification = z.infer<typeof CaseVerification>;
