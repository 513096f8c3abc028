/** What can be said of one CMS signature: the hash, the key, whom it leads to, and what stands beside it of time and revocation. */
import type { SignatureVerification } from '../../contract/report.ts';
import { hex } from './bytes.ts';
import { readCertificate, type Certificate } from './certificate.ts';
import type { CmsSignature } from './cms.ts';
import { digest } from './crypto.ts';
import { DerError } from './der.ts';
import { checkRevocation, type RevocationCheck } from './revocation.ts';
import { checkIntact, checkSigner, SIGNATURE_TIME_STAMP, type SigningTime } from './signature-value.ts';
import { checkTimestamp, type TimestampCheck } from './timestamp.ts';
import { checkTrust, type Check } from './trust.ts';
import type { ValidationData } from './validation-data.ts';

export interface Signing {
  /** The bytes that must have been signed, in order; `null` where they cannot be found. */
  readonly signed: readonly Uint8Array[] | null;
  /** Whether signing-certificate-v2 must be there, as PAdES asks for. */
  readonly bound: boolean;
  /** As the signing computer says. */
  readonly statedAt: Date | null;
  readonly anchors: readonly string[];
  readonly validation: ValidationData | null;
}

export type Judged = Pick<
  SignatureVerification,
  'intact' | 'valid' | 'trusted' | 'timestamp' | 'revocation' | 'signer' | 'certificateSha256'
>;

/** @throws DerError */
export async function judgeSignature(cms: CmsSignature, signing: Signing): Promise<Judged> {
  const { signed, anchors, validation } = signing;
  const intact = signed === null ? { ok: false, words: 'The stated byte range lies outside the file.' } : await checkIntact(cms, signed);
  const token = cms.unsigned.get(SIGNATURE_TIME_STAMP);
  const stamp = token === undefined ? null : await checkTimestamp(token, cms.signature, anchors);
  const time = timeOf(stamp, signing.statedAt);
  const { certificate, ...valid } = await checkSigner(cms, signing.bound, time);
  const others = [...cms.certificates.slice(1).map(readOther), ...(validation?.certificates ?? [])];
  const trusted = await trustOf(certificate, valid, time.at, others, anchors);
  const revocation = await revocationOf(certificate, stamp, others, signing);
  return {
    intact,
    valid,
    trusted: { ok: trusted.ok && revocation?.revoked !== true, words: trustWords(trusted, revocation) },
    timestamp: stamp === null ? null : timestampOf(stamp),
    revocation: revocation === null ? null : { ok: revocation.ok, words: revocation.words },
    signer: certificate === null ? null : certificate.subject,
    certificateSha256: certificate === null ? null : hex(await digest('sha256', certificate.raw)),
  };
}

/** Anyone can run an authority whose clock says what he likes, so only a trusted one's time counts; another's is as good as none. */
function timeOf(stamp: TimestampCheck | null, statedAt: Date | null): SigningTime {
  if (stamp === null) return { at: statedAt, by: 'clock' };
  return stamp.ok && stamp.trust?.ok === true ? { at: stamp.at, by: 'timestamp' } : { at: statedAt, by: 'clock-beside-timestamp' };
}

async function trustOf(
  certificate: Certificate | null,
  valid: Check,
  at: Date | null,
  others: readonly Certificate[],
  anchors: readonly string[],
): Promise<Check> {
  if (certificate === null || !valid.ok || at === null)
    return { ok: false, words: 'Not considered, since the signature itself is not valid.' };
  return checkTrust(certificate, others, anchors, at);
}

function trustWords(trusted: Check, revocation: Check | null): string {
  if (!trusted.ok) return trusted.words;
  return `${trusted.words} ${revocation === null ? 'Revocation was not checked: the document carries no answers that could be held against a trusted time.' : revocation.words}`;
}

/** Only what the document itself carries is used: nothing is fetched, so that the answer is the same everywhere. */
async function revocationOf(
  certificate: Certificate | null,
  stamp: TimestampCheck | null,
  others: readonly Certificate[],
  around: Signing,
): Promise<RevocationCheck | null> {
  // Without a trusted time there is nothing that an answer could be held against.
  if (around.validation === null || certificate === null || stamp?.ok !== true || stamp.at === null || stamp.authority === null)
    return null;
  const anchors = around.anchors.flatMap((pem) => readCertificate(pem) ?? []);
  const known = [...others, ...stamp.others, ...anchors];
  return checkRevocation([certificate, stamp.authority], known, around.validation, stamp.at);
}

function timestampOf(stamp: TimestampCheck): NonNullable<SignatureVerification['timestamp']> {
  return {
    ok: stamp.ok,
    words: stamp.words,
    atUtc: stamp.at?.toISOString() ?? null,
    authority: stamp.authority === null ? null : stamp.authority.subject,
    trusted:
      stamp.trust === null
        ? { ok: false, words: 'Not considered, since the timestamp itself does not hold.' }
        : { ok: stamp.trust.ok, words: stamp.trust.words },
  };
}

function readOther(der: Uint8Array): Certificate {
  const certificate = readCertificate(der);
  if (certificate === null) throw new DerError('a certificate beside the signer’s cannot be read');
  return certificate;
}
