/** Reads a list of revoked certificates (RFC 5280, section 5) as far as one certificate is concerned. */
import { sameBytes } from './bytes.ts';
import { schemeOf, serialOf, type Certificate } from './certificate.ts';
import { holds } from './crypto.ts';
import { DerError, expectTag, readDer, TAG, type Der } from './der.ts';
import type { Links, Status } from './revocation.ts';
import { readTime } from './time.ts';

const OID = { issuingDistributionPoint: '2.5.29.28', reasonCode: '2.5.29.21' } as const;
const BIT_STRING = 0x03;
const BOOLEAN = 0x01;
const TIMES: readonly number[] = [0x17, 0x18];
const EXTENSIONS = 0xa0;

/** `null` when the list is not about this certificate, not signed by its issuer, or not in force at the time. */
export async function crlStatus(der: Uint8Array, { certificate, issuer }: Links, at: Date): Promise<Status | null> {
  try {
    return await read(readDer(der), certificate, issuer, at);
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

async function read(list: Der, certificate: Certificate, issuer: Certificate, at: Date): Promise<Status | null> {
  const [tbs, algorithm, signature] = expectTag(list, TAG.sequence, 'CertificateList').children;
  const fields = [...expectTag(tbs, TAG.sequence, 'tbsCertList').children];
  if (fields[0]?.tag === TAG.integer) fields.shift();
  const [inner, name, thisUpdate, ...rest] = fields;
  if (tbs === undefined || name === undefined || !sameBytes(name.raw, issuer.subjectName.raw)) return null;
  if (!sameBytes(expectTag(inner, TAG.sequence, 'signature').raw, expectTag(algorithm, TAG.sequence, 'signatureAlgorithm').raw))
    return null;
  if (!(await signedBy(issuer, tbs.raw, algorithm, signature))) return null;
  const nextUpdate = rest[0] !== undefined && TIMES.includes(rest[0].tag) ? rest.shift() : undefined;
  // Without an end a list says nothing about any later time.
  if (thisUpdate === undefined || nextUpdate === undefined || readTime(nextUpdate) < at) return null;
  const revoked = rest[0]?.tag === TAG.sequence ? (rest.shift()?.children ?? []) : [];
  if (!scopeCovers(rest.find(({ tag }) => tag === EXTENSIONS)?.children[0]?.children ?? [], certificate)) return null;
  const entry = revoked.find(({ children }) => children[0] !== undefined && serialOf(children[0]) === serialOf(certificate.serial));
  const when = entry?.children[1];
  return when === undefined ? { state: 'good' } : { state: 'revoked', at: readTime(when) };
}

/** A list for other kinds of certificates, or for some reasons only, does not clear this one. */
function scopeCovers(extensions: readonly Der[], certificate: Certificate): boolean {
  for (const { children } of extensions) {
    const critical = children[1]?.tag === BOOLEAN && children[1].value[0] === 0xff;
    if (children[0]?.oid !== OID.issuingDistributionPoint) {
      if (critical) return false;
      continue;
    }
    const tags = readDer(children.at(-1)?.value ?? new Uint8Array()).children.filter(({ value, tag }) => tag === 0xa0 || value[0] === 0xff);
    for (const { tag } of tags) {
      // [0] where it is published; [1] for users only; [2] for authorities only; [3] some reasons, [4] indirect, [5] attributes.
      if (tag === 0xa0 || (tag === 0x81 && !certificate.authority) || (tag === 0x82 && certificate.authority)) continue;
      return false;
    }
  }
  return true;
}

/** @param signature the BIT STRING that stands behind what was signed. */
export async function signedBy(
  signer: Certificate,
  signed: Uint8Array,
  algorithm: Der | undefined,
  signature: Der | undefined,
): Promise<boolean> {
  const scheme = schemeOf(algorithm);
  const bits = expectTag(signature, BIT_STRING, 'signature').value;
  return scheme !== null && bits[0] === 0 && (await holds(signer.key, scheme, signed, bits.subarray(1)));
}
