/** The cryptographic half: is the signed digest the document's, and is the signature right for the certificate's key? */
import { readAlgorithm } from './algorithm.ts';
import { sameBytes } from './bytes.ts';
import { DIGESTS, pssScheme, readCertificate, SIGNATURES, type Certificate } from './certificate.ts';
import type { CmsSignature } from './cms.ts';
import { digest, holds, type PublicKey } from './crypto.ts';
import { DerError, expectTag, TAG, type Der } from './der.ts';
import { firstOf, inForce, type Check } from './trust.ts';

const OID = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  data: '1.2.840.113549.1.7.1',
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
} as const;

/** id-aa-timeStampToken (RFC 3161, appendix A). */
export const SIGNATURE_TIME_STAMP = '1.2.840.113549.1.9.16.2.14';

/** Least modulus, bits. Origin: NIST SP 800-131A rev. 2. */
const LEAST_RSA_BITS = 2048;

/** @param signed the document's signed bytes, in order. */
export async function checkIntact(cms: CmsSignature, signed: readonly Uint8Array[]): Promise<Check> {
  const name = DIGESTS[cms.digestOid];
  if (name === undefined) return { ok: false, words: `The digest algorithm ${cms.digestOid} is weak or unknown, so nothing can be said.` };
  const stated = cms.attributes.get(OID.messageDigest);
  if (stated?.tag !== TAG.octetString) return { ok: false, words: 'The signature does not state the digest of the document.' };
  return sameBytes(stated.value, await digest(name, ...signed))
    ? { ok: true, words: `The signed bytes still have the ${name.toUpperCase().replace('SHA', 'SHA-')} digest that was signed.` }
    : { ok: false, words: 'The signed bytes no longer have the digest that was signed: the document was changed after signing.' };
}

export interface SigningTime {
  readonly at: Date | null;
  /** Who says so: a timestamp whose authority is trusted, or the signing computer, perhaps beside a timestamp of an authority that is not. */
  readonly by: 'timestamp' | 'clock' | 'clock-beside-timestamp';
}

export interface SignerCheck extends Check {
  readonly certificate: Certificate | null;
}

const UNTRUSTED_TIME: Readonly<Record<SigningTime['by'], string>> = {
  timestamp: '',
  clock: '',
  'clock-beside-timestamp':
    ' No authority that is trusted here stands behind the timestamp, so the certificate was held against the time that the signing computer states.',
};

/**
 * @param pades whether the document claims PAdES, which makes signing-certificate-v2 mandatory.
 * @param time when the certificate must have been in force: the trusted time where there is one, else the stated time.
 */
export async function checkSigner(cms: CmsSignature, pades: boolean, time: SigningTime): Promise<SignerCheck> {
  const [der] = cms.certificates;
  const certificate = der === undefined ? null : readCertificate(der);
  if (certificate === null) return { ok: false, words: 'The certificate in the signature cannot be read.', certificate };
  const wrong = await problem(cms, certificate, pades, time);
  if (wrong !== null) return { ok: false, words: wrong, certificate };
  const bound = cms.attributes.has(OID.signingCertificateV2)
    ? 'signing-certificate-v2 names this certificate'
    : 'no signing-certificate-v2 (below PAdES B-B)';
  const unknown = [...cms.unsigned.keys()].filter((type) => type !== SIGNATURE_TIME_STAMP).length;
  const extra = unknown > 0 ? '; unsigned attributes of another kind than a timestamp were not examined' : '';
  return {
    ok: true,
    words: `The signature is right for the key of the certificate (${keyWords(certificate.key)}); ${bound}${extra}.${UNTRUSTED_TIME[time.by]}`,
    certificate,
  };
}

async function problem(cms: CmsSignature, certificate: Certificate, pades: boolean, { at, by }: SigningTime): Promise<string | null> {
  const wrong = (await valueProblem(cms, certificate, OID.data)) ?? (await checkBinding(cms, pades));
  if (wrong !== null) return wrong;
  if (!certificate.maySign) return 'The certificate does not allow its key to sign documents.';
  if (at === null) return 'The document states no time of signing, so the certificate cannot be held against it.';
  if (inForce(certificate, at)) return null;
  const when = by === 'timestamp' ? 'at the time of the timestamp' : 'at the stated time of signing';
  if (at > certificate.notAfter)
    return `The certificate had expired ${when} (on ${certificate.notAfter.toISOString()}).${UNTRUSTED_TIME[by]}`;
  return `The certificate was not in force ${when}.${UNTRUSTED_TIME[by]}`;
}

/** What is wrong with the signature's value, its key or its algorithms, or null. */
export async function valueProblem(cms: CmsSignature, certificate: Certificate, contentOid: string): Promise<string | null> {
  const name = DIGESTS[cms.digestOid];
  if (name === undefined) return `The digest algorithm ${cms.digestOid} is weak or unknown.`;
  if (cms.attributes.get(OID.contentType)?.oid !== contentOid) return 'The signed attribute content-type is missing or wrong.';
  const weak = weakness(certificate.key);
  if (weak !== null) return weak;
  return (await signatureHolds(cms, certificate.key, name))
    ? null
    : 'The signature does not belong to the signed attributes and the key of this certificate.';
}

/** An algorithm that names its digest must name the one stated beside it. */
async function signatureHolds(cms: CmsSignature, key: PublicKey, name: string): Promise<boolean> {
  if (cms.signatureOid === OID.rsaPss) {
    const pss = pssScheme(cms.signatureParameters);
    return pss?.digestOid === cms.digestOid && (await holds(key, pss, cms.signedBytes, cms.signature));
  }
  if (cms.signatureParameters !== null) return false;
  const scheme = cms.signatureOid === OID.rsaEncryption ? { kind: 'rsa' as const, digest: name } : SIGNATURES[cms.signatureOid];
  return scheme?.digest === name && (await holds(key, scheme, cms.signedBytes, cms.signature));
}

/** SigningCertificateV2 (RFC 5035, section 3): the first hash is the signer's; further ones limit the certificates beside it. */
export async function checkBinding(cms: CmsSignature, pades: boolean): Promise<string | null> {
  const attribute = cms.attributes.get(OID.signingCertificateV2);
  if (attribute === undefined) return pades ? 'The signed attribute signing-certificate-v2 is missing, which PAdES asks for.' : null;
  const listed = expectTag(attribute.children[0], TAG.sequence, 'signing-certificate-v2').children.map(readCertificateHash);
  const [own = new Uint8Array(), ...others] = cms.certificates;
  if (listed[0] === undefined || !(await matches(own, listed[0]))) return 'signing-certificate-v2 names another certificate.';
  if (listed.length === 1) return null;
  for (const certificate of others) {
    const named = await firstOf(listed, (entry) => matches(certificate, entry));
    if (named === undefined) return 'The signature carries a certificate that signing-certificate-v2 does not name.';
  }
  return null;
}

async function matches(certificate: Uint8Array, entry: CertificateHash): Promise<boolean> {
  return sameBytes(await digest(entry.digest, certificate), entry.hash);
}

interface CertificateHash {
  readonly digest: string;
  readonly hash: Uint8Array;
}

function readCertificateHash(entry: Der): CertificateHash {
  const first = entry.children[0];
  const explicit = first?.tag === TAG.sequence ? readAlgorithm(first).oid : null;
  const digest = explicit === null ? 'sha256' : DIGESTS[explicit];
  if (digest === undefined) throw new DerError('signing-certificate-v2 uses a weak digest');
  return { digest, hash: expectTag(entry.children[explicit === null ? 0 : 1], TAG.octetString, 'certHash').value };
}

function weakness({ kind, bits, curve }: PublicKey): string | null {
  if (kind === 'rsa') return bits >= LEAST_RSA_BITS ? null : `The signer's RSA key has only ${String(bits)} bits.`;
  return kind === 'ec' && curve !== null ? null : "The signer's key is of a kind that is not accepted.";
}

function keyWords({ kind, bits, curve }: PublicKey): string {
  return kind === 'rsa' ? `RSA, ${String(bits)} bits` : `EC, ${String(curve)}`;
}
