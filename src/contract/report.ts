import * as z from 'zod';
import { ErrorCodeSchema } from './errors.ts';
import { AtUtc, Line, Paragraphs, ReportId, Sha256 } from './values.ts';

/** The level that was truly reached, never the one that was hoped for. */
export const SignatureLevel = z.enum(['none', 'PAdES B-B', 'PAdES B-T', 'PAdES B-LT']);
export type SignatureLevel = z.infer<typeof SignatureLevel>;

/** What can be asked for. Whatever is above B-B asks other machines. */
export const WantedLevel = z.enum(['PAdES B-B', 'PAdES B-T', 'PAdES B-LT']);
export type WantedLevel = z.infer<typeof WantedLevel>;

/** Plain http is what most authorities offer: the answer carries its own signature. Credentials do not belong into an address. */
const AuthorityUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .regex(/^https?:\/\/[^/?#@]+(?:[/?#]|$)/, 'an http or https address without name or password');

/** Kept in this machine's settings. Without an authority nothing leaves the machine. */
export const SigningSettings = z.strictObject({
  /** Address of an RFC 3161 timestamp authority. */
  timestampUrl: AuthorityUrl.nullable(),
  /** The level that a report is signed with unless its maker asks for another. */
  level: WantedLevel,
});
export type SigningSettings = z.infer<typeof SigningSettings>;

export const Report = z.strictObject({
  id: ReportId,
  createdAtUtc: AtUtc,
  sha256: Sha256,
  sizeBytes: z.int().positive(),
  pages: z.int().positive(),
  signature: z.strictObject({
    level: SignatureLevel,
    signer: z.string().nullable(),
    selfSigned: z.boolean(),
    /** The trusted time, and the authority that was asked. */
    timestamp: z.strictObject({ atUtc: AtUtc, url: z.string() }).optional(),
    /** The level that was asked for and not reached, and why; the examiner allowed a lower one. */
    missed: z.strictObject({ level: SignatureLevel, code: ErrorCodeSchema }).optional(),
    /** The report that this one is a copy of, byte for byte, with this further signature behind those that it has. */
    countersigns: ReportId.optional(),
    /** What a further signature says of itself. */
    reason: z.string().optional(),
  }),
  /** Head of the custody ledger when the report was made, printed in it. */
  ledgerHead: Sha256,
});
export type Report = z.infer<typeof Report>;

/** Parts that may be left out, in the order of the report; it then says so, and its attached data has them all the same. */
export const ReportPart = z.enum([
  'recipe',
  'series',
  'frames',
  'decisions',
  'custody',
  'structure',
  'methods',
  'certification',
  'glossary',
]);
export type ReportPart = z.infer<typeof ReportPart>;

/** What a short report is without, whatever else is left out. */
export const SHORT_LEAVES_OUT: readonly ReportPart[] = ['recipe', 'series', 'custody', 'structure', 'methods', 'certification', 'glossary'];

/** What the examiner writes and chooses; everything else of a report comes from the case. */
export const ReportContent = z.strictObject({
  template: z.enum(['full', 'short']),
  leftOut: z.array(ReportPart),
  requestedBy: Line(200).nullable(),
  request: Paragraphs(4000).nullable(),
  /** In place of the program's own two. */
  propositions: z.strictObject({ first: Paragraphs(1000), second: Paragraphs(1000) }).nullable(),
  conclusions: Paragraphs(8000).nullable(),
});
export type ReportContent = z.infer<typeof ReportContent>;

/** A report with everything in it and no words of the examiner's own. */
export const PLAIN_CONTENT: ReportContent = {
  template: 'full',
  leftOut: [],
  requestedBy: null,
  request: null,
  propositions: null,
  conclusions: null,
};

/** A draft is made by the same code as a report, marked on every page, signed by nobody and kept nowhere. */
export const NewDraft = z.strictObject({ remarks: Line(4000).nullable(), content: ReportContent });
export type NewDraft = z.infer<typeof NewDraft>;

export const Draft = z.strictObject({
  /** Counts up: the bytes of a draft are served until the next one is made. */
  number: z.int().positive(),
  pages: z.int().positive(),
  sizeBytes: z.int().positive(),
  atUtc: AtUtc,
  /** How long it took. */
  milliseconds: z.int().nonnegative(),
});
export type Draft = z.infer<typeof Draft>;

/** PKCS#12 as base64 with its passphrase; both are used once and stored nowhere. */
const FileIdentity = z.strictObject({ pkcs12Base64: z.string().max(1_000_000), passphrase: z.string().max(1000) });
export type FileIdentity = z.infer<typeof FileIdentity>;

/** `sitting`: the examiner's identity, while it is unlocked. */
export const OwnIdentity = z.union([FileIdentity, z.literal('sitting')]);
export type OwnIdentity = z.infer<typeof OwnIdentity>;

/** How a signature is asked for; absent fields are as the settings say. */
const SignatureWish = {
  level: WantedLevel.optional(),
  /** Instead of the authority in the settings. */
  timestampUrl: AuthorityUrl.optional(),
  /** Sign at a lower level when the one asked for cannot be reached; otherwise nothing is written. */
  allowLowerLevel: z.boolean().optional(),
};

export const NewReport = z.strictObject({
  /** `null`: the identity that this machine made for itself. */
  identity: OwnIdentity.nullable(),
  remarks: Line(4000).nullable(),
  /** Absent: everything, and no words of the examiner's own. */
  content: ReportContent.optional(),
  ...SignatureWish,
});
export type NewReport = z.infer<typeof NewReport>;

/** A reviewer's signature behind those of an exported report; a new file and a new record beside it. */
export const NewCountersignature = z.strictObject({
  reportId: ReportId,
  identity: OwnIdentity,
  /** Stands in the signature. */
  reason: Line(200),
  ...SignatureWish,
});
export type NewCountersignature = z.infer<typeof NewCountersignature>;

const Check = z.strictObject({ ok: z.boolean(), words: z.string() });

/** The trusted time over a signature. */
const TimestampFound = z.strictObject({
  ok: z.boolean(),
  words: z.string(),
  atUtc: AtUtc.nullable(),
  authority: z.string().nullable(),
  trusted: Check,
});

export const SignatureVerification = z.strictObject({
  intact: Check,
  valid: Check,
  trusted: Check,
  wholeDocument: Check,
  /** The trusted time over the signature; `null` where it has none. */
  timestamp: TimestampFound.nullable(),
  /** Whether the document itself carries what shows that no certificate was revoked; `null` where it carries nothing of that kind. */
  revocation: Check.nullable(),
  /** The level that was found, whatever the document says. */
  level: SignatureLevel,
  signer: z.string().nullable(),
  /** SHA-256 of the signer's certificate. */
  certificateSha256: Sha256.nullable(),
  /** As stated by the signing computer. */
  signedAtUtc: AtUtc.nullable(),
  reason: z.string().nullable(),
  subFilter: z.string().nullable(),
  /** The state of the document that it covers. */
  revision: z.strictObject({ number: z.int().positive(), of: z.int().positive(), bytes: z.int().nonnegative() }).nullable(),
  /** intact, valid and wholeDocument, and the timestamp holds where there is one. */
  ok: z.boolean(),
});
export type SignatureVerification = z.infer<typeof SignatureVerification>;

/** Four separate words, each explained: of the first signature that one says no to, else of the first. */
export const PdfVerification = z.strictObject({
  /** The signed bytes still have the hash that was signed. */
  intact: Check,
  /** The signature over that hash is right for the certificate's key. */
  valid: Check,
  /** The certificate leads to an authority that this machine trusts; a self-signed one does not. */
  trusted: Check,
  /** The signature covers the whole file but itself, or what came after it is known to change nothing that was signed. */
  wholeDocument: Check,
  signer: z.string().nullable(),
  signedAtUtc: AtUtc.nullable(),
  subFilter: z.string().nullable(),
  /** Oldest first. */
  signatures: z.array(SignatureVerification),
  /** What was added after the first signature, in words, oldest first. */
  updates: z.array(z.string()),
  /** Whether the report's attached data name this certificate and this level; `null` in a document that is no report. */
  stated: Check.nullable(),
  /** The report's attached data against the hash that the document states of it; `null` as above. */
  attached: Check.nullable(),
  /** Whether the custody log in the attached data is one chain up to the head that the report states. */
  custody: Check.nullable(),
  /** There is a signature, and each is ok, and what the report states is what was found. */
  ok: z.boolean(),
});
export type PdfVerification = z.infer<typeof PdfVerification>;

export const IdentityInfo = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  selfSigned: z.boolean(),
  notBefore: AtUtc,
  notAfter: AtUtc,
  sha256: Sha256,
});
export type IdentityInfo = z.infer<typeof IdentityInfo>;

/** The stored file of a report, looked at again by code that shares nothing with what signed it. */
export const ReportCheck = z.strictObject({
  pdf: PdfVerification,
  /** The file still has the SHA-256 that the ledger states. */
  asRecorded: z.boolean(),
  checkedAtUtc: AtUtc,
});
export type ReportCheck = z.infer<typeof ReportCheck>;
