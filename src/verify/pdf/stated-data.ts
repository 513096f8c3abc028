/** What a report says of its own signature in the data that are attached to it, held against the signature that was found. */
import * as z from 'zod';
import { PdfDocument } from './document.ts';
import { PdfSyntaxError } from './pdf-object.ts';
import type { Check } from './trust.ts';

const Stated = z.object({
  format: z.string().startsWith('penumbra-report/'),
  report: z.object({ id: z.string() }),
  signature: z.object({ level: z.string(), identity: z.object({ sha256: z.string(), subject: z.string() }).nullable() }),
});
type Stated = z.infer<typeof Stated>;

/** Higher ones hold what lower ones promise. */
const LEVELS: readonly string[] = ['none', 'PAdES B-B', 'PAdES B-T', 'PAdES B-LT'];

export interface Found {
  readonly certificateSha256: string | null;
  readonly level: string;
}

/**
 * @param end of the revision that the first signature covers.
 * @returns null when the document carries no report's data.
 */
export function checkStated(pdf: Uint8Array, end: number, found: Found): Check | null {
  const stated = readStated(pdf, end);
  if (stated === null) return null;
  const { level, identity } = stated.signature;
  if (identity?.sha256 !== found.certificateSha256) {
    return {
      ok: false,
      words: `The report says that it is signed with ${identity === null ? 'nothing' : `the certificate of ${identity.subject} (${identity.sha256})`}; its first signature was made with another.`,
    };
  }
  if (LEVELS.indexOf(found.level) < LEVELS.indexOf(level))
    return {
      ok: false,
      words: `The report says that it is signed at ${level}; found: ${found.level === 'none' ? 'no level of PAdES' : found.level}.`,
    };
  return { ok: true, words: `The attached data of report ${stated.report.id} name this certificate and this level (${level}).` };
}

function readStated(pdf: Uint8Array, end: number): Stated | null {
  try {
    const document = PdfDocument.open(pdf, end);
    for (const number of document.numbers) {
      const text = attachmentAt(document, number);
      const parsed = text === null ? null : Stated.safeParse(jsonOrNull(text));
      if (parsed?.success === true) return parsed.data;
    }
    return null;
  } catch (error) {
    // A document of another origin may use tables that are not read here; then it is no report of this program.
    if (error instanceof PdfSyntaxError) return null;
    throw error;
  }
}

function attachmentAt(document: PdfDocument, number: number): string | null {
  if (!document.has(number)) return null;
  try {
    const { object, stream } = document.read(number);
    const type = object.kind === 'dictionary' ? object.entries.get('Type') : undefined;
    return type?.kind === 'name' && type.value === 'EmbeddedFile' && stream !== null ? Buffer.from(stream()).toString('utf8') : null;
  } catch (error) {
    if (error instanceof PdfSyntaxError) return null;
    throw error;
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
