/** Digests, signatures and unpacking by the Web's own interfaces, which Node and every browser have: one code, one answer. */
import { DerError, expectTag, readDer, TAG } from './der.ts';

const SUBTLE_NAMES: Readonly<Record<string, string>> = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

/** @param name `sha1`, `sha256`, `sha384` or `sha512` */
export async function digest(name: string, ...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest(subtleName(name), whole));
}

function subtleName(name: string): string {
  const known = SUBTLE_NAMES[name];
  if (known === undefined) throw new DerError(`the digest ${name} is not known here`);
  return known;
}

export interface PublicKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly kind: 'rsa' | 'ec' | 'other';
  /** Of an RSA modulus; 0 for other kinds. */
  readonly bits: number;
  /** As OpenSSL calls it; `null` for other kinds and for curves that are not known here. */
  readonly curve: string | null;
}

export type Scheme =
  { readonly kind: 'rsa' | 'ec'; readonly digest: string } | { readonly kind: 'pss'; readonly digest: string; readonly saltLength: number };

interface Curve {
  readonly name: string;
  readonly bytes: number;
}
const CURVES: Readonly<Record<string, Curve>> = {
  prime256v1: { name: 'P-256', bytes: 32 },
  secp384r1: { name: 'P-384', bytes: 48 },
  secp521r1: { name: 'P-521', bytes: 66 },
};

/** `false` as well where the key or the scheme is of a kind that cannot be checked here. */
export async function holds(key: PublicKey, scheme: Scheme, signed: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (key.kind !== (scheme.kind === 'pss' ? 'rsa' : scheme.kind)) return false;
  const hash = subtleName(scheme.digest);
  if (scheme.kind !== 'ec') {
    const name = scheme.kind === 'pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
    const how = scheme.kind === 'pss' ? { name, saltLength: scheme.saltLength } : { name };
    return check(key.spki, { name, hash }, how, signed, signature);
  }
  const curve = CURVES[key.curve ?? ''];
  const raw = curve === undefined ? null : rawSignature(signature, curve.bytes);
  if (curve === undefined || raw === null) return false;
  return check(key.spki, { name: 'ECDSA', namedCurve: curve.name }, { name: 'ECDSA', hash }, signed, raw);
}

async function check(
  spki: Uint8Array,
  imported: RsaHashedImportParams | EcKeyImportParams,
  how: AlgorithmIdentifier | RsaPssParams | EcdsaParams,
  signed: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('spki', new Uint8Array(spki), imported, false, ['verify']);
    return await crypto.subtle.verify(how, key, new Uint8Array(signature), new Uint8Array(signed));
  } catch (error) {
    // A key that cannot be read bears out nothing; anything that is not said about the key is a fault of ours.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** ECDSA-Sig-Value (RFC 3279, 2.2.3) as its two numbers of fixed length; `null` when it is none. */
function rawSignature(der: Uint8Array, bytes: number): Uint8Array | null {
  try {
    const pair = expectTag(readDer(der), TAG.sequence, 'ECDSA-Sig-Value');
    if (pair.raw.length !== der.length || pair.children.length !== 2) return null;
    const raw = new Uint8Array(2 * bytes);
    for (const [i, element] of pair.children.entries()) {
      const { value } = expectTag(element, TAG.integer, 'number of an ECDSA-Sig-Value');
      const number = value[0] === 0 ? value.subarray(1) : value;
      if ((value[0] ?? 0xff) >= 0x80 || number.length > bytes) return null;
      raw.set(number, (i + 1) * bytes - number.length);
    }
    return raw;
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

/** Unpacks zlib's format. @throws Error when it cannot be unpacked, or to more than `most` bytes. */
export async function inflate(packed: Uint8Array, most: number): Promise<Uint8Array> {
  const reader = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError(`unpacks to more than ${String(most)} bytes`);
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
