/** Checks the timestamp over a signature (RFC 3161): is it over this signature, is it signed by an authority for timestamps, and what time does it state? */
import { createHash, type X509Certificate } from 'node:crypto';
import { readAlgorithm, readCms, type CmsSignature } from './cms.ts';
import { DerError, expectTag, readDer, sameBytes, TAG, type Der } from './der.ts';
import { checkBinding, DIGESTS, valueProblem } from './signature-value.ts';
import { checkTrust, inForce, oneLine, readCertificate, type Check, type Trust } from './trust.ts';

export interface TimestampCheck extends Check {
  readonly at: Date | null;
  readonly authority: X509Certificate | null;
  readonly others: readonly X509Certificate[];
  readonly trust: Trust | null;
}

const OID = {
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;
const GENERALIZED_TIME = 0x18;
const BOOLEAN = 0x01;
const EXTENSIONS = 0xa3;

/** @param signature the value that the timestamp must be over. */
export function checkTimestamp(token: Der, signature: Uint8Array, anchors: readonly string[]): TimestampCheck {
  try {
    return check(readCms(token.raw, { contentOid: OID.tstInfo }), signature, anchors);
  } catch (error) {
    if (error instanceof DerError) return no(`The timestamp cannot be read: ${error.message}.`);
    throw error;
  }
}

function check(cms: CmsSignature, signature: Uint8Array, anchors: readonly string[]): TimestampCheck {
  const content = cms.content ?? new Uint8Array();
  const info = readInfo(content);
  const [own] = cms.certificates;
  const authority = own === undefined ? null : readCertificate(own);
  if (own === undefined || authority === null) return no('The certificate of the timestamp cannot be read.');
  const digest = DIGESTS[info.digestOid];
  if (digest === undefined) return no(`The timestamp uses the digest ${info.digestOid}, which is weak or unknown.`);
  if (!sameBytes(info.imprint, createHash(digest).update(signature).digest()))
    return no('The timestamp is over something else than this signature.');
  const wrong = contentProblem(cms, content) ?? valueProblem(cms, authority, OID.tstInfo) ?? bindingProblem(cms);
  if (wrong !== null) return no(`The timestamp does not hold: ${wrong}`);
  if (!isForTimestamps(own)) return no('The certificate of the timestamp is not one for timestamps alone.');
  if (!inForce(authority, info.at)) return no('The certificate of the timestamp was not in force at the time that it states.');
  const others = cms.certificates.slice(1).flatMap((der) => readCertificate(der) ?? []);
  return {
    ok: true,
    words: `${oneLine(authority.subject)} saw this signature at ${info.at.toISOString()} (policy ${info.policy}).`,
    at: info.at,
    authority,
    others,
    trust: checkTrust(authority, others, anchors, info.at),
  };
}

interface Info {
  readonly policy: string;
  readonly digestOid: string;
  readonly imprint: Uint8Array;
  readonly at: Date;
}

/** TSTInfo (RFC 3161, 2.4.2): version, policy, messageImprint, serialNumber, genTime, … */
function readInfo(content: Uint8Array): Info {
  const info = expectTag(readDer(content), TAG.sequence, 'TSTInfo');
  if (info.raw.length !== content.length) throw new DerError('something follows the TSTInfo');
  const [version, policy, imprint, serial, time] = info.children;
  if (expectTag(version, TAG.integer, 'version').value[0] !== 1) throw new DerError('TSTInfo of an unknown version');
  expectTag(serial, TAG.integer, 'serialNumber');
  const [algorithm, hash] = expectTag(imprint, TAG.sequence, 'messageImprint').children;
  return {
    policy: policy?.oid ?? '',
    digestOid: readAlgorithm(algorithm).oid,
    imprint: expectTag(hash, TAG.octetString, 'hashedMessage').value,
    at: readTime(expectTag(time, GENERALIZED_TIME, 'genTime')),
  };
}

/** `YYYYMMDDhhmmss[.s…]Z` */
export function readTime(element: Der): Date {
  const text = Buffer.from(element.value).toString('latin1');
  const long = element.tag === GENERALIZED_TIME ? text : `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`;
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d{1,9})?Z$/.exec(long);
  const [, year, month, day, hour, minute, second, fraction = ''] = match ?? [];
  const date = new Date(
    `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}${fraction.slice(0, 4)}Z`,
  );
  if (Number.isNaN(date.getTime())) throw new DerError('a time is malformed');
  return date;
}

function contentProblem(cms: CmsSignature, content: Uint8Array): string | null {
  const digest = DIGESTS[cms.digestOid];
  const stated = cms.attributes.get(OID.messageDigest);
  if (digest === undefined) return `the digest algorithm ${cms.digestOid} is weak or unknown.`;
  return stated?.tag === TAG.octetString && sameBytes(stated.value, createHash(digest).update(content).digest())
    ? null
    : 'its content was changed after it was signed.';
}

/** ESSCertID, by SHA-1 (RFC 3161, 2.4.2), or ESSCertIDv2 (RFC 5816). SHA-1 serves: nobody can choose both certificates. */
function bindingProblem(cms: CmsSignature): string | null {
  if (cms.attributes.has(OID.signingCertificateV2)) {
    // Only the first one is the authority's; the others are whatever it sends along.
    return checkBinding({ ...cms, certificates: cms.certificates.slice(0, 1) }, true);
  }
  const listed = cms.attributes.get(OID.signingCertificate)?.children[0]?.children[0]?.children[0];
  const own = createHash('sha1')
    .update(cms.certificates[0] ?? new Uint8Array())
    .digest();
  return listed?.tag === TAG.octetString && sameBytes(listed.value, own) ? null : 'it does not name its certificate.';
}

/** RFC 3161, 2.3: critical, timeStamping, and nothing else. */
function isForTimestamps(certificate: Uint8Array): boolean {
  const extensions = readDer(certificate).children[0]?.children.find(({ tag }) => tag === EXTENSIONS)?.children[0]?.children ?? [];
  const usage = extensions.find(({ children }) => children[0]?.oid === OID.extendedKeyUsage);
  const critical = usage?.children[1]?.tag === BOOLEAN && usage.children[1].value[0] === 0xff;
  const purposes = critical ? readDer(usage.children[2]?.value ?? new Uint8Array()).children : [];
  return purposes.length === 1 && purposes[0]?.oid === OID.timeStamping;
}

function no(words: string): TimestampCheck {
  return { ok: false, words, at: null, authority: null, others: [], trust: null };
}
