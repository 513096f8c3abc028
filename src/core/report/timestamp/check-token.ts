/** Holds an authority's token against what was asked, before it is used (RFC 3161, 2.2 to 2.4). */
import { createHash, verify, X509Certificate } from 'node:crypto';
import { OctetString, type ObjectIdentifier } from 'asn1js';
import { Certificate, ContentInfo, SignedData, TSTInfo, type SignerInfo } from 'pkijs';
import { Failure } from '../../../base/failure.ts';

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;
const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

export interface Asked {
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array;
}

/**
 * The time that the token states.
 * @throws Failure TIMESTAMP_INVALID
 */
export function checkToken(token: Uint8Array<ArrayBuffer>, asked: Asked): Date {
  let parts: ReturnType<typeof readToken>;
  try {
    parts = readToken(token);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('TIMESTAMP_INVALID', 'the token cannot be read', { cause: error });
  }
  const { info, content, signer, certificate } = parts;
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (hashAlgorithm.algorithmId !== '2.16.840.1.101.3.4.2.1' || !same(hashedMessage.valueBlock.valueHexView, asked.imprint))
    invalid('it is over something else than this signature');
  if (info.nonce === undefined || !same(info.nonce.valueBlock.valueHexView, asked.nonce))
    invalid('it does not repeat the random number of the question');
  if (info.policy === '') invalid('it names no policy');
  checkPurpose(certificate);
  checkSignature(signer, content, certificate);
  const own = new X509Certificate(Buffer.from(certificate.toSchema().toBER()));
  if (info.genTime < own.validFromDate || info.genTime > own.validToDate) invalid('its certificate was not in force at its time');
  return info.genTime;
}

function readToken(token: Uint8Array<ArrayBuffer>): { info: TSTInfo; content: Uint8Array; signer: SignerInfo; certificate: Certificate } {
  const outer = ContentInfo.fromBER(token);
  if (outer.contentType !== OID.signedData) invalid('it is not signed data');
  const signed = new SignedData({ schema: outer.content as unknown });
  const content = contentOf(signed);
  const [signer, ...others] = signed.signerInfos;
  if (signer === undefined || others.length > 0) invalid('it does not have exactly one signer');
  const certificate = signed.certificates?.find((one): one is Certificate => one instanceof Certificate && names(signer, one));
  if (certificate === undefined) invalid("it does not carry its signer's certificate");
  return { info: TSTInfo.fromBER(new Uint8Array(content)), content, signer, certificate };
}

function contentOf({ encapContentInfo }: SignedData): Uint8Array {
  const { eContentType, eContent } = encapContentInfo;
  if (eContentType !== OID.tstInfo || eContent === undefined) invalid('it holds no time');
  // BER may cut the string into pieces.
  const pieces = eContent.valueBlock.value.filter((piece): piece is OctetString => piece instanceof OctetString);
  return pieces.length === 0
    ? eContent.valueBlock.valueHexView
    : new Uint8Array(Buffer.concat(pieces.map(({ valueBlock }) => valueBlock.valueHexView)));
}

export function names({ sid }: SignerInfo, certificate: Certificate): boolean {
  const named = sid as { issuer?: { isEqual(other: unknown): boolean }; serialNumber?: { isEqual(other: unknown): boolean } };
  if (named.issuer === undefined || named.serialNumber === undefined) return false;
  return named.issuer.isEqual(certificate.issuer) && named.serialNumber.isEqual(certificate.serialNumber);
}

/** RFC 3161, 2.3: the certificate's extended key usage is critical and holds timeStamping and nothing else. */
function checkPurpose(certificate: Certificate): void {
  const extension = certificate.extensions?.find(({ extnID }) => extnID === OID.extendedKeyUsage);
  const purposes = (extension?.parsedValue as { keyPurposes?: string[] } | undefined)?.keyPurposes ?? [];
  if (extension?.critical !== true || purposes.length !== 1 || purposes[0] !== OID.timeStamping)
    invalid('its certificate is not one for timestamps alone');
}

function checkSignature(signer: SignerInfo, content: Uint8Array, certificate: Certificate): void {
  const digest = DIGESTS[signer.digestAlgorithm.algorithmId];
  if (digest === undefined) invalid('it uses a weak digest');
  const attributes = signer.signedAttrs?.attributes ?? [];
  const value = (type: string): unknown => attributes.find((attribute) => attribute.type === type)?.values[0];
  const contentType = value(OID.contentType) as ObjectIdentifier | undefined;
  const stated = value(OID.messageDigest);
  if (contentType?.valueBlock.toString() !== OID.tstInfo) invalid('its signed attributes name another kind of content');
  if (!(stated instanceof OctetString) || !same(stated.valueBlock.valueHexView, createHash(digest).update(content).digest()))
    invalid('its content was changed after it was signed');
  const bytes = Buffer.from(signer.signedAttrs?.encodedValue ?? new ArrayBuffer(0));
  const key = new X509Certificate(Buffer.from(certificate.toSchema().toBER())).publicKey;
  if (bytes.length === 0 || !verify(digest, bytes, key, signer.signature.valueBlock.valueHexView)) invalid('its signature is wrong');
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function invalid(words: string): never {
  throw new Failure('TIMESTAMP_INVALID', words);
}
