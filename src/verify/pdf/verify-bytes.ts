/** Verifies the signatures of a PDF, each for itself, and what was added after them. Needs nothing but the Web's interfaces, and fetches nothing. */
import { Failure } from '../../base/failure.ts';
import type { PdfVerification, SignatureVerification } from '../../contract/report.ts';
import { checkAttachedCustody } from './attached-custody.ts';
import { checkAttached, readAttached } from './attached-data.ts';
import { fromLatin1, indexOf } from './bytes.ts';
import { endOf, findSignatures } from './signature-dictionary.ts';
import { checkStated } from './stated-data.ts';
import { readUpdates } from './updates.ts';
import { readValidationData } from './validation-data.ts';
import { verifySignature } from './verify-signature.ts';
import { checkCoverage } from './whole-document.ts';

/** ISO 32000-1, annex H.3.4.1: the header may stand within the first 1024 bytes. */
const HEADER_WITHIN = 1024;
const HEADER = fromLatin1('%PDF-');

/**
 * An unsigned PDF is a result (`ok: false`, said in words).
 * @param anchors PEM of the authorities that are trusted.
 * @throws Failure PDF_UNREADABLE: not a PDF at all.
 */
export async function verifyBytes(pdf: Uint8Array, anchors: readonly string[]): Promise<PdfVerification> {
  if (indexOf(pdf.subarray(0, HEADER_WITHIN), HEADER) === -1) throw new Failure('PDF_UNREADABLE');
  const dictionaries = findSignatures(pdf);
  const [oldest] = dictionaries;
  if (oldest === undefined) return unsigned('The document carries no signature.');
  const updates = readUpdates(pdf, Math.min(endOf(oldest), pdf.length));
  const validation = await readValidationData(pdf);
  const signatures: SignatureVerification[] = [];
  for (const dictionary of dictionaries)
    signatures.push(await verifySignature(pdf, dictionary, { anchors, validation, ...checkCoverage(pdf, dictionary, updates) }));
  const [first] = signatures;
  const data = await readAttached(pdf, Math.min(endOf(oldest), pdf.length));
  const stated = first === undefined || data === null ? null : checkStated(data, first);
  const attached = data === null ? null : checkAttached(data);
  const custody = data === null ? null : await checkAttachedCustody(data);
  return {
    ...summaryOf(signatures),
    signatures,
    updates: updates.map(({ words, start, end }) => `${String(end - start)} bytes: ${words}`),
    stated,
    attached,
    custody,
    ok: signatures.every(({ ok }) => ok) && [stated, attached, custody].every((check) => check?.ok !== false),
  };
}

/** Each question is answered by the first signature that says no, else by the first one. */
function summaryOf(signatures: readonly SignatureVerification[]) {
  const [first] = signatures;
  if (first === undefined) return unsigned('The document carries no signature.');
  const answer = (of: 'intact' | 'valid' | 'trusted' | 'wholeDocument') => (signatures.find((one) => !one[of].ok) ?? first)[of];
  return {
    intact: answer('intact'),
    valid: answer('valid'),
    trusted: answer('trusted'),
    wholeDocument: answer('wholeDocument'),
    signer: first.signer,
    signedAtUtc: first.signedAtUtc,
    subFilter: first.subFilter,
  };
}

function unsigned(words: string): PdfVerification {
  const check = { ok: false, words };
  return {
    intact: check,
    valid: check,
    trusted: check,
    wholeDocument: check,
    signer: null,
    signedAtUtc: null,
    subFilter: null,
    signatures: [],
    updates: [],
    stated: null,
    attached: null,
    custody: null,
    ok: false,
  };
}
