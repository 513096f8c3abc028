/** Verifies a PDF on this machine: reads the file, and takes the operating system's word for whom to trust unless told otherwise. */
import { readFile, stat } from 'node:fs/promises';
import { isMissing } from '../../base/node/is-missing.ts';
import type { PdfVerification } from '../../contract/report.ts';
import { Failure } from '../../base/failure.ts';
import { systemAnchors } from './system-anchors.ts';
import { verifyBytes } from './verify-bytes.ts';

export interface VerifyPdfOptions {
  /** PEM of the authorities that are trusted; without it, the operating system's. */
  readonly trustAnchors?: readonly string[];
}

/** Reports are a few megabytes; a file that does not fit into memory is not one. Bytes. */
const MAX_BYTES = 1_000_000_000;

/**
 * Reads the whole document and never changes it; fetches nothing. An unsigned PDF is a result (`ok: false`, said in words).
 * @throws Failure FILE_NOT_FOUND, FILE_UNREADABLE
 * @throws Failure PDF_UNREADABLE: not a PDF at all.
 */
export async function verifyPdf(input: string | Uint8Array, options: VerifyPdfOptions = {}): Promise<PdfVerification> {
  const pdf = typeof input === 'string' ? await read(input) : input;
  return verifyBytes(pdf, options.trustAnchors ?? systemAnchors());
}

async function read(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Failure('PDF_UNREADABLE', `larger than ${String(MAX_BYTES)} bytes`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const missing = isMissing(error);
    throw new Failure(missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', undefined, { cause: error });
  }
}
