/** Opens a signing identity: a PKCS#12 file that holds one private key, its certificate and the certificates above it. */
import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import forge from 'node-forge';
import type { IdentityInfo } from '../../contract/report.ts';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';

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
 * Rounds of a key's derivation, which the library computes here and now (a million take a minute or more). Origin: the highest number that the
 * OWASP Password Storage Cheat Sheet asks for (PBKDF2-HMAC-SHA1); 2^31 would take hours.
 */
const MOST_ROUNDS = 1_300_000;

/**
 * Opens a PKCS#12 container.
 * @throws Failure IDENTITY_UNREADABLE: wrong passphrase, damaged file, or no certificate that belongs to the key.
 * @throws Failure IDENTITY_UNUSABLE: a key too weak or of a kind that is not supported, or a container whose password takes too long to try.
 */
export function openIdentity(pkcs12: Uint8Array, passphrase: string): Identity {
  const { keys, certificates } = readContainer(pkcs12, passphrase);
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

function readContainer(pkcs12: Uint8Array, passphrase: string): { keys: KeyObject[]; certificates: X509Certificate[] } {
  try {
    const asn1 = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(pkcs12).toString('binary')));
    assertQuick(asn1);
    const bags = forge.pkcs12.pkcs12FromAsn1(asn1, true, passphrase).safeContents.flatMap((contents) => contents.safeBags);
    const keys: KeyObject[] = [];
    const certificates: X509Certificate[] = [];
    for (const bag of bags) {
      if (bag.type === forge.pki.oids.certBag) certificates.push(new X509Certificate(certificateDer(bag)));
      else if (bag.type === forge.pki.oids.keyBag || bag.type === forge.pki.oids.pkcs8ShroudedKeyBag) keys.push(keyOf(bag));
    }
    return { keys, certificates };
  } catch (error) {
    if (error instanceof Failure) throw error;
    // The library's message can quote what it read, so it stays at home as the cause.
    throw new Failure('IDENTITY_UNREADABLE', undefined, { cause: error });
  }
}

/** RFC 7292, 4 and B, and RFC 8018, A.2: a salt with a number behind it. Looks into octet strings too; what is encrypted it cannot see. */
function assertQuick(node: forge.asn1.Asn1): void {
  const is = (one: forge.asn1.Asn1 | undefined, type: forge.asn1.Type): boolean =>
    one?.tagClass === forge.asn1.Class.UNIVERSAL && one.type === type;
  const { INTEGER, OCTETSTRING } = forge.asn1.Type;
  if (!Array.isArray(node.value)) {
    const inner = is(node, OCTETSTRING) ? derOf(node.value) : null;
    if (inner !== null) assertQuick(inner);
    return;
  }
  for (const [k, child] of node.value.entries()) {
    if (is(child, INTEGER) && is(node.value[k - 1], OCTETSTRING) && typeof child.value === 'string') {
      const rounds = Number(`0x${forge.util.bytesToHex(child.value)}`);
      if (rounds > MOST_ROUNDS)
        throw new Failure(
          'IDENTITY_UNUSABLE',
          `its password is derived in ${String(rounds)} rounds; at most ${String(MOST_ROUNDS)} are computed`,
        );
    }
    assertQuick(child);
  }
}

function derOf(bytes: string): forge.asn1.Asn1 | null {
  try {
    return forge.asn1.fromDer(bytes);
  } catch {
    // A salt, a hash, a cipher's text.
    return null;
  }
}

function certificateDer(bag: forge.pkcs12.Bag): Buffer {
  // forge understands RSA only; of anything else it hands over the bare ASN.1.
  const asn1 = bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1;
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');
}

function keyOf(bag: forge.pkcs12.Bag): KeyObject {
  const asn1 = bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1;
  return createPrivateKey({ key: Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary'), format: 'der', type: 'pkcs8' });
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
