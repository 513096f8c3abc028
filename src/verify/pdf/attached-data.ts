/** The data that are attached to a report (ISO 32000-1, 7.11.4): the file itself, what the document states of it, and what it says. */
import * as z from 'zod';
import { hex, utf8 } from './bytes.ts';
import { digest } from './crypto.ts';
import { PdfDocument } from './document.ts';
import { PdfSyntaxError, textIn } from './pdf-object.ts';
import type { Check } from './trust.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What is read of it here; the rest of the file is not looked at. */
const Data = z.object({
  format: z.string().startsWith('penumbra-report/'),
  report: z.object({ id: z.string() }),
  signature: z.object({ level: z.string(), identity: z.object({ sha256: z.string(), subject: z.string() }).nullable() }),
  case: z.object({ name: z.string(), examiner: z.string() }).optional(),
  items: z
    .array(
      z.object({
        exhibit: z.object({ id: z.string(), originalName: z.string(), sizeBytes: z.number(), hashes: z.object({ sha256: Hash }) }),
        probe: z.object({ text: z.string().nullable(), keptAs: z.string().nullable() }).optional(),
      }),
    )
    .optional(),
  findings: z.array(z.unknown()).optional(),
  custody: z
    .object({
      head: z.object({ seq: z.int().nonnegative(), hash: Hash }),
      entries: z.array(z.record(z.string(), z.unknown())),
    })
    .optional(),
});

export interface Attached {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** As the document's description of the file says; `null` in reports that say it on their pages only. */
  readonly statedSha256: string | null;
  readonly data: z.infer<typeof Data>;
}

/**
 * @param end of the revision that the first signature covers: what was added later does not count.
 * @returns null when the document carries no report's data.
 */
export async function readAttached(pdf: Uint8Array, end: number): Promise<Attached | null> {
  try {
    const document = PdfDocument.open(pdf, end);
    for (const number of document.numbers) {
      const found = await attachmentAt(document, number);
      if (found !== null) return found;
    }
    return null;
  } catch (error) {
    // A document of another origin may use tables that are not read here; then it is no report of this program.
    if (error instanceof PdfSyntaxError) return null;
    throw error;
  }
}

async function attachmentAt(document: PdfDocument, number: number): Promise<Attached | null> {
  if (!document.has(number)) return null;
  try {
    const { object } = document.read(number);
    const type = object.kind === 'dictionary' ? object.entries.get('Type') : undefined;
    if (object.kind !== 'dictionary' || type?.kind !== 'name' || type.value !== 'Filespec') return null;
    const stream = document.follow(document.dictionary(object.entries.get('EF'))?.get('F'))?.stream ?? null;
    const bytes = stream === null ? null : await stream();
    const data = bytes === null ? null : Data.safeParse(jsonOrNull(utf8(bytes)));
    if (bytes === null || data?.success !== true) return null;
    const words = (key: string): string => textIn(object.entries.get(key)) ?? '';
    return {
      name: words('UF') || words('F'),
      sizeBytes: bytes.length,
      sha256: hex(await digest('sha256', bytes)),
      statedSha256: /SHA-256 ([0-9a-f]{64})/.exec(words('Desc'))?.[1] ?? null,
      data: data.data,
    };
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

/** The attached file against the hash that the document states of it. */
export function checkAttached({ name, sizeBytes, sha256, statedSha256 }: Attached): Check {
  const found = `${name} (${String(sizeBytes)} bytes) has the SHA-256 ${sha256}`;
  if (statedSha256 === null) return { ok: true, words: `${found}; only a page of the document states it, so compare the two by eye.` };
  if (statedSha256 !== sha256) return { ok: false, words: `${found}; the document states ${statedSha256}.` };
  return { ok: true, words: `${found}, as the document states.` };
}
