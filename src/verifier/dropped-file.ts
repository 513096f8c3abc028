/** What a file that was given is for: its contents decide, not its name. */
import { fromLatin1, indexOf, latin1 } from '../verify/pdf/bytes.ts';

export type Purpose = 'report' | 'trust' | 'ledger' | 'database' | 'evidence';

/** Bytes that are looked at. A PDF's header may stand within the first 1024 (ISO 32000-1, annex H.3.4.1). */
const HEAD = 4096;
const PDF_WITHIN = 1024;

export async function purposeOf(file: Blob): Promise<Purpose> {
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  if (indexOf(head.subarray(0, PDF_WITHIN), fromLatin1('%PDF-')) !== -1) return 'report';
  const text = latin1(head);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return 'trust';
  if (text.startsWith('SQLite format 3\0')) return 'database';
  return /^\{"action":"[^"]*","actor":/.test(text) ? 'ledger' : 'evidence';
}

/** Every certificate of a PEM file. */
export function certificatesIn(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
