/** Whether the answers that a document carries show that no certificate of a path was revoked at a time. */
import { hex } from './bytes.ts';
import type { Certificate } from './certificate.ts';
import { crlStatus } from './crl.ts';
import { ocspStatus } from './ocsp.ts';
import { firstOf, isSelfIssued, issued, type Check } from './trust.ts';
import type { ValidationData } from './validation-data.ts';

/** What one answer says of one certificate; `null` when it says nothing that counts. */
export type Status = { readonly state: 'good' | 'unknown' } | { readonly state: 'revoked'; readonly at: Date };

export interface RevocationCheck extends Check {
  /** An answer says that a certificate was revoked before the time; otherwise `ok: false` means that an answer is missing. */
  readonly revoked: boolean;
}

export interface Links {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
}

/** Longest path that is climbed. */
const MAX_PATH = 8;

/** The certificates from this one up to one that vouches for itself, and whether that was reached. */
export async function climb(
  start: Certificate,
  known: readonly Certificate[],
  at: Date,
): Promise<{ links: Links[]; top: Certificate; whole: boolean }> {
  const links: Links[] = [];
  let top = start;
  while (!(await isSelfIssued(top)) && links.length < MAX_PATH) {
    const certificate = top;
    const issuer = await firstOf(known, (candidate) => issued(candidate, certificate, at));
    if (issuer === undefined) return { links, top, whole: false };
    links.push({ certificate, issuer });
    top = issuer;
  }
  return { links, top, whole: await isSelfIssued(top) };
}

/**
 * @param starts the signer's certificate and the timestamp authority's.
 * @param known every certificate that the document carries, and those that are trusted.
 */
export async function checkRevocation(
  starts: readonly Certificate[],
  known: readonly Certificate[],
  data: ValidationData,
  at: Date,
): Promise<RevocationCheck> {
  const notes: string[] = [];
  const checked = new Set<string>();
  const missing: string[] = [];
  for (const start of starts) {
    const { links, top, whole } = await climb(start, known, at);
    for (const link of links) {
      const name = hex(link.certificate.raw);
      if (checked.has(name)) continue;
      checked.add(name);
      const problem = await linkProblem(link, known, data, at, notes);
      if (problem?.revoked === true) return { ok: false, ...problem };
      if (problem !== null) missing.push(problem.words);
    }
    if (!whole) missing.push(`The issuer of ${top.subject} is not in the document.`);
  }
  if (missing[0] !== undefined) return { ok: false, revoked: false, words: [missing[0], ...notes].join(' ') };
  const words =
    checked.size === 0
      ? 'No certificate of the path can be revoked: each vouches for itself.'
      : `The document carries answers for ${checked.size === 1 ? 'the one certificate' : `all ${String(checked.size)} certificates`} below the roots: not revoked at ${at.toISOString()}.`;
  return { ok: true, revoked: false, words: [words, ...notes].join(' ') };
}

interface Problem {
  readonly revoked: boolean;
  readonly words: string;
}

async function linkProblem(
  link: Links,
  known: readonly Certificate[],
  data: ValidationData,
  at: Date,
  notes: string[],
): Promise<Problem | null> {
  const name = link.certificate.subject;
  const said = await Promise.all([
    ...data.ocsps.map((der) => ocspStatus(der, link, known, at)),
    ...data.crls.map((der) => crlStatus(der, link, at)),
  ]);
  const answers = said.filter((status): status is Status => status !== null);
  const revoked = answers.flatMap((answer) => (answer.state === 'revoked' ? [answer.at] : [])).sort((a, b) => a.getTime() - b.getTime());
  const [first] = revoked;
  if (first !== undefined && first <= at)
    return { revoked: true, words: `The certificate of ${name} was revoked on ${first.toISOString()}.` };
  if (first !== undefined) notes.push(`The certificate of ${name} was revoked later, on ${first.toISOString()}.`);
  if (first !== undefined || answers.some(({ state }) => state === 'good')) return null;
  if (answers.length > 0) return { revoked: false, words: `The answers about ${name} do not know this certificate.` };
  return { revoked: false, words: `The document carries no answer in force about the revocation of ${name}.` };
}
