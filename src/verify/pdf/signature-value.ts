/** The cryptographic half: is the signed digest the document's, and is the signature right for the certificate's key? */
import { constants, createHash, verify, type KeyObject, type X509Certificate } from 'node:crypto';
import { readAlgorithm, type CmsSignature } from './cms.ts';
import { DerError, expectTag, readDer, sameBytes, TAG, type Der } from './der.ts';
import { inForce, readCertificate, type Check } from './trust.ts';

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

/** Digests that are strong enough. Origin: ETSI TS 119 312; SHA-1 and MD5 have known collisions. */
export const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** Signature algorithms that name their digest: it must be the one stated beside them. */
const WITH_DIGEST: Readonly<Record<string, { readonly key: string; readonly digest: string }>> = {
  '1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
  '1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
};
/** Least modulus, bits. Origin: NIST SP 800-131A rev. 2. */
const LEAST_RSA_BITS = 2048;
const CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];

/** @param signed the document's signed bytes, in order. */
export function checkIntact(cms: CmsSignature, signed: readonly Uint8Array[]): Check {
  const name = DIGESTS[cms.digestOid];
  if (name === undefined) return { ok: false, words: `The digest algorithm ${cms.digestOid} is weak or unknown, so nothing can be said.` };
  const hash = createHash(name);
  for (const part of signed) hash.update(part);
  const stated = cms.attributes.get(OID.messageDigest);
  if (stated?.tag !== TAG.octetString) return { ok: false, words: 'The signature does not state the digest of the document.' };
  return sameBytes(stated.value, hash.digest())
    ? { ok: true, words: `The signed bytes still have the ${name.toUpperCase().replace('SHA', 'SHA-')} digest that was signed.` }
    : { ok: false, words: 'The signed bytes no longer have the digest that was signed: the document was changed after signing.' };
}

export interface SigningTime {
  readonly at: Date | null;
  /** Whether a timestamp vouches for it. */
  readonly trusted: boolean;
}

export interface SignerCheck extends Check {
  readonly certificate: X509Certificate | null;
}

/**
 * @param pades whether the document claims PAdES, which makes signing-certificate-v2 mandatory.
 * @param time when the certificate must have been in force: the trusted time where there is one, else the stated time.
 */
export function checkSigner(cms: CmsSignature, pades: boolean, time: SigningTime): SignerCheck {
  const [der] = cms.certificates;
  const certificate = der === undefined ? null : readCertificate(der);
  if (certificate === null) return { ok: false, words: 'The certificate in the signature cannot be read.', certificate };
  const wrong = problem(cms, certificate, pades, time);
  if (wrong !== null) return { ok: false, words: wrong, certificate };
  const bound = cms.attributes.has(OID.signingCertificateV2)
    ? 'signing-certificate-v2 names this certificate'
    : 'no signing-certificate-v2 (below PAdES B-B)';
  const unknown = [...cms.unsigned.keys()].filter((type) => type !== SIGNATURE_TIME_STAMP).length;
  const extra = unknown > 0 ? '; unsigned attributes of another kind than a timestamp were not examined' : '';
  return {
    ok: true,
    words: `The signature is right for the key of the certificate (${keyWords(certificate.publicKey)}); ${bound}${extra}.`,
    certificate,
  };
}

function problem(cms: CmsSignature, certificate: X509Certificate, pades: boolean, { at, trusted }: SigningTime): string | null {
  const wrong = valueProblem(cms, certificate, OID.data) ?? checkBinding(cms, pades);
  if (wrong !== null) return wrong;
  if (!allowsSigning(cms.certificates[0])) return 'The certificate does not allow its key to sign documents.';
  if (at === null) return 'The document states no time of signing, so the certificate cannot be held against it.';
  if (inForce(certificate, at)) return null;
  const when = trusted ? 'at the time of the timestamp' : 'at the stated time of signing';
  if (at > certificate.validToDate) return `The certificate had expired ${when} (on ${certificate.validToDate.toISOString()}).`;
  return `The certificate was not in force ${when}.`;
}

/** What is wrong with the signature's value, its key or its algorithms, or null. */
export function valueProblem(cms: CmsSignature, certificate: X509Certificate, contentOid: string): string | null {
  const digest = DIGESTS[cms.digestOid];
  if (digest === undefined) return `The digest algorithm ${cms.digestOid} is weak or unknown.`;
  if (cms.attributes.get(OID.contentType)?.oid !== contentOid) return 'The signed attribute content-type is missing or wrong.';
  const weak = weakness(certificate.publicKey);
  if (weak !== null) return weak;
  return signatureHolds(cms, certificate.publicKey, digest)
    ? null
    : 'The signature does not belong to the signed attributes and the key of this certificate.';
}

function signatureHolds(cms: CmsSignature, key: KeyObject, digest: string): boolean {
  const kind = key.asymmetricKeyType;
  const named = WITH_DIGEST[cms.signatureOid];
  if (cms.signatureOid === OID.rsaPss) {
    if (kind !== 'rsa' || !pssUses(cms.signatureParameters, cms.digestOid)) return false;
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
    return verify(digest, cms.signedBytes, pss, cms.signature);
  }
  if (cms.signatureParameters !== null) return false;
  if (cms.signatureOid !== OID.rsaEncryption && (named?.key !== kind || named?.digest !== digest)) return false;
  if (cms.signatureOid === OID.rsaEncryption && kind !== 'rsa') return false;
  return verify(digest, cms.signedBytes, { key, dsaEncoding: 'der' }, cms.signature);
}

/** RSASSA-PSS-params (RFC 4055, 3.1): the digest and the one inside MGF1 must be the one that the signature states. */
function pssUses(parameters: Der | null, digestOid: string): boolean {
  const field = (tag: number): Der | undefined => parameters?.children.find((child) => child.tag === tag)?.children[0];
  const mask = field(0xa1)?.children[1];
  const hash = field(0xa0);
  return hash !== undefined && mask !== undefined && readAlgorithm(hash).oid === digestOid && readAlgorithm(mask).oid === digestOid;
}

/** SigningCertificateV2 (RFC 5035, section 3): the first hash is the signer's; further ones limit the certificates beside it. */
export function checkBinding(cms: CmsSignature, pades: boolean): string | null {
  const attribute = cms.attributes.get(OID.signingCertificateV2);
  if (attribute === undefined) return pades ? 'The signed attribute signing-certificate-v2 is missing, which PAdES asks for.' : null;
  const listed = expectTag(attribute.children[0], TAG.sequence, 'signing-certificate-v2').children.map(readCertificateHash);
  const given = cms.certificates;
  const matches = (certificate: Uint8Array, entry: CertificateHash | undefined): boolean =>
    entry !== undefined && sameBytes(createHash(entry.digest).update(certificate).digest(), entry.hash);
  if (!given.slice(0, 1).every((own) => matches(own, listed[0]))) return 'signing-certificate-v2 names another certificate.';
  const unnamed = given.slice(1).filter((certificate) => !listed.some((entry) => matches(certificate, entry)));
  return listed.length > 1 && unnamed.length > 0 ? 'The signature carries a certificate that signing-certificate-v2 does not name.' : null;
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

function weakness(key: KeyObject): string | null {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') {
    const bits = details?.modulusLength ?? 0;
    return bits >= LEAST_RSA_BITS ? null : `The signer's RSA key has only ${String(bits)} bits.`;
  }
  if (key.asymmetricKeyType === 'ec' && CURVES.includes(details?.namedCurve ?? '')) return null;
  return "The signer's key is of a kind that is not accepted.";
}

/** keyUsage (RFC 5280, 4.2.1.3): digitalSignature or nonRepudiation, the two highest bits. Node lists only the extended usages. */
function allowsSigning(der: Uint8Array | undefined): boolean {
  const tbs = der === undefined ? undefined : readDer(der).children[0];
  const extensions = tbs?.children.find((field) => field.tag === 0xa3)?.children[0]?.children ?? [];
  const usage = extensions.find((extension) => extension.children[0]?.oid === '2.5.29.15')?.children.at(-1);
  if (usage === undefined) return true;
  return ((readDer(usage.value).value[1] ?? 0) & 0xc0) !== 0;
}

function keyWords(key: KeyObject): string {
  const details = key.asymmetricKeyDetails;
  return key.asymmetricKeyType === 'rsa' ? `RSA, ${String(details?.modulusLength)} bits` : `EC, ${String(details?.namedCurve)}`;
}
