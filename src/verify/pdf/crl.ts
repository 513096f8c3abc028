/** Reads a list of revoked certificates (RFC 5280, section 5) as far as one certificate is concerned. */
import { verify, type X509Certificate } from 'node:crypto';
import { readAlgorithm } from './cms.ts';
import { DerError, expectTag, readDer, sameBytes, TAG, type Der } from './der.ts';
import type { Links, Status } from './revocation.ts';
import { readTime } from './timestamp.ts';

const OID = { issuingDistributionPoint: '2.5.29.28', reasonCode: '2.5.29.21' } as const;
/** Signature algorithms, with their digests; weak ones are left out. */
export const SIGNATURES: Readonly<Record<string, { readonly kind: string; readonly digest: string }>> = {
  '1.2.840.113549.1.1.11': { kind: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', digest: 'sha512' },
  '1.2.840.10045.4.3.2': { kind: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ec', digest: 'sha512' },
};
const BIT_STRING = 0x03;
const BOOLEAN = 0x01;
const TIMES: readonly number[] = [0x17, 0x18];
const EXTENSIONS = 0xa0;

/** `null` when the list is not about this certificate, not signed by its issuer, or not in force at the time. */
export function crlStatus(der: Uint8Array, { certificate, issuer }: Links, at: Date): Status | null {
  try {
    return read(readDer(der), certificate, issuer, at);
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

function read(list: Der, certificate: X509Certificate, issuer: X509Certificate, at: Date): Status | null {
  const [tbs, algorithm, signature] = expectTag(list, TAG.sequence, 'CertificateList').children;
  const fields = [...expectTag(tbs, TAG.sequence, 'tbsCertList').children];
  if (fields[0]?.tag === TAG.integer) fields.shift();
  const [inner, name, thisUpdate, ...rest] = fields;
  if (tbs === undefined || name === undefined || !sameBytes(name.raw, subjectOf(issuer).raw)) return null;
  if (!sameBytes(expectTag(inner, TAG.sequence, 'signature').raw, expectTag(algorithm, TAG.sequence, 'signatureAlgorithm').raw))
    return null;
  if (!signedBy(issuer, tbs.raw, algorithm, signature)) return null;
  const nextUpdate = rest[0] !== undefined && TIMES.includes(rest[0].tag) ? rest.shift() : undefined;
  // Without an end a list says nothing about any later time.
  if (thisUpdate === undefined || nextUpdate === undefined || readTime(nextUpdate) < at) return null;
  const revoked = rest[0]?.tag === TAG.sequence ? (rest.shift()?.children ?? []) : [];
  if (!scopeCovers(rest.find(({ tag }) => tag === EXTENSIONS)?.children[0]?.children ?? [], certificate)) return null;
  const entry = revoked.find(({ children }) => children[0] !== undefined && serialOf(children[0]) === certificate.serialNumber);
  const when = entry?.children[1];
  return when === undefined ? { state: 'good' } : { state: 'revoked', at: readTime(when) };
}

/** A list for other kinds of certificates, or for some reasons only, does not clear this one. */
function scopeCovers(extensions: readonly Der[], certificate: X509Certificate): boolean {
  for (const { children } of extensions) {
    const critical = children[1]?.tag === BOOLEAN && children[1].value[0] === 0xff;
    if (children[0]?.oid !== OID.issuingDistributionPoint) {
      if (critical) return false;
      continue;
    }
    const tags = readDer(children.at(-1)?.value ?? new Uint8Array()).children.filter(({ value, tag }) => tag === 0xa0 || value[0] === 0xff);
    for (const { tag } of tags) {
      // [0] where it is published; [1] for users only; [2] for authorities only; [3] some reasons, [4] indirect, [5] attributes.
      if (tag === 0xa0 || (tag === 0x81 && !certificate.ca) || (tag === 0x82 && certificate.ca)) continue;
      return false;
    }
  }
  return true;
}

/** As Node writes it: hexadecimal, upper case, without leading zeros of the sign. */
export function serialOf(element: Der): string {
  return Buffer.from(element.value)
    .toString('hex')
    .toUpperCase()
    .replace(/^00(?=.)/, '');
}

export function subjectOf(certificate: X509Certificate): Der {
  const tbs = expectTag(readDer(new Uint8Array(certificate.raw)).children[0], TAG.sequence, 'tbsCertificate').children;
  const fields = tbs[0]?.tag === 0xa0 ? tbs.slice(1) : tbs;
  return expectTag(fields[4], TAG.sequence, 'subject');
}

/** @param signature the BIT STRING that stands behind what was signed. */
export function signedBy(signer: X509Certificate, signed: Uint8Array, algorithm: Der | undefined, signature: Der | undefined): boolean {
  const known = SIGNATURES[readAlgorithm(algorithm).oid];
  const bits = expectTag(signature, BIT_STRING, 'signature').value;
  if (known?.kind !== signer.publicKey.asymmetricKeyType || bits[0] !== 0) return false;
  return verify(known?.digest, signed, { key: signer.publicKey, dsaEncoding: 'der' }, bits.subarray(1));
}
