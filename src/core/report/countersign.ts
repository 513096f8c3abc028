/** A reviewer's signature behind those that a report has: a revision of its own, in which not one earlier byte changes. */
import { assert } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { verifyPdf } from '../../verify/pdf/verify-pdf.ts';
import { appendSignatureField } from './append/add-signature-field.ts';
import type { Identity } from './identity.ts';
import { atReachableLevel, roomFor, signAtLevel, type Aim, type Signed } from './sign-at-level.ts';

export interface FurtherSignature {
  readonly identity: Identity;
  readonly reason: string;
  readonly at: Date;
  readonly aim: Aim;
  readonly allowLowerLevel: boolean;
}

/**
 * @throws Failure COUNTERSIGNER_NOT_ANOTHER when the identity signed it before, REPORT_ALTERED when a signature that is there does not hold, PDF_UNREADABLE when this is no signed
 * report, and what signAtLevel throws.
 */
export async function countersign(pdf: Uint8Array, further: FurtherSignature): Promise<{ signed: Signed; reached: Aim }> {
  const { identity, reason, at } = further;
  const before = await verifyPdf(pdf);
  if (before.signatures.length === 0) throw new Failure('PDF_UNREADABLE', 'it carries no signature yet');
  if (!before.ok) throw new Failure('REPORT_ALTERED');
  if (before.signatures.some(({ certificateSha256 }) => certificateSha256 === identity.info.sha256))
    throw new Failure('COUNTERSIGNER_NOT_ANOTHER', identity.info.subject);
  return atReachableLevel(further.aim, further.allowLowerLevel, async (reached) => {
    const field = { signerName: identity.info.subject, reason, at, room: roomFor(identity, reached) };
    const signed = await signAtLevel(appendSignatureField(pdf, field), identity, reached);
    assert(Buffer.compare(signed.pdf.subarray(0, pdf.length), pdf) === 0, 'what was signed before is there byte for byte');
    const after = await verifyPdf(signed.pdf);
    assert(after.ok && after.signatures.length === before.signatures.length + 1, 'every signature holds');
    return { signed, reached };
  });
}
