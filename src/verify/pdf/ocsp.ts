/** Reads an answer about one certificate's revocation (OCSP, RFC 6960). */
import { createHash, type X509Certificate } from 'node:crypto';
import { readAlgorithm } from './cms.ts';
import { serialOf, signedBy, subjectOf } from './crl.ts';
import { DerError, expectTag, readDer, sameBytes, TAG, type Der } from './der.ts';
import type { Links, Status } from './revocation.ts';
import { readTime } from './timestamp.ts';
import { inForce, issued, readCertificate } from './trust.ts';

const OID = { basic: '1.3.6.1.5.5.7.48.1.1', ocspSigning: '1.3.6.1.5.5.7.3.9' } as const;
const ENUMERATED = 0x0a;
const GENERALIZED_TIME = 0x18;
const CONTEXT_0 = 0xa0;
/** Digests by which an answer may name the issuer; SHA-1 serves, since the answer's signature protects it. */
const NAMING: Readonly<Record<string, string>> = { '1.3.14.3.2.26': 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256' };
const GOOD = 0x80;
const REVOKED = 0xa1;

/** `null` when the answer is not about this certificate, not signed by someone who may, or not in force at the time. */
export function ocspStatus(der: Uint8Array, link: Links, known: readonly X509Certificate[], at: Date): Status | null {
  try {
    return read(readDer(der), link, known, at);
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

function read(response: Der, link: Links, known: readonly X509Certificate[], at: Date): Status | null {
  const [status, wrapper] = expectTag(response, TAG.sequence, 'OCSPResponse').children;
  if (expectTag(status, ENUMERATED, 'responseStatus').value[0] !== 0) return null;
  const [type, bytes] = expectTag(wrapper?.children[0], TAG.sequence, 'responseBytes').children;
  if (type?.oid !== OID.basic) return null;
  const basic = readDer(expectTag(bytes, TAG.octetString, 'response').value);
  const [data, algorithm, signature, certificates] = expectTag(basic, TAG.sequence, 'BasicOCSPResponse').children;
  if (data === undefined) return null;
  const carried = (certificates?.children[0]?.children ?? []).flatMap(({ raw }) => readCertificate(raw) ?? []);
  const signers = [link.issuer, ...carried, ...known].filter((one) => mayAnswer(one, link.issuer, at));
  if (!signers.some((one) => signedBy(one, data.raw, algorithm, signature))) return null;
  // [0] version and [1] or [2] responder stand before producedAt and the list of answers.
  const list = data.children.find(({ tag }) => tag === TAG.sequence)?.children ?? [];
  const answer = list.find(({ children }) => isAbout(children[0], link));
  return answer === undefined ? null : statusOf(answer, at);
}

/** The issuer itself, or someone whom it certified for exactly this (RFC 6960, 4.2.2.2). */
function mayAnswer(one: X509Certificate, issuer: X509Certificate, at: Date): boolean {
  if (sameBytes(one.raw, issuer.raw)) return true;
  // Node leaves the property away where the extension is not there, which its types do not know.
  const usages = one.keyUsage as readonly string[] | undefined;
  return issued(issuer, one, at) && inForce(one, at) && usages?.includes(OID.ocspSigning) === true;
}

function isAbout(certId: Der | undefined, { certificate, issuer }: Links): boolean {
  const [algorithm, nameHash, keyHash, serial] = expectTag(certId, TAG.sequence, 'certID').children;
  const digest = NAMING[readAlgorithm(algorithm).oid];
  if (digest === undefined || nameHash === undefined || keyHash === undefined || serial === undefined) return false;
  const hash = (bytes: Uint8Array): Buffer => createHash(digest).update(bytes).digest();
  return (
    serialOf(serial) === certificate.serialNumber &&
    sameBytes(nameHash.value, hash(subjectOf(issuer).raw)) &&
    sameBytes(keyHash.value, hash(keyBits(issuer)))
  );
}

/** The key's BIT STRING without its count of unused bits. */
function keyBits(certificate: X509Certificate): Uint8Array {
  const spki = readDer(new Uint8Array(certificate.publicKey.export({ type: 'spki', format: 'der' })));
  return spki.children[1]?.value.subarray(1) ?? new Uint8Array();
}

function statusOf({ children }: Der, at: Date): Status | null {
  const [, state, thisUpdate, next] = children;
  if (state === undefined || thisUpdate === undefined) return null;
  const from = readTime(expectTag(thisUpdate, GENERALIZED_TIME, 'thisUpdate'));
  const until = next?.tag === CONTEXT_0 && next.children[0] !== undefined ? readTime(next.children[0]) : from;
  // An answer given after the time tells about it as well; one that had run out before does not.
  if (until < at) return null;
  if (state.tag === REVOKED) return { state: 'revoked', at: readTime(expectTag(state.children[0], GENERALIZED_TIME, 'revocationTime')) };
  return { state: state.tag === GOOD ? 'good' : 'unknown' };
}
