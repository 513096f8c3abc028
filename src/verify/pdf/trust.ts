/** Whether a certificate leads to an authority that this machine trusts, as of the time of signing. */
import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';

export interface Check {
  readonly ok: boolean;
  readonly words: string;
}

/** Longest path that is climbed, certificates above the signer's. */
const MAX_PATH = 8;

/** The operating system's certificate authorities, PEM. */
export function systemAnchors(): readonly string[] {
  return getCACertificates('system');
}

export interface Trust extends Check {
  /** The certificate, then each issuer that was found above it. */
  readonly path: readonly X509Certificate[];
}

/** @param others certificates that came with the signature: steps to climb, never grounds for trust. */
export function checkTrust(signer: X509Certificate, others: readonly X509Certificate[], anchors: readonly string[], at: Date): Trust {
  const trusted = anchors.flatMap((pem) => readAnchor(pem));
  const path = [signer];
  const no = (words: string): Trust => ({ ok: false, words, path });
  const given = trusted.find((anchor) => sameCertificate(anchor, signer));
  if (given !== undefined) return { ok: true, words: 'This very certificate is among those that are trusted here.', path };
  if (isSelfIssued(signer))
    return no('The certificate is self-signed: it shows that the document was not altered since, not who signed it.');
  for (let step = 0; step < MAX_PATH; step += 1) {
    const below = path[path.length - 1] ?? signer;
    const anchor = trusted.find((candidate) => issued(candidate, below, at));
    if (anchor !== undefined) {
      path.push(anchor);
      return { ok: true, words: `The certificate leads to ${oneLine(anchor.subject)}, which this machine trusts.`, path };
    }
    const next = others.find((candidate) => !path.some((known) => sameCertificate(known, candidate)) && issued(candidate, below, at));
    if (next === undefined) break;
    path.push(next);
  }
  const top = path[path.length - 1] ?? signer;
  const missing = isSelfIssued(top) ? `it ends at ${oneLine(top.subject)}` : `issuer: ${oneLine(top.issuer)}`;
  return no(`No authority that this machine trusts stands above the certificate (${missing}).`);
}

/** Whether a certificate names itself as its issuer and bears out that it is. */
export function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
}

export function sameCertificate(a: X509Certificate, b: X509Certificate): boolean {
  return a.fingerprint256 === b.fingerprint256;
}

export function inForce(certificate: X509Certificate, at: Date): boolean {
  return certificate.validFromDate <= at && at <= certificate.validToDate;
}

export function oneLine(name: string): string {
  return name.split('\n').join(', ');
}

export function issued(issuer: X509Certificate, certificate: X509Certificate, at: Date): boolean {
  return issuer.ca && inForce(issuer, at) && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** A store can hold entries that this Node cannot read; they give no trust. */
function readAnchor(pem: string): X509Certificate[] {
  const certificate = readCertificate(pem);
  return certificate === null ? [] : [certificate];
}

/** `null` when OpenSSL cannot read the certificate or its public key. */
export function readCertificate(data: string | Uint8Array): X509Certificate | null {
  try {
    const certificate = new X509Certificate(data);
    // The key is decoded only when asked for; a certificate without a readable one is of no use here.
    return certificate.publicKey.type === 'public' ? certificate : null;
  } catch {
    // Every caller says in words what could not be read: that is a result of verification, not a failure of it.
    return null;
  }
}
