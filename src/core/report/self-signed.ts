/** Makes an identity that vouches only for itself: enough to show that a report was not altered, never who made it. */
import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** Bits of the RSA modulus. Origin: ETSI TS 119 312 (at least 3000 bits for use beyond 2025). */
const RSA_BITS = 3072;
/** The published types know only tag classes here, while the library writes the value with the type of this number. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- see above
const UTF8_STRING = forge.asn1.Type.UTF8 as number as forge.asn1.Class;
/** Long enough for a case to end; the report's own time decides, not the reader's. */
const VALID_YEARS = 5;

export interface SelfSignedRequest {
  readonly commonName: string;
  readonly passphrase: string;
  readonly now: Date;
}

/** PKCS#12 bytes (AES-256) with a new RSA key and a self-signed certificate for document signatures. */
export async function createSelfSignedIdentity(request: SelfSignedRequest): Promise<Uint8Array> {
  // Node makes the key in its thread pool; the library's own JavaScript would block for many seconds.
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: RSA_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const privateKey = forge.pki.privateKeyFromPem(pair.privateKey);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  // A positive integer of 16 random bytes (RFC 5280, section 4.1.2.2).
  certificate.serialNumber = `4f${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = startOfDay(request.now, 0);
  certificate.validity.notAfter = startOfDay(request.now, VALID_YEARS);
  const name = [{ name: 'commonName', value: request.commonName, valueTagClass: UTF8_STRING }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', critical: true, digitalSignature: true, nonRepudiation: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(privateKey, forge.md.sha256.create());
  const container = forge.pkcs12.toPkcs12Asn1(privateKey, [certificate], request.passphrase, {
    algorithm: 'aes256',
    friendlyName: request.commonName,
  });
  return new Uint8Array(Buffer.from(forge.asn1.toDer(container).getBytes(), 'binary'));
}

function startOfDay(now: Date, yearsLater: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear() + yearsLater, now.getUTCMonth(), now.getUTCDate()));
}
