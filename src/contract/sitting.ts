/** The examiner's own signing identity on this machine, and the sitting for which it is unlocked. */
import * as z from 'zod';
import { IdentityInfo } from './report.ts';
import { AtUtc, Sha256 } from './values.ts';

/** What a certificate's term says today; `expires-soon`: within 30 days. */
export const Standing = z.enum(['in-force', 'expires-soon', 'expired', 'not-yet']);
export type Standing = z.infer<typeof Standing>;

/** The public half; the key stays in the container. */
export const ExaminerIdentity = z.strictObject({
  ...IdentityInfo.shape,
  commonName: z.string(),
  /** "RSA, 3072 bits" or "EC, prime256v1". */
  key: z.string(),
  importedAtUtc: AtUtc,
});
export type ExaminerIdentity = z.infer<typeof ExaminerIdentity>;

export const SittingSettings = z.strictObject({
  /** Without a key pressed or a click for so long, the identity is locked. */
  lockAfterMinutes: z.int().min(1).max(480),
  /** Lock when a case is closed; otherwise the sitting goes on into the next case. */
  lockWithCase: z.boolean(),
});
export type SittingSettings = z.infer<typeof SittingSettings>;

export const SittingState = z.strictObject({
  identity: z.strictObject({ ...ExaminerIdentity.shape, standing: Standing }).nullable(),
  /** `untilUtc`: when it is locked unless something is done before. */
  unlocked: z.strictObject({ sinceUtc: AtUtc, untilUtc: AtUtc }).nullable(),
  settings: SittingSettings,
});
export type SittingState = z.infer<typeof SittingState>;

/** Why a sitting ended, as the ledger says it. */
export const SittingEnd = z.enum(['locked', 'idle', 'case-closed', 'quit', 'identity-replaced', 'identity-removed']);
export type SittingEnd = z.infer<typeof SittingEnd>;

const Passphrase = z.string().max(1000);

/** Kept encrypted as it is; the passphrase is used once, to see what the container holds. */
export const NewIdentity = z.strictObject({ pkcs12Base64: z.string().max(1_000_000), passphrase: Passphrase });

export const Unlocking = z.strictObject({ passphrase: Passphrase });

export const KeptIdentity = z.strictObject({ format: z.literal(1), containerSha256: Sha256, identity: ExaminerIdentity });
export type KeptIdentity = z.infer<typeof KeptIdentity>;
