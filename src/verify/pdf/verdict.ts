/** The one sentence that stands below everything else. */
import type { PdfVerification } from '../../contract/report.ts';

export function verdictOf({ ok, signatures }: PdfVerification): string {
  // A signature can be right while the report says something else of it.
  if (!ok && signatures.length > 0 && signatures.every((one) => one.ok)) return 'The document does NOT state what was found.';
  if (signatures.length > 1) {
    const which = `The ${String(signatures.length)} signatures`;
    return ok ? `${which} hold.` : `${which} do NOT all hold.`;
  }
  return ok ? 'The signature holds.' : 'The signature does NOT hold.';
}
