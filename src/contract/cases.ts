import * as z from 'zod';
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

export const NewCase = z.strictObject({ name: Line(200), examiner: Line(200) });
export type NewCase = z.infer<typeof NewCase>;

/** One thing that is wrong with a case, named exactly. */
export const CaseProblem = z.strictObject({
  kind: z.enum([
    'database-unreadable',
    'schema-unknown',
    'trigger-missing',
    'ledger-gap',
    'ledger-hash-wrong',
    'ledger-link-wrong',
    'ledger-payload-not-canonical',
    'exhibit-missing',
    'exhibit-size-wrong',
    'exhibit-hash-wrong',
    'exhibit-writable',
    'exhibit-unrecorded',
    'derived-missing',
    'derived-hash-wrong',
    'report-missing',
    'report-hash-wrong',
    'record-without-entry',
    'record-differs-from-entry',
    'likelihood-ratio-wrong',
  ]),
  /** A path inside the case folder, a ledger sequence number, or a row's id. */
  subject: z.string(),
  words: z.string(),
});
export type CaseProblem = z.infer<typeof CaseProblem>;

export const CaseVerification = z.strictObject({
  ok: z.boolean(),
  checkedAtUtc: AtUtc,
  entries: z.int().nonnegative(),
  headHash: Sha256.nullable(),
  exhibitsChecked: z.int().nonnegative(),
  derivedChecked: z.int().nonnegative(),
  bytesHashed: z.int().nonnegative(),
  problems: z.array(CaseProblem),
});
export type CaseVerification = z.infer<typeof CaseVerification>;
