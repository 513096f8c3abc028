/** Fetches what shows, years later, that no certificate of a signature was revoked: issuers, OCSP answers and lists (CRL). */
import { X509Certificate } from 'node:crypto';
import { Failure } from '../../../base/failure.ts';
import { askAuthority } from '../ask-authority.ts';
import type { Validation } from '../append/add-validation-data.ts';
import { nameOnOneLine } from '../identity.ts';
import { crlStatus } from './crl.ts';
import { placesOf } from './places.ts';
import { askOcsp } from './ocsp.ts';

/** More certificates than any path has. */
const MOST = 24;
const LIMIT_MS = 20_000;
/** Lists of large authorities reach some megabytes. */
const LIST_LIMIT_BYTES = 20_000_000;
const CERTIFICATE_LIMIT_BYTES = 100_000;

/**
 * @param starts DER of the signer's and the timestamp authority's certificates.
 * @param known DER of certificates that came with the signature and the timestamp.
 * @throws Failure REVOCATION_UNREACHABLE, REVOCATION_INCOMPLETE, CERTIFICATE_REVOKED
 */
export async function gatherValidation(starts: readonly Uint8Array[], known: readonly Uint8Array[]): Promise<Validation> {
  const pool = [...starts, ...known].flatMap((der) => readable(der));
  const waiting = starts.flatMap((der) => readable(der));
  const done = new Map<string, X509Certificate>();
  const ocsps: Uint8Array[] = [];
  const crls: Uint8Array[] = [];
  for (let certificate = waiting.shift(); certificate !== undefined; certificate = waiting.shift()) {
    if (done.has(certificate.fingerprint256)) continue;
    if (done.size >= MOST) throw new Failure('REVOCATION_INCOMPLETE', `the path has more than ${String(MOST)} certificates`);
    done.set(certificate.fingerprint256, certificate);
    if (isRoot(certificate)) continue;
    const issuer = await issuerOf(certificate, pool);
    pool.push(issuer);
    waiting.push(issuer);
    // Who answers about others and is certified to be believed without an answer about itself needs none.
    if (placesOf(certificate).noCheck) continue;
    const answer = await answerAbout(certificate, issuer);
    if (answer.kind === 'crl') crls.push(answer.der);
    else {
      ocsps.push(answer.der);
      waiting.push(...answer.responders.flatMap((der) => readable(der)));
    }
  }
  return { certificates: [...done.values()].map(({ raw }) => new Uint8Array(raw)), ocsps, crls };
}

type Answer =
  | { readonly kind: 'crl'; readonly der: Uint8Array }
  | { readonly kind: 'ocsp'; readonly der: Uint8Array; readonly responders: readonly Uint8Array[] };

/** OCSP first, since it is small and fresh; the list where there is no responder or it does not answer. */
async function answerAbout(certificate: X509Certificate, issuer: X509Certificate): Promise<Answer> {
  const { ocsp, crls } = placesOf(certificate);
  const failures: Failure[] = [];
  const attempt = async (ask: () => Promise<Answer>): Promise<Answer | null> => {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'CERTIFICATE_REVOKED') throw error;
      failures.push(error);
      return null;
    }
  };
  for (const url of ocsp) {
    const answer = await attempt(async () => ({ kind: 'ocsp', ...(await askOcsp(url, certificate, issuer, LIMIT_MS)) }));
    if (answer !== null) return answer;
  }
  for (const url of crls) {
    const answer = await attempt(async () => ({ kind: 'crl', der: await fetchList(url, certificate, issuer) }));
    if (answer !== null) return answer;
  }
  const [first] = failures;
  throw first ?? new Failure('REVOCATION_INCOMPLETE', `${nameOnOneLine(certificate.subject)} names no place to ask`);
}

async function fetchList(url: string, certificate: X509Certificate, issuer: X509Certificate): Promise<Uint8Array> {
  const der = await askAuthority({ url, limitBytes: LIST_LIMIT_BYTES, limitMs: LIMIT_MS }, 'REVOCATION_UNREACHABLE');
  const status = crlStatus(der, certificate, issuer);
  if (status === 'unusable') throw new Failure('REVOCATION_INCOMPLETE', `${url} gives no list of this issuer that is in force`);
  if (status === 'revoked') throw new Failure('CERTIFICATE_REVOKED', nameOnOneLine(certificate.subject));
  return der;
}

async function issuerOf(certificate: X509Certificate, pool: readonly X509Certificate[]): Promise<X509Certificate> {
  const here = pool.find((candidate) => issued(candidate, certificate));
  if (here !== undefined) return here;
  for (const url of placesOf(certificate).issuers) {
    const der = await askAuthority({ url, limitBytes: CERTIFICATE_LIMIT_BYTES, limitMs: LIMIT_MS }, 'REVOCATION_UNREACHABLE');
    const fetched = readable(der).find((candidate) => issued(candidate, certificate));
    if (fetched !== undefined) return fetched;
  }
  throw new Failure('REVOCATION_INCOMPLETE', `the issuer of ${nameOnOneLine(certificate.subject)} is unknown`);
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isRoot(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
}

function readable(der: Uint8Array): X509Certificate[] {
  try {
    return [new X509Certificate(der)];
  } catch {
    // A certificate that cannot be read helps no path; what is then missing is named where it is missed.
    return [];
  }
}
