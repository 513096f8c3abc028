import * as z from 'zod';
import { ErrorCodeSchema } from './errors.ts';
import { OwnIdentity } from './report.ts';
import { AtUtc, Sha256 } from './values.ts';

/** The closed list of acts that the ledger knows. */
export const CustodyAction = z.enum([
  'case.created',
  'case.opened',
  'case.verified',
  'case.export-started',
  'case.exported',
  'case.export-failed',
  'case.imported',
  'exhibit.imported',
  'exhibit.imported-again',
  'exhibit.refused',
  'import.started',
  'import.ended',
  'derived.stored',
  'examination.started',
  'examination.resumed',
  'examination.taken',
  'examination.finished',
  'examination.cancelled',
  'examination.failed',
  'examination.interrupted',
  'job.repeated',
  'finding.reviewed',
  'review.withdrawn',
  'light.kept',
  'light.withdrawn',
  'note.kept',
  'note.withdrawn',
  'snapshot.kept',
  'snapshot.withdrawn',
  'exhibit.marked',
  'exhibit.mark-withdrawn',
  'report.exported',
  'report.countersigned',
  'custody.exported',
  'case.sealed',
  'sitting.started',
  'sitting.ended',
]);
export type CustodyAction = z.infer<typeof CustodyAction>;

/** Who, what, how, when, on what, result. `hash` = SHA-256 over the canonical JSON (RFC 8785) of all other fields. */
export const CustodyEntry = z.strictObject({
  seq: z.int().positive(),
  prevHash: Sha256,
  atUtc: AtUtc,
  actor: z.string(),
  action: CustodyAction,
  subject: z.string(),
  payload: z.json(),
  hash: Sha256,
});
export type CustodyEntry = z.infer<typeof CustodyEntry>;

/** Tables for people, or one entry to a line exactly as it is hashed. */
export const LedgerFormat = z.enum(['csv', 'jsonl']);
export type LedgerFormat = z.infer<typeof LedgerFormat>;

export const LedgerExport = z.strictObject({
  format: LedgerFormat,
  /** Inside the case folder, with forward slashes. */
  path: z.string(),
  sha256: Sha256,
  sizeBytes: z.int().nonnegative(),
  /** How many entries it holds; the entry of the export itself is the next one. */
  entries: z.int().nonnegative(),
  ledgerHead: Sha256,
});
export type LedgerExport = z.infer<typeof LedgerExport>;

/** Who signs the head; `sitting`: the examiner's identity, while it is unlocked. */
export const NewSeal = z.strictObject({ identity: OwnIdentity });

/** A signature over the head of the ledger, kept as a file; the entry that states this is the next one or a later one. */
export const Seal = z.strictObject({
  /** Inside the case folder, with forward slashes: detached CMS (DER). */
  path: z.string(),
  sha256: Sha256,
  sizeBytes: z.int().positive(),
  /** The last entry that is sealed, and its hash. */
  seq: z.int().positive(),
  ledgerHead: Sha256,
  signer: z.string(),
  selfSigned: z.boolean(),
  certificateSha256: Sha256,
  /** The trusted time, and the authority that was asked. */
  timestamp: z.strictObject({ atUtc: AtUtc, url: z.string() }).nullable(),
  /** Why there is no timestamp although an authority is configured. */
  missed: ErrorCodeSchema.nullable(),
});
export type Seal = z.infer<typeof Seal>;

/** The hash before the first entry. */
export const GENESIS_HASH = '0'.repeat(64);
