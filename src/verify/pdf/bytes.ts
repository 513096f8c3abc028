/** Bytes as text and back, without anything that only Node has: the same code runs in a browser. */

/** Characters that are turned at one time: a call takes only so many arguments. */
const PORTION = 8192;

/** One character for each byte, with its code (ISO 8859-1). */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  // Not spread: that would ask the array for its numbers one by one, at ten times the time.
  for (let at = 0; at < bytes.length; at += PORTION)
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(at, at + PORTION)) as string;
  return text;
}

export function fromLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Lower case. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** As far as the text is hexadecimal; a last single digit is dropped. */
export function fromHex(digits: string): Uint8Array {
  const pairs = /^(?:[0-9a-fA-F]{2})*/.exec(digits)?.[0] ?? '';
  const bytes = new Uint8Array(pairs.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = parseInt(pairs.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function fromBase64(text: string): Uint8Array {
  return fromLatin1(atob(text.replace(/\s+/g, '')));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** -1 when it is not there. */
export function indexOf(bytes: Uint8Array, wanted: Uint8Array, from = 0): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) if (standsAt(bytes, wanted, at)) return at;
  return -1;
}

/** The last place at or before `from`; -1 when there is none. */
export function lastIndexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted;
  for (let at = bytes.lastIndexOf(first, from); at !== -1; at = at === 0 ? -1 : bytes.lastIndexOf(first, at - 1))
    if (standsAt(bytes, wanted, at)) return at;
  return -1;
}

function standsAt(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
