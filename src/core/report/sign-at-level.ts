/** Signs a PDF at exactly one level, or not at all: a level is never lowered in silence. */
import type { Report, SigningSettings, WantedLevel } from '../../contract/report.ts';
import { assert } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { verifyPdf } from '../../verify/pdf/verify-pdf.ts';
import { appendValidationData } from './append/add-validation-data.ts';
import { signatureRoom } from './cms.ts';
import type { Identity } from './identity.ts';
import { gatherValidation } from './long-term/gather.ts';
import { signPdf } from './sign-pdf.ts';
import { requestTimestamp, type Timestamp } from './timestamp/request-timestamp.ts';
import { certificatesOf } from './timestamp/token-certificates.ts';

type Missed = NonNullable<Report['signature']['missed']>;

/** What is to be reached, and what was tried before and could not be. */
export interface Aim {
  readonly level: WantedLevel;
  /** Not null above B-B. */
  readonly timestampUrl: string | null;
  readonly missed: Missed | null;
}

export interface Signed {
  readonly pdf: Uint8Array;
  /** Of the trusted time, where there is one. */
  readonly timestampAtUtc: string | null;
}

export interface LevelWish {
  readonly level?: WantedLevel | undefined;
  readonly timestampUrl?: string | undefined;
  readonly allowLowerLevel?: boolean | undefined;
}

const LOWER: Readonly<Record<WantedLevel, WantedLevel | null>> = { 'PAdES B-LT': 'PAdES B-T', 'PAdES B-T': 'PAdES B-B', 'PAdES B-B': null };

/** What depends on other machines and may be missing today. A revoked certificate is none of these. */
const NOT_REACHED: readonly ErrorCode[] = [
  'TIMESTAMP_UNREACHABLE',
  'TIMESTAMP_REFUSED',
  'TIMESTAMP_INVALID',
  'REVOCATION_UNREACHABLE',
  'REVOCATION_INCOMPLETE',
  'SIGNATURE_LEVEL_MISSED',
];

/** @throws Failure TIMESTAMP_NOT_CONFIGURED */
export function firstAim(wish: LevelWish, settings: SigningSettings): Aim {
  const level = wish.level ?? (wish.timestampUrl !== undefined && settings.level === 'PAdES B-B' ? 'PAdES B-T' : settings.level);
  const timestampUrl = level === 'PAdES B-B' ? null : (wish.timestampUrl ?? settings.timestampUrl);
  if (level !== 'PAdES B-B' && timestampUrl === null) throw new Failure('TIMESTAMP_NOT_CONFIGURED', level);
  return { level, timestampUrl, missed: null };
}

/**
 * Runs `attempt` for the level that was asked for and, only where that was allowed, for the ones below. Each attempt
 * draws its pages anew, so that what they say of the level is what was reached.
 */
export async function atReachableLevel<T>(first: Aim, allowLower: boolean, attempt: (aim: Aim) => Promise<T>): Promise<T> {
  for (let aim = first; ;) {
    try {
      return await attempt(aim);
    } catch (error) {
      const level = LOWER[aim.level];
      if (!allowLower || level === null || !(error instanceof Failure) || !NOT_REACHED.includes(error.code)) throw error;
      const missed: Missed = aim.missed ?? { level: first.level, code: error.code };
      aim = { level, timestampUrl: level === 'PAdES B-B' ? null : aim.timestampUrl, missed };
    }
  }
}

/** Bytes that the hole must hold. */
export function roomFor(identity: Identity, aim: Aim): number {
  return signatureRoom(identity, aim.level !== 'PAdES B-B');
}

/**
 * @param pdf a document with one signature field that is not filled yet.
 * @throws Failure when the level cannot be reached; nothing was kept then.
 */
export async function signAtLevel(pdf: Uint8Array, identity: Identity, aim: Aim): Promise<Signed> {
  let timestamp: Timestamp | null = null;
  const { timestampUrl } = aim;
  const signed = await signPdf(
    pdf,
    identity,
    timestampUrl === null
      ? null
      : async (signature) => {
          timestamp = await requestTimestamp(timestampUrl, signature);
          return timestamp.token;
        },
  );
  const stamp = timestamp as Timestamp | null;
  assert((stamp === null) === (aim.level === 'PAdES B-B'), 'a level above B-B has a timestamp');
  const finished = aim.level === 'PAdES B-LT' && stamp !== null ? await withValidation(signed, identity, stamp) : signed;
  await assertReached(finished, identity, aim.level);
  return { pdf: finished, timestampAtUtc: stamp?.atUtc ?? null };
}

async function withValidation(pdf: Uint8Array, identity: Identity, { token }: Timestamp): Promise<Uint8Array> {
  const [authority, ...others] = certificatesOf(token);
  assert(authority !== undefined, 'checkToken found the certificate of the authority');
  const signer = new Uint8Array(identity.certificate.raw);
  return appendValidationData(pdf, await gatherValidation([signer, authority], [...identity.issuers, ...others]));
}

/** The document states its signature's level; the checker, which is other code, must agree before anybody reads it. */
async function assertReached(pdf: Uint8Array, identity: Identity, level: WantedLevel): Promise<void> {
  const { signatures } = await verifyPdf(pdf);
  const last = signatures.at(-1);
  assert(
    last?.intact.ok === true && last.valid.ok && last.wholeDocument.ok,
    `the document just signed does not verify: ${last?.valid.words ?? ''}`,
  );
  assert(last.certificateSha256 === identity.info.sha256, 'the signature found last is the one just made');
  if (last.level === level) return;
  throw new Failure(
    'SIGNATURE_LEVEL_MISSED',
    `${level} asked for, ${last.level} found. ${last.timestamp?.words ?? ''} ${last.revocation?.words ?? ''}`,
  );
}
