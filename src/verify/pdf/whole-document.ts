/** Whether a signature covers the document: all but its own hole, and nothing after it that could change what was signed. */
import type { SignatureVerification } from '../../contract/report.ts';
import { endOf, type SignatureDictionary } from './signature-dictionary.ts';
import type { Check } from './trust.ts';
import type { Update } from './updates.ts';

export interface Coverage {
  readonly wholeDocument: Check;
  readonly revision: SignatureVerification['revision'];
}

/** @param updates everything after the end of the first signature's range. */
export function checkCoverage(pdf: Uint8Array, signature: SignatureDictionary, updates: readonly Update[]): Coverage {
  const end = endOf(signature);
  const number = updates.findIndex((update) => update.end === end) + 2;
  const isFirst = updates[0] === undefined || updates[0].start === end;
  const revision = isFirst || number > 1 ? { number: isFirst ? 1 : number, of: updates.length + 1, bytes: end } : null;
  const own = ownProblem(pdf, signature);
  const no = (words: string): Coverage => ({ wholeDocument: { ok: false, words }, revision });
  if (own !== null) return no(own);
  if (end === pdf.length)
    return { wholeDocument: { ok: true, words: 'The signature covers the whole file except the place where it stands itself.' }, revision };
  if (revision === null) return no('The signature ends within an update of the document.');
  const later = updates.filter((update) => update.start >= end);
  const harmful = later.find(({ harmless }) => !harmless);
  const appended = `${String(pdf.length - end)} bytes were appended after signing`;
  if (harmful !== undefined) return no(`${appended}: ${harmful.words}.`);
  if (later.length === 0) return no(`${appended}.`);
  const holds = later.map(({ words }) => words).join('; then ');
  return {
    wholeDocument: { ok: true, words: `${appended}; they hold ${holds}, and change nothing that was signed.` },
    revision,
  };
}

function ownProblem(pdf: Uint8Array, signature: SignatureDictionary): string | null {
  const [start, firstLength, second] = signature.byteRange;
  const { contents } = signature;
  if (start !== 0) return 'The signature does not cover the beginning of the file.';
  if (firstLength !== contents.start || second !== contents.end)
    return 'The bytes that the signature leaves out are not exactly the signature itself.';
  if (endOf(signature) > pdf.length) return 'The file ends before the signed bytes do.';
  if (!/^[0-9a-f]*$/.test(contents.digits) && !/^[0-9A-F]*$/.test(contents.digits))
    return 'The place of the signature holds something that is not hexadecimal.';
  return null;
}
