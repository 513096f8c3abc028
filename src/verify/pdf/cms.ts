/** Reads the CMS SignedData (RFC 5652) of a PDF signature or of a timestamp into the few things that are checked; refuses every surprise. */
import { readAlgorithm } from './algorithm.ts';
import { sameBytes } from './bytes.ts';
import { DerError, expectTag, readDer, TAG, type Der } from './der.ts';

export interface CmsSignature {
  /** DER of every certificate that the signature carries, the signer's first. */
  readonly certificates: readonly Uint8Array[];
  readonly digestOid: string;
  readonly signatureOid: string;
  /** DER of the signature algorithm's parameters, `null` when absent or NULL. */
  readonly signatureParameters: Der | null;
  readonly signature: Uint8Array;
  /** The signed attributes as they were signed: re-tagged as SET OF (RFC 5652, 5.4). */
  readonly signedBytes: Uint8Array;
  /** The one value of each signed attribute, by its type. */
  readonly attributes: ReadonlyMap<string, Der>;
  /** The one value of each unsigned attribute: anyone could have added them. */
  readonly unsigned: ReadonlyMap<string, Der>;
  /** What is signed, where the structure carries it itself; `null` when detached. */
  readonly content: Uint8Array | null;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';
const CONTEXT_0 = 0xa0;
const CONTEXT_1 = 0xa1;

/**
 * @param kind what is signed: a document that stands elsewhere, or content of this type that is carried along.
 * @throws DerError
 */
export function readCms(bytes: Uint8Array, kind: 'detached' | { readonly contentOid: string } = 'detached'): CmsSignature {
  const contentInfo = expectTag(readDer(bytes), TAG.sequence, 'ContentInfo');
  if (contentInfo.children.length !== 2 || contentInfo.children[0]?.oid !== SIGNED_DATA) throw new DerError('this is not CMS SignedData');
  const wrapper = expectTag(contentInfo.children[1], CONTEXT_0, 'SignedData');
  const signedData = expectTag(wrapper.children[0], TAG.sequence, 'SignedData');
  if (wrapper.children.length !== 1) throw new DerError('more than one SignedData');
  const [version, digestAlgorithms, content, ...rest] = signedData.children;
  const digests = expectTag(digestAlgorithms, TAG.set, 'digestAlgorithms').children.map((algorithm) => readAlgorithm(algorithm).oid);
  const encapsulated = expectTag(content, TAG.sequence, 'encapContentInfo');
  const carried = kind === 'detached' ? checkDetached(encapsulated) : readContent(encapsulated, kind.contentOid);
  const certificates = rest[0]?.tag === CONTEXT_0 ? (rest.shift()?.children ?? []) : [];
  if (rest[0]?.tag === CONTEXT_1) rest.shift();
  const signers = expectTag(rest[0], TAG.set, 'signerInfos').children;
  const [signer] = signers;
  if (rest.length !== 1 || signers.length !== 1 || signer === undefined) throw new DerError('there must be exactly one signer');
  return readSigner(signer, { version: readVersion(version), digests, certificates, content: carried });
}

function checkDetached(encapsulated: Der): null {
  if (encapsulated.children.length !== 1 || encapsulated.children[0]?.oid !== DATA) throw new DerError('the signature is not detached');
  return null;
}

function readContent(encapsulated: Der, oid: string): Uint8Array {
  const [type, wrapper, ...more] = encapsulated.children;
  if (type?.oid !== oid || more.length > 0) throw new DerError('it signs content of another kind');
  return expectTag(expectTag(wrapper, CONTEXT_0, 'eContent').children[0], TAG.octetString, 'eContent').value;
}

interface Outer {
  readonly version: number;
  readonly digests: readonly string[];
  readonly certificates: readonly Der[];
  readonly content: Uint8Array | null;
}

function readSigner(signer: Der, outer: Outer): CmsSignature {
  const [version, sid, digestAlgorithm, signed, signatureAlgorithm, signature, unsigned, ...more] = expectTag(
    signer,
    TAG.sequence,
    'SignerInfo',
  ).children;
  const ownVersion = readVersion(version);
  const byIssuer = sid?.tag === TAG.sequence;
  // RFC 5652, 5.1 and 5.3: version 1 goes with issuer and serial number, 3 with a key identifier.
  if (ownVersion !== (byIssuer ? 1 : 3) || (outer.version !== 1 && outer.version !== 3) || outer.version < ownVersion) {
    throw new DerError('the version numbers do not fit the structure');
  }
  if (more.length > 0 || (unsigned !== undefined && unsigned.tag !== CONTEXT_1)) throw new DerError('SignerInfo has unknown parts');
  const digest = readAlgorithm(digestAlgorithm);
  if (digest.parameters !== null) throw new DerError('the digest algorithm has parameters');
  if (outer.digests.length !== 1 || outer.digests[0] !== digest.oid) throw new DerError('the digest algorithm is stated in two ways');
  const attributes = expectTag(signed, CONTEXT_0, 'signedAttrs');
  const algorithm = readAlgorithm(signatureAlgorithm);
  const own = outer.certificates.find((certificate) => sid !== undefined && names(sid, certificate));
  if (own === undefined) throw new DerError('the certificate of the signer is not in the signature');
  const signedBytes = Uint8Array.from(attributes.raw);
  signedBytes[0] = TAG.set;
  return {
    certificates: [own, ...outer.certificates.filter((certificate) => certificate !== own)].map((certificate) => certificate.raw),
    digestOid: digest.oid,
    signatureOid: algorithm.oid,
    signatureParameters: algorithm.parameters,
    signature: expectTag(signature, TAG.octetString, 'signature').value,
    signedBytes,
    attributes: readAttributes(attributes.children),
    unsigned: readAttributes(unsigned?.children ?? []),
    content: outer.content,
  };
}

function readAttributes(attributes: readonly Der[]): Map<string, Der> {
  const byType = new Map<string, Der>();
  for (const attribute of attributes) {
    const [type, values] = expectTag(attribute, TAG.sequence, 'Attribute').children;
    const oid = type?.oid ?? null;
    const [value, ...more] = expectTag(values, TAG.set, 'attribute values').children;
    if (oid === null || value === undefined || more.length > 0 || attribute.children.length !== 2)
      throw new DerError('an attribute is malformed');
    if (byType.has(oid)) throw new DerError('an attribute stands twice');
    byType.set(oid, value);
  }
  return byType;
}

function readVersion(element: Der | undefined): number {
  const value = expectTag(element, TAG.integer, 'version').value;
  return value.length === 1 ? (value[0] ?? 0) : 0;
}

/** Whether this SignerIdentifier names this certificate: issuer and serial number byte for byte, or its key identifier. */
function names(sid: Der, certificate: Der): boolean {
  const tbs = certificate.children[0];
  if (certificate.tag !== TAG.sequence || tbs === undefined) return false;
  const fields = tbs.children[0]?.tag === CONTEXT_0 ? tbs.children.slice(1) : tbs.children;
  const [serial, , issuer] = fields;
  if (sid.tag !== TAG.sequence) return keyIdentifier(fields)?.some((bytes) => sameBytes(bytes, sid.value)) ?? false;
  const [sidIssuer, sidSerial, ...more] = sid.children;
  if (serial === undefined || issuer === undefined || sidIssuer === undefined || sidSerial === undefined || more.length > 0) return false;
  return sameBytes(sidIssuer.raw, issuer.raw) && sameBytes(sidSerial.raw, serial.raw);
}

/** Value of subjectKeyIdentifier (RFC 5280, 4.2.1.2), as a list of none or one. */
function keyIdentifier(tbsFields: readonly Der[]): Uint8Array[] | undefined {
  const extensions = tbsFields.find((field) => field.tag === 0xa3)?.children[0]?.children;
  return extensions
    ?.filter((extension) => extension.children[0]?.oid === '2.5.29.14')
    .map((extension) => readDer(extension.children.at(-1)?.value ?? new Uint8Array()).value);
}
