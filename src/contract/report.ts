import * as z from 'zod';
import { AtUtc, Line, ReportId, Sha256 } from './values.ts';

/** The level that was truly reached, never the one that was hoped for. */
export const SignatureLevel = z.enum(['none', 'PAdES B-B']);
export type SignatureLevel = z.infer<typeof SignatureLevel>;

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
  }),
  /** Head of the custody ledger when the report was made, printed in it. */
  ledgerHead: Sha256,
});
export type Report = z.infer<typeof Report>;

/** PKCS#12 as base64 with its passphrase; both are used once and stored nowhere. `null`: the identity kept by this machine's settings. */
export const NewReport = z.strictObject({
  identity: z.strictObject({ pkcs12Base64: z.string().max(1_000_000), passphrase: z.string().max(1000) }).nullable(),
  remarks: Line(4000).nullable(),
});
export type NewReport = z.infer<typeof NewReport>;

const Check = z.strictObject({ ok: z.boolean(), words: z.string() });

/** Four separate words, each explained. */
export const PdfVerification = z.strictObject({
  /** The signed bytes still have the hash that was signed. */
  intact: Check,
  /** The signature over that hash is right for the certificate's key. */
  valid: Check,
  /** The certificate leads to an authority that this machine trusts; a self-signed one does not. */
  trusted: Check,
  /** The signature covers the whole file but itself. */
  wholeDocument: Check,
  signer: z.string().nullable(),
  signedAtUtc: AtUtc.nullable(),
  subFilter: z.string().nullable(),
  /** intact and valid and wholeDocument. */
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
