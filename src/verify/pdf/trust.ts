/** Whether a certificate leads to an authority that is trusted, as of the time of signing. */
import { sameBytes } from './bytes.ts';
import { isIssuedBy, readCertificate, type Certificate } from './certificate.ts';

export interface Check {
  readonly ok: boolean;
  readonly words: string;
}

/** Longest path that is climbed, certificates above the signer's. */
const MAX_PATH = 8;

export interface Trust extends Check {
  /** The certificate, then each issuer that was found above it. */
  readonly path: readonly Certificate[];
}

/** @param others certificates that came with the signature: steps to climb, never grounds for trust. */
export async function checkTrust(
  signer: Certificate,
  others: readonly Certificate[],
  anchors: readonly string[],
  at: Date,
): Promise<Trust> {
  const trusted = readOnce(anchors);
  const path = [signer];
  const no = (words: string): Trust => ({ ok: false, words, path });
  const given = trusted.find((anchor) => sameCertificate(anchor, signer));
  if (given !== undefined) return { ok: true, words: 'This very certificate is among those that are trusted here.', path };
  if (await isSelfIssued(signer))
    return no('The certificate is self-signed: it shows that the document was not altered since, not who signed it.');
  for (let step = 0; step < MAX_PATH; step += 1) {
    const below = path[path.length - 1] ?? signer;
    const anchor = await firstOf(trusted, (candidate) => issued(candidate, below, at));
    if (anchor !== undefined) {
      path.push(anchor);
      return { ok: true, words: `The certificate leads to ${anchor.subject}, which this machine trusts.`, path };
    }
    const fresh = others.filter((candidate) => !path.some((known) => sameCertificate(known, candidate)));
    const next = await firstOf(fresh, (candidate) => issued(candidate, below, at));
    if (next === undefined) break;
    path.push(next);
  }
  const top = path[path.length - 1] ?? signer;
  const missing = (await isSelfIssued(top)) ? `it ends at ${top.subject}` : `issuer: ${top.issuer}`;
  return no(`No authority that this machine trusts stands above the certificate (${missing}).`);
}

const read = new WeakMap<readonly string[], readonly Certificate[]>();

/** Reading all that a system trusts takes half a second, and every seal of a case is held against the same list. */
function readOnce(anchors: readonly string[]): readonly Certificate[] {
  const known = read.get(anchors);
  if (known !== undefined) return known;
  // A store can hold entries that cannot be read here; they give no trust.
  const trusted = anchors.flatMap((pem) => readCertificate(pem) ?? []);
  read.set(anchors, trusted);
  return trusted;
}

/** Whether a certificate names itself as its issuer and bears out that it is. */
export function isSelfIssued(certificate: Certificate): Promise<boolean> {
  return isIssuedBy(certificate, certificate);
}

export function sameCertificate(a: Certificate, b: Certificate): boolean {
  return sameBytes(a.raw, b.raw);
}

export function inForce(certificate: Certificate, at: Date): boolean {
  return certificate.notBefore <= at && at <= certificate.notAfter;
}

export async function issued(issuer: Certificate, certificate: Certificate, at: Date): Promise<boolean> {
  return issuer.authority && inForce(issuer, at) && (await isIssuedBy(certificate, issuer));
}

/** In their order, one after the other: most are turned down by their names. */
export async function firstOf<T>(list: readonly T[], is: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of list) if (await is(one)) return one;
  return undefined;
}
