/**
 * The signature itself: CMS SignedData (RFC 5652), detached, with the signed attributes that PAdES B-B asks for
 * (ETSI EN 319 142-1, clause 6.3): content-type, message-digest and signing-certificate-v2, and no signing-time,
 * which in a PDF stands in the signature dictionary's M instead. B-T adds the timestamp as an unsigned attribute.
 */
import { createHash, sign as signBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { fromBER, Null, ObjectIdentifier, OctetString, Sequence, Set as Asn1Set } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { assert } from '../../base/assert.ts';
import type { Identity } from './identity.ts';
import { TOKEN_ROOM } from './timestamp/request-timestamp.ts';

/** Gives the DER of a timestamp token over these bytes: the signature's value. */
export type Stamper = (signature: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>;

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimeStampToken: '1.2.840.113549.1.9.16.2.14',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsaEncryption: '1.2.840.113549.1.1.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

/** DER of a ContentInfo that signs `content` without carrying it. */
export async function signDetached(content: Uint8Array, identity: Identity, stamp: Stamper | null = null): Promise<Uint8Array> {
  const chain = [new Uint8Array(identity.certificate.raw), ...identity.issuers];
  const attributes = signedAttributes(content, chain);
  const signature = await signWith(
    new Uint8Array(new Asn1Set({ value: attributes.map((attribute) => attribute.toSchema()) }).toBER()),
    identity.privateKey,
  );
  const token = stamp === null ? null : await stamp(signature);
  const [signer, ...issuers] = chain.map((der) => Certificate.fromBER(der));
  assert(signer !== undefined, 'an identity has a certificate');
  const sha256 = new AlgorithmIdentifier({ algorithmId: OID.sha256 });
  const signedData = new SignedData({
    version: 1,
    digestAlgorithms: [sha256],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [signer, ...issuers],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: signer.issuer, serialNumber: signer.serialNumber }),
        digestAlgorithm: sha256,
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
        signatureAlgorithm: signatureAlgorithm(identity.privateKey),
        signature: new OctetString({ valueHex: signature }),
        ...(token === null ? {} : { unsignedAttrs: unsignedAttributes(token) }),
      }),
    ],
  });
  const contentInfo = new ContentInfo({ contentType: OID.signedData, content: signedData.toSchema(true) });
  const der = Buffer.from(contentInfo.toSchema().toBER());
  // The attribute holds hashes of the certificates as they were read; the library must have written the same bytes.
  assert(
    chain.every((certificate) => der.includes(Buffer.from(certificate))),
    'certificates are carried byte for byte',
  );
  assert(token === null || der.includes(Buffer.from(token)), 'the timestamp is carried byte for byte');
  return new Uint8Array(der);
}

/** Upper bound of the bytes that signDetached gives: what the hole in the PDF must hold. */
export function signatureRoom(identity: Identity, stamped = false): number {
  const token = stamped ? TOKEN_ROOM : 0;
  return 4096 + token + [identity.certificate.raw, ...identity.issuers].reduce((sum, der) => sum + der.byteLength + 64, 0);
}

function signedAttributes(content: Uint8Array, chain: readonly Uint8Array<ArrayBuffer>[]): Attribute[] {
  // SigningCertificateV2 (RFC 5035, section 3): the first hash is the signer's, the others limit the path to these
  // certificates. SHA-256 is the default of hashAlgorithm, and DER leaves defaults out.
  const certificates = chain.map((der) => new Sequence({ value: [new OctetString({ valueHex: sha256Of(der) })] }));
  const attributes = [
    new Attribute({ type: OID.contentType, values: [new ObjectIdentifier({ value: OID.data })] }),
    new Attribute({ type: OID.messageDigest, values: [new OctetString({ valueHex: sha256Of(content) })] }),
    new Attribute({ type: OID.signingCertificateV2, values: [new Sequence({ value: [new Sequence({ value: certificates })] })] }),
  ];
  // DER orders the members of a SET OF by their encodings (X.690, 11.6).
  const encoded = attributes.map((attribute) => ({ attribute, der: Buffer.from(attribute.toSchema().toBER()) }));
  return encoded.sort((a, b) => Buffer.compare(a.der, b.der)).map(({ attribute }) => attribute);
}

/** signature-time-stamp (RFC 3161, appendix A; ETSI EN 319 122-1, clause 5.3). */
function unsignedAttributes(token: Uint8Array<ArrayBuffer>): SignedAndUnsignedAttributes {
  const attribute = new Attribute({ type: OID.signatureTimeStampToken, values: [fromBER(token).result] });
  return new SignedAndUnsignedAttributes({ type: 1, attributes: [attribute] });
}

function signatureAlgorithm(key: KeyObject): AlgorithmIdentifier {
  if (key.asymmetricKeyType === 'rsa') return new AlgorithmIdentifier({ algorithmId: OID.rsaEncryption, algorithmParams: new Null() });
  assert(key.asymmetricKeyType === 'ec', 'openIdentity lets only RSA and EC keys through');
  return new AlgorithmIdentifier({ algorithmId: OID.ecdsaWithSha256 });
}

async function signWith(bytes: Uint8Array, key: KeyObject): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await promisify(signBytes)('sha256', bytes, key));
}

function sha256Of(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
