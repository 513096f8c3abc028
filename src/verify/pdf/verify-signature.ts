/** One signature of a document: four separate questions, each answered in words, and what stands beside it: time and revocation. */
import type { SignatureLevel, SignatureVerification } from '../../contract/report.ts';
import { fromHex, hex } from './bytes.ts';
import { readCertificate, type Certificate } from './certificate.ts';
import { readCms, type CmsSignature } from './cms.ts';
import { digest } from './crypto.ts';
import { DerError } from './der.ts';
import { checkRevocation, type RevocationCheck } from './revocation.ts';
import type { SignatureDictionary } from './signature-dictionary.ts';
import { checkIntact, checkSigner, SIGNATURE_TIME_STAMP } from './signature-value.ts';
import { checkTimestamp, type TimestampCheck } from './timestamp.ts';
import { checkTrust, type Check } from './trust.ts';
import type { ValidationData } from './validation-data.ts';

export interface Surroundings {
  readonly anchors: readonly string[];
  readonly validation: ValidationData | null;
  readonly wholeDocument: Check;
  readonly revision: SignatureVerification['revision'];
}

/** SubFilters whose CMS is a plain detached signature over the byte range (ISO 32000-2, 12.8.3). */
const PADES = 'ETSI.CAdES.detached';
const DETACHED: readonly string[] = [PADES, 'adbe.pkcs7.detached'];

export async function verifySignature(
  pdf: Uint8Array,
  dictionary: SignatureDictionary,
  around: Surroundings,
): Promise<SignatureVerification> {
  const { subFilter, signedAt, reason } = dictionary;
  const frame = {
    wholeDocument: around.wholeDocument,
    revision: around.revision,
    subFilter,
    signedAtUtc: signedAt?.toISOString() ?? null,
    reason,
  };
  const unread = (words: string): SignatureVerification => ({ ...unreadable(words), ...frame });
  if (subFilter === null || !DETACHED.includes(subFilter))
    return unread(`Signatures of the kind ${subFilter ?? 'without a name'} cannot be checked.`);
  try {
    const cms = readCms(readContents(dictionary.contents.digits));
    return { ...frame, ...(await judge(cms, signedParts(pdf, dictionary), dictionary, around)) };
  } catch (error) {
    if (error instanceof DerError) return unread(`The signature cannot be read: ${error.message}.`);
    throw error;
  }
}

async function judge(cms: CmsSignature, signed: readonly Uint8Array[] | null, dictionary: SignatureDictionary, around: Surroundings) {
  const intact = signed === null ? { ok: false, words: 'The stated byte range lies outside the file.' } : await checkIntact(cms, signed);
  const token = cms.unsigned.get(SIGNATURE_TIME_STAMP);
  const stamp = token === undefined ? null : await checkTimestamp(token, cms.signature, around.anchors);
  const at = stamp?.at ?? dictionary.signedAt;
  const { certificate, ...valid } = await checkSigner(cms, dictionary.subFilter === PADES, { at, trusted: stamp?.ok === true });
  const others = [...cms.certificates.slice(1).map(readOther), ...(around.validation?.certificates ?? [])];
  const trusted = await trustOf(certificate, valid, at, others, around.anchors);
  const revocation = await revocationOf(certificate, stamp, others, around);
  return {
    intact,
    valid,
    trusted: { ok: trusted.ok && revocation?.revoked !== true, words: trustWords(trusted, revocation) },
    timestamp: stamp === null ? null : timestampOf(stamp),
    revocation: revocation === null ? null : { ok: revocation.ok, words: revocation.words },
    level: intact.ok && valid.ok && dictionary.subFilter === PADES ? levelOf(stamp, revocation) : ('none' as const),
    signer: certificate === null ? null : certificate.subject,
    certificateSha256: certificate === null ? null : hex(await digest('sha256', certificate.raw)),
    ok: intact.ok && valid.ok && around.wholeDocument.ok && stamp?.ok !== false,
  };
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
  around: Surroundings,
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

function levelOf(stamp: TimestampCheck | null, revocation: Check | null): SignatureLevel {
  if (stamp?.ok !== true) return 'PAdES B-B';
  return revocation?.ok === true ? 'PAdES B-LT' : 'PAdES B-T';
}

function readOther(der: Uint8Array): Certificate {
  const certificate = readCertificate(der);
  if (certificate === null) throw new DerError('a certificate beside the signer’s cannot be read');
  return certificate;
}

function signedParts(pdf: Uint8Array, { byteRange: [a, b, c, d] }: SignatureDictionary): Uint8Array[] | null {
  if (a + b > c || c + d > pdf.length) return null;
  return [pdf.subarray(a, a + b), pdf.subarray(c, c + d)];
}

/** The hole is longer than the signature and filled up with zeros; anything else after it would be unsigned content. */
function readContents(digits: string): Uint8Array {
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(digits)) throw new DerError('its place holds something that is not hexadecimal');
  const bytes = fromHex(digits);
  const length = elementLength(bytes);
  if (bytes.subarray(length).some((byte) => byte !== 0)) throw new DerError('something that is not zero follows it');
  return bytes.subarray(0, length);
}

/** Length of the first DER element with its header. */
function elementLength(bytes: Uint8Array): number {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4) throw new DerError('it has no stated length');
  const length = 2 + octets + bytes.subarray(2, 2 + octets).reduce((sum, byte) => sum * 256 + byte, 0);
  if (length > bytes.length) throw new DerError('it is cut off');
  return length;
}

function unreadable(words: string): SignatureVerification {
  const check = { ok: false, words };
  return {
    intact: check,
    valid: check,
    trusted: check,
    wholeDocument: check,
    timestamp: null,
    revocation: null,
    level: 'none',
    signer: null,
    certificateSha256: null,
    signedAtUtc: null,
    reason: null,
    subFilter: null,
    revision: null,
    ok: false,
  };
}
