/** Verifies the signatures of a PDF, each for itself, and what was added after them. Shares no code with the signer. */
import { readFile, stat } from 'node:fs/promises';
import type { PdfVerification, SignatureVerification } from '../../contract/report.ts';
import { Failure } from '../../base/failure.ts';
import { endOf, findSignatures } from './signature-dictionary.ts';
import { checkStated } from './stated-data.ts';
import { systemAnchors } from './trust.ts';
import { readUpdates } from './updates.ts';
import { readValidationData } from './validation-data.ts';
import { verifySignature } from './verify-signature.ts';
import { checkCoverage } from './whole-document.ts';

export interface VerifyPdfOptions {
  /** PEM of the authorities that are trusted; without it, the operating system's. */
  readonly trustAnchors?: readonly string[];
}

/** Reports are a few megabytes; a file that does not fit into memory is not one. Bytes. */
const MAX_BYTES = 1_000_000_000;
/** ISO 32000-1, annex H.3.4.1: the header may stand within the first 1024 bytes. */
const HEADER_WITHIN = 1024;

/**
 * Reads the whole document and never changes it; fetches nothing. An unsigned PDF is a result (`ok: false`, said in words).
 * @throws Failure FILE_NOT_FOUND, FILE_UNREADABLE
 * @throws Failure PDF_UNREADABLE: not a PDF at all.
 */
export async function verifyPdf(input: string | Uint8Array, options: VerifyPdfOptions = {}): Promise<PdfVerification> {
  const pdf = typeof input === 'string' ? await read(input) : input;
  if (Buffer.from(pdf.buffer, pdf.byteOffset, Math.min(pdf.byteLength, HEADER_WITHIN)).indexOf('%PDF-') === -1)
    throw new Failure('PDF_UNREADABLE');
  const dictionaries = findSignatures(pdf);
  const [oldest] = dictionaries;
  if (oldest === undefined) return unsigned('The document carries no signature.');
  const updates = readUpdates(pdf, Math.min(endOf(oldest), pdf.length));
  const anchors = options.trustAnchors ?? systemAnchors();
  const validation = readValidationData(pdf);
  const signatures = dictionaries.map((dictionary) =>
    verifySignature(pdf, dictionary, { anchors, validation, ...checkCoverage(pdf, dictionary, updates) }),
  );
  const [first] = signatures;
  const stated = first === undefined ? null : checkStated(pdf, Math.min(endOf(oldest), pdf.length), first);
  return {
    ...summaryOf(signatures),
    signatures,
    updates: updates.map(({ words, start, end }) => `${String(end - start)} bytes: ${words}`),
    stated,
    ok: signatures.every(({ ok }) => ok) && stated?.ok !== false,
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
    ok: false,
  };
}

async function read(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Failure('PDF_UNREADABLE', `larger than ${String(MAX_BYTES)} bytes`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Failure(missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', undefined, { cause: error });
  }
}
