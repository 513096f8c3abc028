/** Checks the timestamp over a signature (RFC 3161): is it over this signature, is it signed by an authority for timestamps, and what time does it state? */
import { readAlgorithm } from './algorithm.ts';
import { sameBytes } from './bytes.ts';
import { DIGESTS, readCertificate, type Certificate } from './certificate.ts';
import { readCms, type CmsSignature } from './cms.ts';
import { digest } from './crypto.ts';
import { DerError, expectTag, readDer, TAG, type Der } from './der.ts';
import { checkBinding, valueProblem } from './signature-value.ts';
import { GENERALIZED_TIME, readTime } from './time.ts';
import { checkTrust, inForce, type Check, type Trust } from './trust.ts';

export interface TimestampCheck extends Check {
  readonly at: Date | null;
  readonly authority: Certificate | null;
  readonly others: readonly Certificate[];
  readonly trust: Trust | null;
}

const OID = {
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;

/** @param signature the value that the timestamp must be over. */
export async function checkTimestamp(token: Der, signature: Uint8Array, anchors: readonly string[]): Promise<TimestampCheck> {
  try {
    return await check(readCms(token.raw, { contentOid: OID.tstInfo }), signature, anchors);
  } catch (error) {
    if (error instanceof DerError) return no(`The timestamp cannot be read: ${error.message}.`);
    throw error;
  }
}

async function check(cms: CmsSignature, signature: Uint8Array, anchors: readonly string[]): Promise<TimestampCheck> {
  const content = cms.content ?? new Uint8Array();
  const info = readInfo(content);
  const [own] = cms.certificates;
  const authority = own === undefined ? null : readCertificate(own);
  if (own === undefined || authority === null) return no('The certificate of the timestamp cannot be read.');
  const name = DIGESTS[info.digestOid];
  if (name === undefined) return no(`The timestamp uses the digest ${info.digestOid}, which is weak or unknown.`);
  if (!sameBytes(info.imprint, await digest(name, signature))) return no('The timestamp is over something else than this signature.');
  const wrong = (await contentProblem(cms, content)) ?? (await valueProblem(cms, authority, OID.tstInfo)) ?? (await bindingProblem(cms));
  if (wrong !== null) return no(`The timestamp does not hold: ${wrong}`);
  if (!isForTimestamps(authority)) return no('The certificate of the timestamp is not one for timestamps alone.');
  if (!inForce(authority, info.at)) return no('The certificate of the timestamp was not in force at the time that it states.');
  const others = cms.certificates.slice(1).flatMap((der) => readCertificate(der) ?? []);
  return {
    ok: true,
    words: `${authority.subject} saw this signature at ${info.at.toISOString()} (policy ${info.policy}).`,
    at: info.at,
    authority,
    others,
    trust: await checkTrust(authority, others, anchors, info.at),
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

async function contentProblem(cms: CmsSignature, content: Uint8Array): Promise<string | null> {
  const name = DIGESTS[cms.digestOid];
  const stated = cms.attributes.get(OID.messageDigest);
  if (name === undefined) return `the digest algorithm ${cms.digestOid} is weak or unknown.`;
  return stated?.tag === TAG.octetString && sameBytes(stated.value, await digest(name, content))
    ? null
    : 'its content was changed after it was signed.';
}

/** ESSCertID, by SHA-1 (RFC 3161, 2.4.2), or ESSCertIDv2 (RFC 5816). SHA-1 serves: nobody can choose both certificates. */
async function bindingProblem(cms: CmsSignature): Promise<string | null> {
  if (cms.attributes.has(OID.signingCertificateV2)) {
    // Only the first one is the authority's; the others are whatever it sends along.
    return await checkBinding({ ...cms, certificates: cms.certificates.slice(0, 1) }, true);
  }
  const listed = cms.attributes.get(OID.signingCertificate)?.children[0]?.children[0]?.children[0];
  const own = await digest('sha1', cms.certificates[0] ?? new Uint8Array());
  return listed?.tag === TAG.octetString && sameBytes(listed.value, own) ? null : 'it does not name its certificate.';
}

/** RFC 3161, 2.3: critical, timeStamping, and nothing else. */
function isForTimestamps({ purposes: { critical, oids } }: Certificate): boolean {
  return critical && oids.length === 1 && oids[0] === OID.timeStamping;
}

function no(words: string): TimestampCheck {
  return { ok: false, words, at: null, authority: null, others: [], trust: null };
}
