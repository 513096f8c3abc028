/** Finds the signature dictionaries of a PDF and the bytes that they say are signed. */
import { Failure } from '../../base/failure.ts';
import { fromLatin1, indexOf, lastIndexOf, latin1 } from './bytes.ts';
import { PdfSyntaxError, readPdfObject, textIn, type PdfObject } from './pdf-object.ts';

export interface SignatureDictionary {
  readonly subFilter: string | null;
  /** As stated by the signing computer in M. */
  readonly signedAt: Date | null;
  /** offset, length, offset, length: as stated, not yet believed. */
  readonly byteRange: readonly [number, number, number, number];
  /** The hexadecimal string of Contents: where it stands, and its digits. */
  readonly contents: { readonly start: number; readonly end: number; readonly digits: string };
  readonly reason: string | null;
}

const KEY = fromLatin1('/ByteRange');
const OBJECT = fromLatin1(' obj');
/** A report has one signature; a file with more mentions of the key than this is not worth anyone's time. */
const MAX_MENTIONS = 64;

/**
 * Every signature of the document, in the order of how far their ranges reach.
 * @throws Failure PDF_UNREADABLE
 */
export function findSignatures(pdf: Uint8Array): SignatureDictionary[] {
  const found: SignatureDictionary[] = [];
  let mentions = 0;
  for (let at = indexOf(pdf, KEY); at !== -1; at = indexOf(pdf, KEY, at + KEY.length)) {
    mentions += 1;
    if (mentions > MAX_MENTIONS) throw new Failure('PDF_UNREADABLE', `more than ${String(MAX_MENTIONS)} signatures`);
    const start = lastIndexOf(pdf, OBJECT, at);
    const signature = start === -1 ? null : readSignature(pdf, start + OBJECT.length);
    if (signature !== null && !found.some((other) => other.contents.start === signature.contents.start)) found.push(signature);
  }
  return found.sort((a, b) => endOf(a) - endOf(b));
}

/** Where the signed bytes end, as stated. */
export function endOf({ byteRange }: Pick<SignatureDictionary, 'byteRange'>): number {
  return byteRange[2] + byteRange[3];
}

/** `null` when no signature dictionary begins here: the key may also stand in a text. */
function readSignature(pdf: Uint8Array, offset: number): SignatureDictionary | null {
  const object = readOrNull(pdf, offset);
  if (object?.kind !== 'dictionary') return null;
  const contents = object.entries.get('Contents');
  const byteRange = readRange(object.entries.get('ByteRange'));
  if (contents?.kind !== 'hex' || byteRange === null) return null;
  const subFilter = object.entries.get('SubFilter');
  const time = object.entries.get('M');
  const reason = object.entries.get('Reason');
  return {
    subFilter: subFilter?.kind === 'name' ? subFilter.value : null,
    signedAt: time?.kind === 'string' ? readDate(latin1(time.bytes)) : null,
    reason: textIn(reason),
    byteRange,
    contents: { start: contents.start, end: contents.end, digits: contents.digits },
  };
}

function readOrNull(pdf: Uint8Array, offset: number): PdfObject | null {
  try {
    return readPdfObject(pdf, offset);
  } catch (error) {
    if (error instanceof PdfSyntaxError) return null;
    throw error;
  }
}

function readRange(object: PdfObject | undefined): [number, number, number, number] | null {
  if (object?.kind !== 'array' || object.items.length !== 4) return null;
  const numbers = object.items.map((item) => (item.kind === 'number' && /^\d{1,15}$/.test(item.text) ? item.value : -1));
  const [a = -1, b = -1, c = -1, d = -1] = numbers;
  return numbers.includes(-1) ? null : [a, b, c, d];
}

/** `D:20260102030405+01'00'` (ISO 32000-1, 7.9.4); `null` when it is no date. */
export function readDate(text: string): Date | null {
  const match = /^D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:Z(?:00'?00'?)?|([+-])(\d{2})'(\d{2})'?)$/.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, sign, offsetHours = '00', offsetMinutes = '00'] = match;
  const zone = sign === undefined ? 'Z' : `${sign}${offsetHours}:${offsetMinutes}`;
  const date = new Date(`${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}${zone}`);
  return Number.isNaN(date.getTime()) ? null : date;
}
