/** One signature of a document: four separate questions, each answered in words, and what stands beside it: time and revocation. */
import type { SignatureLevel, SignatureVerification } from '../../contract/report.ts';
import { fromHex } from './bytes.ts';
import { readCms, type CmsSignature } from './cms.ts';
import { DerError } from './der.ts';
import { judgeSignature } from './judge-signature.ts';
import type { SignatureDictionary } from './signature-dictionary.ts';
import type { Check } from './trust.ts';
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
  const pades = dictionary.subFilter === PADES;
  const { anchors, validation } = around;
  const judged = await judgeSignature(cms, { signed, bound: pades, statedAt: dictionary.signedAt, anchors, validation });
  const { intact, valid, timestamp, revocation } = judged;
  return {
    ...judged,
    level: intact.ok && valid.ok && pades ? levelOf(timestamp, revocation) : ('none' as const),
    ok: intact.ok && valid.ok && around.wholeDocument.ok && timestamp?.ok !== false,
  };
}

function levelOf(stamp: Pick<Check, 'ok'> | null, revocation: Check | null): SignatureLevel {
  if (stamp?.ok !== true) return 'PAdES B-B';
  return revocation?.ok === true ? 'PAdES B-LT' : 'PAdES B-T';
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
