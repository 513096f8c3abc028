/** Asks an RFC 3161 authority for a timestamp over a signature. Only a SHA-256 of the signature and a random number leave the machine. */
import { createHash, randomBytes } from 'node:crypto';
import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq, TimeStampResp } from 'pkijs';
import { Failure } from '../../../base/failure.ts';
import { askAuthority } from '../ask-authority.ts';
import { checkToken } from './check-token.ts';

export interface Timestamp {
  /** DER of the token (CMS SignedData over TSTInfo). */
  readonly token: Uint8Array<ArrayBuffer>;
  readonly atUtc: string;
}

const SHA256 = '2.16.840.1.101.3.4.2.1';
/** Granted, and granted with modifications (RFC 3161, 2.4.2). */
const GRANTED: readonly number[] = [0, 1];
/** A token with a chain of certificates takes 2 to 8 kB. */
const LIMIT_BYTES = 65_536;
/** Public authorities answer within a second; slower ones are asked again by the examiner, not by a longer wait. */
const LIMIT_MS = 20_000;
/** What the hole in the PDF has room for. */
export const TOKEN_ROOM = 16_384;

/** @throws Failure TIMESTAMP_UNREACHABLE, TIMESTAMP_REFUSED, TIMESTAMP_INVALID */
export async function requestTimestamp(url: string, signature: Uint8Array, limitMs = LIMIT_MS): Promise<Timestamp> {
  const imprint = createHash('sha256').update(signature).digest();
  // Positive, and so long that no earlier answer can fit.
  const nonce = Buffer.concat([Buffer.from([0x4e]), randomBytes(15)]);
  const query = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
      hashedMessage: new OctetString({ valueHex: new Uint8Array(imprint) }),
    }),
    nonce: new Integer({ valueHex: new Uint8Array(nonce) }),
    certReq: true,
  });
  const answer = await askAuthority(
    {
      url,
      body: { type: 'application/timestamp-query', bytes: new Uint8Array(query.toSchema().toBER()) },
      answerType: 'application/timestamp-reply',
      limitBytes: LIMIT_BYTES,
      limitMs,
    },
    'TIMESTAMP_UNREACHABLE',
  );
  const token = readAnswer(answer);
  if (token.length > TOKEN_ROOM) throw new Failure('TIMESTAMP_INVALID', `the token has ${String(token.length)} bytes`);
  return { token, atUtc: checkToken(token, { imprint, nonce }).toISOString() };
}

function readAnswer(answer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let response: TimeStampResp;
  try {
    response = TimeStampResp.fromBER(answer);
  } catch (error) {
    throw new Failure('TIMESTAMP_INVALID', 'the answer cannot be read', { cause: error });
  }
  const { status, statusStrings, failInfo } = response.status;
  if (!GRANTED.includes(status)) {
    const words = statusStrings?.map(({ valueBlock }) => valueBlock.value).join(' ') ?? '';
    const bits = failInfo === undefined ? '' : `, failure bits ${Buffer.from(failInfo.valueBlock.valueHexView).toString('hex')}`;
    throw new Failure('TIMESTAMP_REFUSED', `status ${String(status)}${bits}${words === '' ? '' : `: ${words.slice(0, 200)}`}`);
  }
  if (response.timeStampToken === undefined) throw new Failure('TIMESTAMP_INVALID', 'the answer holds no token');
  return new Uint8Array(response.timeStampToken.toSchema().toBER());
}
