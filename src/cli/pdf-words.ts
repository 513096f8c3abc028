/** The verification of a PDF as lines for a person. */
import type { PdfVerification, SignatureVerification } from '../contract/report.ts';

export function verificationInWords(value: PdfVerification): string {
  const { signatures } = value;
  const parts = signatures.map((signature, i) => ofSignature(signature, i, signatures.length));
  if (signatures.length === 0) parts.push([line('signed', value.valid)]);
  if (value.updates.length > 0) parts.push(value.updates.map((words, i) => `update ${String(i + 1)} after the first signature, ${words}`));
  if (value.stated !== null) parts.push([line('as the report states', value.stated)]);
  const which = signatures.length > 1 ? `The ${String(signatures.length)} signatures` : 'The signature';
  const verb = signatures.length > 1 ? ['hold', 'do NOT all hold'] : ['holds', 'does NOT hold'];
  // A signature can be right while the report says something else of it.
  const says =
    !value.ok && signatures.length > 0 && signatures.every(({ ok }) => ok) ? 'The document does NOT state what was found.' : null;
  return [...parts.flat(), says ?? `${which} ${verb[value.ok ? 0 : 1] ?? ''}.`].join('\n');
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
