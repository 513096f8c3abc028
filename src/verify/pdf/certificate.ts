/** Reads an X.509 certificate (RFC 5280) as far as a signature and its path ask for it. */
import { fromBase64, hex, latin1, sameBytes, utf8 } from './bytes.ts';
import { holds, type PublicKey, type Scheme } from './crypto.ts';
import { DerError, expectTag, readDer, TAG, type Der } from './der.ts';
import { readTime } from './time.ts';
import { readAlgorithm } from './algorithm.ts';

export interface Certificate {
  readonly raw: Uint8Array;
  /** One line, `CN=…, O=…`, in the order in which it stands. */
  readonly subject: string;
  readonly issuer: string;
  readonly subjectName: Der;
  readonly issuerName: Der;
  readonly serial: Der;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly key: PublicKey;
  /** Whether it says of itself that it may issue others. */
  readonly authority: boolean;
  /** Whether its key may sign documents: digitalSignature or nonRepudiation, where its usage is limited at all. */
  readonly maySign: boolean;
  /** extendedKeyUsage, as identifiers. */
  readonly purposes: { readonly critical: boolean; readonly oids: readonly string[] };
  /** Key identifiers of its own and of its issuer. */
  readonly keyId: Uint8Array | null;
  readonly issuerKeyId: Uint8Array | null;
  /** What its issuer signed, and how; `null` for a weak or unknown algorithm. */
  readonly signed: Uint8Array;
  readonly scheme: Scheme | null;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

const OID = {
  rsaEncryption: '1.2.840.113549.1.1.1',
  ecPublicKey: '1.2.840.10045.2.1',
  rsaPss: '1.2.840.113549.1.1.10',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;
/** Digests that are strong enough. Origin: ETSI TS 119 312; SHA-1 and MD5 have known collisions. */
export const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** Signature algorithms that name their digest; weak ones are left out. */
export const SIGNATURES: Readonly<Record<string, { readonly kind: 'rsa' | 'ec'; readonly digest: string }>> = {
  '1.2.840.113549.1.1.11': { kind: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', digest: 'sha512' },
  '1.2.840.10045.4.3.2': { kind: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ec', digest: 'sha512' },
};
/** Only for a root's signature over itself, which nobody relies on: it tells no more than that the certificate is a root. */
const OLD_SELF_SIGNATURES: Readonly<Record<string, Scheme>> = { '1.2.840.113549.1.1.5': { kind: 'rsa', digest: 'sha1' } };
const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'prime256v1',
  '1.3.132.0.34': 'secp384r1',
  '1.3.132.0.35': 'secp521r1',
};
const ATTRIBUTES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
};
const BIT_STRING = 0x03;
const BOOLEAN = 0x01;
const EXTENSIONS = 0xa3;
const BMP_STRING = 0x1e;
const UTF8_STRING = 0x0c;
/** Bits of keyUsage (RFC 5280, 4.2.1.3). */
const KEY_CERT_SIGN = 0x04;
const SIGN_DOCUMENTS = 0xc0;
const ALL_USAGES = 0xff;

/** `null` when it cannot be read: every caller says in words what that means. */
export function readCertificate(data: string | Uint8Array): Certificate | null {
  try {
    return read(readDer(typeof data === 'string' ? fromPem(data) : data));
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

function fromPem(text: string): Uint8Array {
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(text)?.[1];
  if (body === undefined) throw new DerError('this is no PEM');
  try {
    return fromBase64(body);
  } catch (error) {
    throw new DerError('this is no PEM', { cause: error });
  }
}

function read(whole: Der): Certificate {
  const [tbs, algorithm, signature, ...more] = expectTag(whole, TAG.sequence, 'Certificate').children;
  const fields = [...expectTag(tbs, TAG.sequence, 'tbsCertificate').children];
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serial, inner, issuer, validity, subject, spki, ...rest] = fields;
  if (tbs === undefined || algorithm === undefined || more.length > 0) throw new DerError('the certificate is malformed');
  if (inner === undefined || !sameBytes(inner.raw, algorithm.raw)) throw new DerError('the certificate names two algorithms');
  const bits = expectTag(signature, BIT_STRING, 'signature').value;
  const [from, until] = expectTag(validity, TAG.sequence, 'validity').children;
  if (from === undefined || until === undefined) throw new DerError('the certificate has no term');
  const issuerName = expectTag(issuer, TAG.sequence, 'issuer');
  const subjectName = expectTag(subject, TAG.sequence, 'subject');
  return {
    raw: whole.raw,
    subject: nameInWords(subjectName),
    issuer: nameInWords(issuerName),
    subjectName,
    issuerName,
    serial: expectTag(serial, TAG.integer, 'serialNumber'),
    notBefore: readTime(from),
    notAfter: readTime(until),
    key: readKey(expectTag(spki, TAG.sequence, 'subjectPublicKeyInfo')),
    ...readUsage(readExtensions(rest.find(({ tag }) => tag === EXTENSIONS)?.children[0]?.children ?? [])),
    signed: tbs.raw,
    scheme: schemeOf(algorithm),
    algorithm: readAlgorithm(algorithm).oid,
    signature: bits.subarray(1),
  };
}

function readExtensions(list: readonly Der[]): Map<string, Extension> {
  const byType = new Map<string, Extension>();
  for (const { children } of list) {
    const oid = children[0]?.oid ?? null;
    const value = expectTag(children.at(-1), TAG.octetString, 'extnValue').value;
    if (oid === null || byType.has(oid)) throw new DerError('an extension is malformed or stands twice');
    byType.set(oid, { critical: children[1]?.tag === BOOLEAN && children[1].value[0] === 0xff, value });
  }
  return byType;
}

function readKey(spki: Der): PublicKey {
  const [algorithm, bits] = spki.children;
  const { oid, parameters } = readAlgorithm(algorithm);
  const key = expectTag(bits, BIT_STRING, 'subjectPublicKey').value.subarray(1);
  const of = { spki: spki.raw, bits: 0, curve: null };
  if (oid === OID.ecPublicKey) return { ...of, kind: 'ec', curve: CURVES[parameters?.oid ?? ''] ?? null };
  if (oid !== OID.rsaEncryption) return { ...of, kind: 'other' };
  const modulus = expectTag(expectTag(readDer(key), TAG.sequence, 'RSAPublicKey').children[0], TAG.integer, 'modulus').value;
  const digits = modulus[0] === 0 ? modulus.subarray(1) : modulus;
  return { ...of, kind: 'rsa', bits: digits.length === 0 ? 0 : 8 * digits.length - Math.clz32(digits[0] ?? 0) + 24 };
}

function nameInWords(name: Der): string {
  return name.children
    .flatMap((set) =>
      set.children.map(({ children: [type, value] }) => `${ATTRIBUTES[type?.oid ?? ''] ?? type?.oid ?? '?'}=${textOf(value)}`),
    )
    .join(', ');
}

function textOf(value: Der | undefined): string {
  if (value === undefined) return '';
  if (value.tag === BMP_STRING) return new TextDecoder('utf-16be').decode(value.value);
  return value.tag === UTF8_STRING ? utf8(value.value) : latin1(value.value);
}

function readUsage(
  extensions: ReadonlyMap<string, Extension>,
): Pick<Certificate, 'authority' | 'maySign' | 'purposes' | 'keyId' | 'issuerKeyId'> {
  const inside = (oid: string): Der | null => {
    const found = extensions.get(oid);
    return found === undefined ? null : readDer(found.value);
  };
  const keyUsage = inside(OID.keyUsage);
  const usage = keyUsage === null ? ALL_USAGES : (keyUsage.value[1] ?? 0);
  const flag = inside(OID.basicConstraints)?.children[0];
  return {
    authority: flag?.tag === BOOLEAN && flag.value[0] === 0xff && (usage & KEY_CERT_SIGN) !== 0,
    maySign: (usage & SIGN_DOCUMENTS) !== 0,
    purposes: {
      critical: extensions.get(OID.extendedKeyUsage)?.critical === true,
      oids: inside(OID.extendedKeyUsage)?.children.flatMap(({ oid }) => oid ?? []) ?? [],
    },
    keyId: inside(OID.subjectKeyIdentifier)?.value ?? null,
    issuerKeyId: inside(OID.authorityKeyIdentifier)?.children.find(({ tag }) => tag === 0x80)?.value ?? null,
  };
}

/** Names fit, key identifiers fit where both have one, and the issuer's key made the signature. */
export async function isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  if (!sameBytes(certificate.issuerName.raw, issuer.subjectName.raw)) return false;
  if (certificate.issuerKeyId !== null && issuer.keyId !== null && !sameBytes(certificate.issuerKeyId, issuer.keyId)) return false;
  const bySelf = certificate === issuer ? (OLD_SELF_SIGNATURES[certificate.algorithm] ?? null) : null;
  const scheme = certificate.scheme ?? bySelf;
  return scheme !== null && (await holds(issuer.key, scheme, certificate.signed, certificate.signature));
}

/** How a certificate, a list or an answer is signed; `null` when the algorithm is weak or unknown. */
export function schemeOf(algorithm: Der | undefined): Scheme | null {
  const { oid, parameters } = readAlgorithm(algorithm);
  return oid === OID.rsaPss ? pssScheme(parameters) : (SIGNATURES[oid] ?? null);
}

/** RSASSA-PSS-params (RFC 4055, 3.1) with one digest throughout; what they leave away would mean SHA-1 or twenty bytes of salt. */
export function pssScheme(parameters: Der | null): (Scheme & { readonly digestOid: string }) | null {
  const field = (tag: number): Der | undefined => parameters?.children.find((child) => child.tag === tag)?.children[0];
  const [hash, mask, salt] = [field(0xa0), field(0xa1)?.children[1], field(0xa2)?.value];
  if (hash === undefined || mask === undefined) return null;
  const digestOid = readAlgorithm(hash).oid;
  const digest = DIGESTS[digestOid];
  if (digest === undefined || readAlgorithm(mask).oid !== digestOid || (salt?.length ?? 1) !== 1) return null;
  return { kind: 'pss', digest, saltLength: salt?.[0] ?? 20, digestOid };
}

/** Hexadecimal without the leading zeros of the sign. */
export function serialOf({ value }: Der): string {
  return hex(value).replace(/^00(?=.)/, '');
}
