/** Verifies the signature of a PDF: four separate questions, each answered in words. Shares no code with the signer. */
import type { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { PdfVerification } from '../../contract/report.ts';
import { Failure } from '../../base/failure.ts';
import { readCms, type CmsSignature } from './cms.ts';
import { DerError } from './der.ts';
import { findSignature, type SignatureDictionary } from './signature-dictionary.ts';
import { checkIntact, checkSigner } from './signature-value.ts';
import { checkTrust, oneLine, readCertificate, systemAnchors, type Check } from './trust.ts';

export interface VerifyPdfOptions {
  /** PEM of the authorities that are trusted; without it, the operating system's. */
  readonly trustAnchors?: readonly string[];
}

/** SubFilters whose CMS is a plain detached signature over the byte range (ISO 32000-2, 12.8.3). */
const PADES = 'ETSI.CAdES.detached';
const DETACHED: readonly string[] = [PADES, 'adbe.pkcs7.detached'];
/** Reports are a few megabytes; a file that does not fit into memory is not one. Bytes. */
const MAX_BYTES = 1_000_000_000;
/** ISO 32000-1, annex H.3.4.1: the header may stand within the first 1024 bytes. */
const HEADER_WITHIN = 1024;

/**
 * Reads the whole document and never changes it. An unsigned PDF is a result (`ok: false`, said in words).
 * @throws Failure FILE_NOT_FOUND, FILE_UNREADABLE
 * @throws Failure PDF_UNREADABLE: not a PDF at all.
 */
export async function verifyPdf(input: string | Uint8Array, options: VerifyPdfOptions = {}): Promise<PdfVerification> {
  const pdf = typeof input === 'string' ? await read(input) : input;
  if (Buffer.from(pdf.buffer, pdf.byteOffset, Math.min(pdf.byteLength, HEADER_WITHIN)).indexOf('%PDF-') === -1)
    throw new Failure('PDF_UNREADABLE');
  const signature = findSignature(pdf);
  if (signature === null) return unsigned('The document carries no signature.');
  const wholeDocument = checkWholeDocument(pdf, signature);
  const signed = signedParts(pdf, signature);
  const frame = { wholeDocument, subFilter: signature.subFilter, signedAtUtc: signature.signedAt?.toISOString() ?? null };
  if (signature.subFilter === null || !DETACHED.includes(signature.subFilter)) {
    return { ...unsigned(`Signatures of the kind ${signature.subFilter ?? 'without a name'} cannot be checked.`), ...frame };
  }
  try {
    const cms = readCms(readContents(signature.contents.digits));
    return { ...frame, ...judge(cms, signed, signature, wholeDocument, options) };
  } catch (error) {
    if (error instanceof DerError) return { ...unsigned(`The signature cannot be read: ${error.message}.`), ...frame };
    throw error;
  }
}

function judge(
  cms: CmsSignature,
  signed: readonly Uint8Array[] | null,
  dictionary: SignatureDictionary,
  wholeDocument: Check,
  options: VerifyPdfOptions,
) {
  const intact = signed === null ? { ok: false, words: 'The stated byte range lies outside the file.' } : checkIntact(cms, signed);
  const { certificate, ...valid } = checkSigner(cms, dictionary.subFilter === PADES, dictionary.signedAt);
  const trusted =
    certificate === null || !valid.ok || dictionary.signedAt === null
      ? { ok: false, words: 'Not considered, since the signature itself is not valid.' }
      : checkTrust(certificate, cms.certificates.slice(1).map(readOther), options.trustAnchors ?? systemAnchors(), dictionary.signedAt);
  const signer = certificate === null ? null : oneLine(certificate.subject);
  return { intact, valid, trusted, signer, ok: intact.ok && valid.ok && wholeDocument.ok };
}

function readOther(der: Uint8Array): X509Certificate {
  const certificate = readCertificate(der);
  if (certificate === null) throw new DerError('a certificate beside the signer’s cannot be read');
  return certificate;
}

/** The signature must cover every byte but its own hole, and the hole must hold nothing else. */
function checkWholeDocument(pdf: Uint8Array, signature: SignatureDictionary): Check {
  const [start, firstLength, second, secondLength] = signature.byteRange;
  const { contents } = signature;
  const no = (words: string): Check => ({ ok: false, words });
  if (start !== 0) return no('The signature does not cover the beginning of the file.');
  if (firstLength !== contents.start || second !== contents.end)
    return no('The bytes that the signature leaves out are not exactly the signature itself.');
  if (second + secondLength < pdf.length) return no(`${String(pdf.length - second - secondLength)} bytes were appended after signing.`);
  if (second + secondLength > pdf.length) return no('The file ends before the signed bytes do.');
  if (!/^[0-9a-f]*$/.test(contents.digits) && !/^[0-9A-F]*$/.test(contents.digits))
    return no('The place of the signature holds something that is not hexadecimal.');
  const others =
    signature.others === 0 ? '' : ` It is the last of ${String(signature.others + 1)} signatures; the others were not examined.`;
  return { ok: true, words: `The signature covers the whole file except the place where it stands itself.${others}` };
}

function signedParts(pdf: Uint8Array, { byteRange: [a, b, c, d] }: SignatureDictionary): Uint8Array[] | null {
  if (a + b > c || c + d > pdf.length) return null;
  return [pdf.subarray(a, a + b), pdf.subarray(c, c + d)];
}

/** The hole is longer than the signature and filled up with zeros; anything else after it would be unsigned content. */
function readContents(digits: string): Uint8Array {
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(digits)) throw new DerError('its place holds something that is not hexadecimal');
  const bytes = new Uint8Array(Buffer.from(digits, 'hex'));
  const length = elementLength(bytes);
  if (bytes.subarray(length).some((byte) => byte !== 0)) throw new DerError('something that is not zero follows it');
  return bytes.subarray(0, length);
}

/** Length of the first DER element with its header. */
function elementLength(bytes: Uint8Array): number {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4) throw new DerError('it has no stated length');
  const length = 2 + octets + bytes.subarray(2, 2 + octets).reduce((sum, byte) => sum * 256 + byte, 0);
  if (length > bytes.length) throw new DerError('it is cut off');
  return length;
}

function unsigned(words: string): PdfVerification {
  const check = { ok: false, words };
  return { intact: check, valid: check, trusted: check, wholeDocument: check, signer: null, signedAtUtc: null, subFilter: null, ok: false };
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
