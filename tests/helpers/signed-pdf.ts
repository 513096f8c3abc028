/** Small PDFs and identities for the tests of signing and verifying. */
import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';
import PDFDocument from 'pdfkit';
import { signatureRoom } from '../../src/core/report/cms.ts';
import { openIdentity, type Identity } from '../../src/core/report/identity.ts';
import { createSelfSignedIdentity } from '../../src/core/report/self-signed.ts';
import { signPdf } from '../../src/core/report/sign-pdf.ts';
import { addSignatureField } from '../../src/core/report/signature-field.ts';

export const SIGNED_AT = new Date('2026-03-04T05:06:07Z');

/** One page with one line of text; with an identity it gets a signature field and is signed. */
export async function smallPdf(identity: Identity | null, at = SIGNED_AT): Promise<Uint8Array> {
  const pdf = await unsignedPdf(identity, at);
  return identity === null ? pdf : signPdf(pdf, identity);
}

/** The same before it is signed; with `stamped`, its hole has room for a timestamp; `attached` is JSON that it carries along. */
export async function unsignedPdf(identity: Identity | null, at = SIGNED_AT, stamped = false, attached?: string): Promise<Uint8Array> {
  const document = new PDFDocument({ pdfVersion: '1.7', info: { Title: 'Sample', CreationDate: at, ModDate: at } });
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on('end', resolve));
  document.text('One line of text.');
  if (attached !== undefined)
    document.file(Buffer.from(attached), { name: 'R1.json', type: 'application/json', creationDate: at, modifiedDate: at });
  if (identity !== null)
    addSignatureField(document, { signerName: identity.info.subject, reason: 'Test', at, room: signatureRoom(identity, stamped) });
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}

export async function selfSigned(commonName = 'Demo Examiner'): Promise<Identity> {
  return openIdentity(await createSelfSignedIdentity({ commonName, passphrase: 'secret', now: SIGNED_AT }), 'secret');
}

/** An authority and a signer below it: the signer's PKCS#12 carries both certificates. */
export async function issuedIdentity(): Promise<{ readonly identity: Identity; readonly authorityPem: string }> {
  const authority = makeCertificate('Test Authority', null);
  const signer = makeCertificate('Issued Examiner', authority);
  const container = forge.pkcs12.toPkcs12Asn1(signer.key, [signer.certificate, authority.certificate], 'secret', { algorithm: 'aes256' });
  const bytes = Buffer.from(forge.asn1.toDer(container).getBytes(), 'binary');
  return { identity: await openIdentity(bytes, 'secret'), authorityPem: forge.pki.certificateToPem(authority.certificate) };
}

interface Pair {
  readonly key: forge.pki.rsa.PrivateKey;
  readonly certificate: forge.pki.Certificate;
}

function makeCertificate(commonName: string, issuer: Pair | null): Pair {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const key = forge.pki.privateKeyFromPem(pair.privateKey);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  certificate.serialNumber = issuer === null ? '01' : '02';
  certificate.validity.notBefore = new Date('2026-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2027-01-01T00:00:00Z');
  certificate.setSubject([{ name: 'commonName', value: commonName }]);
  certificate.setIssuer(issuer === null ? [{ name: 'commonName', value: commonName }] : issuer.certificate.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: issuer === null, critical: true },
    { name: 'keyUsage', critical: true, keyCertSign: issuer === null, digitalSignature: issuer !== null },
  ]);
  certificate.sign(issuer?.key ?? key, forge.md.sha256.create());
  return { key, certificate };
}
