/** Reads an answer about one certificate's revocation (OCSP, RFC 6960). */
import { readAlgorithm } from './algorithm.ts';
import { sameBytes } from './bytes.ts';
import { readCertificate, serialOf, type Certificate } from './certificate.ts';
import { signedBy } from './crl.ts';
import { digest } from './crypto.ts';
import { DerError, expectTag, readDer, TAG, type Der } from './der.ts';
import type { Links, Status } from './revocation.ts';
import { GENERALIZED_TIME, readTime } from './time.ts';
import { firstOf, inForce, issued } from './trust.ts';

const OID = { basic: '1.3.6.1.5.5.7.48.1.1', ocspSigning: '1.3.6.1.5.5.7.3.9' } as const;
const ENUMERATED = 0x0a;
const CONTEXT_0 = 0xa0;
/** Digests by which an answer may name the issuer; SHA-1 serves, since the answer's signature protects it. */
const NAMING: Readonly<Record<string, string>> = { '1.3.14.3.2.26': 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256' };
const GOOD = 0x80;
const REVOKED = 0xa1;

/** `null` when the answer is not about this certificate, not signed by someone who may, or not in force at the time. */
export async function ocspStatus(der: Uint8Array, link: Links, known: readonly Certificate[], at: Date): Promise<Status | null> {
  try {
    return await read(readDer(der), link, known, at);
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

async function read(response: Der, link: Links, known: readonly Certificate[], at: Date): Promise<Status | null> {
  const [status, wrapper] = expectTag(response, TAG.sequence, 'OCSPResponse').children;
  if (expectTag(status, ENUMERATED, 'responseStatus').value[0] !== 0) return null;
  const [type, bytes] = expectTag(wrapper?.children[0], TAG.sequence, 'responseBytes').children;
  if (type?.oid !== OID.basic) return null;
  const basic = readDer(expectTag(bytes, TAG.octetString, 'response').value);
  const [data, algorithm, signature, certificates] = expectTag(basic, TAG.sequence, 'BasicOCSPResponse').children;
  if (data === undefined) return null;
  const carried = (certificates?.children[0]?.children ?? []).flatMap(({ raw }) => readCertificate(raw) ?? []);
  const signer = await firstOf(
    [link.issuer, ...carried, ...known],
    async (one) => (await mayAnswer(one, link.issuer, at)) && (await signedBy(one, data.raw, algorithm, signature)),
  );
  if (signer === undefined) return null;
  // [0] version and [1] or [2] responder stand before producedAt and the list of answers.
  const list = data.children.find(({ tag }) => tag === TAG.sequence)?.children ?? [];
  const answer = await firstOf(list, ({ children }) => isAbout(children[0], link));
  return answer === undefined ? null : statusOf(answer, at);
}

/** The issuer itself, or someone whom it certified for exactly this (RFC 6960, 4.2.2.2). */
async function mayAnswer(one: Certificate, issuer: Certificate, at: Date): Promise<boolean> {
  if (sameBytes(one.raw, issuer.raw)) return true;
  return one.purposes.oids.includes(OID.ocspSigning) && inForce(one, at) && (await issued(issuer, one, at));
}

async function isAbout(certId: Der | undefined, { certificate, issuer }: Links): Promise<boolean> {
  const [algorithm, nameHash, keyHash, serial] = expectTag(certId, TAG.sequence, 'certID').children;
  const name = NAMING[readAlgorithm(algorithm).oid];
  if (name === undefined || nameHash === undefined || keyHash === undefined || serial === undefined) return false;
  return (
    serialOf(serial) === serialOf(certificate.serial) &&
    sameBytes(nameHash.value, await digest(name, issuer.subjectName.raw)) &&
    sameBytes(keyHash.value, await digest(name, keyBits(issuer)))
  );
}

/** The key's BIT STRING without its count of unused bits. */
function keyBits({ key }: Certificate): Uint8Array {
  return readDer(key.spki).children[1]?.value.subarray(1) ?? new Uint8Array();
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
