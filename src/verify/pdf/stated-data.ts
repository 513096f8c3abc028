/** What a report says of its own signature in the data that are attached to it, held against the signature that was found. */
import type { Attached } from './attached-data.ts';
import type { Check } from './trust.ts';

/** Higher ones hold what lower ones promise. */
const LEVELS: readonly string[] = ['none', 'PAdES B-B', 'PAdES B-T', 'PAdES B-LT'];

export interface Found {
  readonly certificateSha256: string | null;
  readonly level: string;
}

export function checkStated({ data }: Attached, found: Found): Check {
  const { level, identity } = data.signature;
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
  return { ok: true, words: `The attached data of report ${data.report.id} name this certificate and this level (${level}).` };
}
