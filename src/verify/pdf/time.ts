/** Times of ASN.1 (X.680): UTCTime and GeneralizedTime in UTC. */
import { latin1 } from './bytes.ts';
import { DerError, type Der } from './der.ts';

export const GENERALIZED_TIME = 0x18;

/** `YYYYMMDDhhmmss[.s…]Z`; UTCTime has two digits for its year (RFC 5280, 4.1.2.5.1). @throws DerError */
export function readTime(element: Der): Date {
  const text = latin1(element.value);
  const long = element.tag === GENERALIZED_TIME ? text : `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`;
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d{1,9})?Z$/.exec(long);
  const [, year, month, day, hour, minute, second, fraction = ''] = match ?? [];
  const date = new Date(
    `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}${fraction.slice(0, 4)}Z`,
  );
  if (Number.isNaN(date.getTime())) throw new DerError('a time is malformed');
  return date;
}
