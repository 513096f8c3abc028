/** The verification of a PDF as lines for a person. */
import type { PdfVerification, SignatureVerification } from '../contract/report.ts';
import { verdictOf } from '../verify/pdf/verdict.ts';

export function verificationInWords(value: PdfVerification): string {
  const { signatures } = value;
  const parts = signatures.map((signature, i) => ofSignature(signature, i, signatures.length));
  if (signatures.length === 0) parts.push([line('signed', value.valid)]);
  if (value.updates.length > 0) parts.push(value.updates.map((words, i) => `update ${String(i + 1)} after the first signature, ${words}`));
  if (value.stated !== null) parts.push([line('as the report states', value.stated)]);
  if (value.attached !== null) parts.push([line('attached data', value.attached)]);
  if (value.custody !== null) parts.push([line('attached custody log', value.custody)]);
  return [...parts.flat(), verdictOf(value)].join('\n');
}

function ofSignature(signature: SignatureVerification, i: number, of: number): string[] {
  const { timestamp, revocation, revision } = signature;
  return [
    ...(of > 1 ? [`signature ${String(i + 1)} of ${String(of)}${signature.reason === null ? '' : `: ${signature.reason}`}`] : []),
    line('intact', signature.intact),
    line('valid', signature.valid),
    line('whole document', signature.wholeDocument),
    line('trusted', signature.trusted),
    ...(timestamp === null ? [] : [line('timestamp', timestamp), line('timestamp trusted', timestamp.trusted)]),
    ...(revocation === null ? [] : [line('revocation', revocation)]),
    `signer ${signature.signer ?? 'unknown'}, signed ${signature.signedAtUtc ?? 'at an unknown time'} by the computer's clock, ${signature.subFilter ?? 'no signature format'}`,
    `level found: ${signature.level}${revision === null ? '' : `; covers revision ${String(revision.number)} of ${String(revision.of)}, ${String(revision.bytes)} bytes`}`,
  ];
}

function line(name: string, { ok, words }: { readonly ok: boolean; readonly words: string }): string {
  return `${ok ? 'yes' : 'NO '}  ${name}: ${words}`;
}
