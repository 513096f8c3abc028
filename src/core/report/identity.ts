/** Opens a signing identity: a PKCS#12 file that holds one private key, its certificate and the certificates above it. */
import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { IdentityInfo } from '../../contract/report.ts';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { askThread } from '../../base/node/ask-thread.ts';
import type { Container, Content } from './identity-worker.ts';

export interface Identity {
  readonly privateKey: KeyObject;
  readonly certificate: X509Certificate;
  /** DER of the certificates above the signer's own, as far as the file carries them. */
  readonly issuers: readonly Uint8Array<ArrayBuffer>[];
  readonly info: IdentityInfo;
}

/** Least RSA modulus that is accepted, bits. Origin: NIST SP 800-131A rev. 2, section 3 (112 bits of strength). */
const LEAST_RSA_BITS = 2048;
/** NIST names of the accepted curves, as OpenSSL calls them. Origin: ETSI TS 119 312, table of recommended curves. */
const ACCEPTED_CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * Our choice. The highest number of rounds that the OWASP Password Storage Cheat Sheet asks for (1,300,000 of PBKDF2-HMAC-SHA1) takes the library a
 * minute or more, twice where the key has a password of its own; 2^31 would take hours.
 */
const TIMEOUT_MS = 240_000;
/** A container is some kilobytes. */
const MEMORY_MB = 256;

/**
 * Opens a PKCS#12 container.
 * @throws Failure IDENTITY_UNREADABLE: wrong passphrase, damaged file, or no certificate that belongs to the key.
 * @throws Failure IDENTITY_UNUSABLE: a key too weak or of a kind that is not supported, or a container whose password takes too long to try.
 */
export async function openIdentity(pkcs12: Uint8Array, passphrase: string, timeoutMs = TIMEOUT_MS): Promise<Identity> {
  const { keys, certificates } = await readContainer({ pkcs12, passphrase }, timeoutMs);
  for (const privateKey of keys) {
    const certificate = certificates.find((candidate) => candidate.checkPrivateKey(privateKey));
    if (certificate === undefined) continue;
    assertStrong(privateKey);
    return { privateKey, certificate, issuers: issuersOf(certificate, certificates), info: describe(certificate) };
  }
  throw new Failure('IDENTITY_UNREADABLE', 'the file holds no private key with its certificate');
}

/** @throws Failure IDENTITY_UNUSABLE unless the certificate is in force at `at`. */
export function assertInForce(identity: Identity, at: Date): void {
  const { validFromDate, validToDate } = identity.certificate;
  if (at < validFromDate || at > validToDate) {
    throw new Failure(
      'IDENTITY_UNUSABLE',
      `the certificate is in force from ${validFromDate.toISOString()} to ${validToDate.toISOString()}`,
    );
  }
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  // Not checkIssued(): that asks for the right to sign certificates, which a self-made identity does not claim.
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
}

/** `CN=A\nO=B`, as Node writes it, on one line. */
export function nameOnOneLine(name: string): string {
  return name.split('\n').join(', ');
}

/** The signer's common name, or the whole subject where it has none. */
export function commonName({ certificate, info }: Identity): string {
  const line = certificate.subject.split('\n').find((part) => part.startsWith('CN='));
  return line === undefined ? info.subject : line.slice(3);
}

/** In a thread: the library derives keys without a pause, and what is encrypted may ask for any number of rounds. */
async function readContainer(
  container: Container,
  timeoutMs: number,
): Promise<{ keys: readonly KeyObject[]; certificates: readonly X509Certificate[] }> {
  const worker = new Worker(new URL('./identity-worker.ts', import.meta.url), {
    workerData: container,
    name: 'identity',
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    stdout: true,
    stderr: true,
  });
  const content = await askThread<Content>(worker, {
    timeoutMs,
    signal: undefined,
    otherwise: (how) => {
      if (how === 'timeout') throw new Failure('IDENTITY_UNUSABLE', `its password is not derived within ${String(timeoutMs / 1000)} s`);
      // The library's message can quote what it read, so it is not kept.
      throw new Failure('IDENTITY_UNREADABLE');
    },
  });
  try {
    return {
      keys: content.keys.map((der) => createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })),
      certificates: content.certificates.map((der) => new X509Certificate(der)),
    };
  } catch (error) {
    throw new Failure('IDENTITY_UNREADABLE', undefined, { cause: error });
  }
}

function assertStrong(key: KeyObject): void {
  const details = must(key.asymmetricKeyDetails, 'a private key has details');
  if (key.asymmetricKeyType === 'rsa') {
    if ((details.modulusLength ?? 0) >= LEAST_RSA_BITS) return;
    throw new Failure('IDENTITY_UNUSABLE', `RSA with ${String(details.modulusLength)} bits; at least ${String(LEAST_RSA_BITS)} are needed`);
  }
  if (key.asymmetricKeyType === 'ec' && ACCEPTED_CURVES.includes(details.namedCurve ?? '')) return;
  throw new Failure('IDENTITY_UNUSABLE', `key of kind ${String(key.asymmetricKeyType)} ${details.namedCurve ?? ''}`.trim());
}

/** Climbs from the signer's certificate as long as the container holds the next issuer. */
function issuersOf(certificate: X509Certificate, all: readonly X509Certificate[]): Uint8Array<ArrayBuffer>[] {
  const issuers: X509Certificate[] = [];
  let current = certificate;
  while (!isSelfSigned(current)) {
    const below = current;
    const next = all.find((candidate) => below.checkIssued(candidate) && !issuers.includes(candidate) && candidate !== certificate);
    if (next === undefined) break;
    issuers.push(next);
    current = next;
  }
  return issuers.map((issuer) => new Uint8Array(issuer.raw));
}

function describe(certificate: X509Certificate): IdentityInfo {
  return {
    subject: nameOnOneLine(certificate.subject),
    issuer: nameOnOneLine(certificate.issuer),
    selfSigned: isSelfSigned(certificate),
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    sha256: createHash('sha256').update(certificate.raw).digest('hex'),
  };
}
