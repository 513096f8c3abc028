/** Signs the head of the ledger: whoever writes the history before it anew needs the key as well. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { assert } from '../../base/assert.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { Failure } from '../../base/failure.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import type { Seal } from '../../contract/custody.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { entryFor } from '../../store/entries.ts';
import { verifyDetached } from '../../verify/pdf/verify-detached.ts';
import type { OpenCase } from '../context.ts';
import { signDetached } from '../report/cms.ts';
import { assertInForce, type Identity } from '../report/identity.ts';
import { requestTimestamp } from '../report/timestamp/request-timestamp.ts';

/** Read-only: a seal is never written twice. */
const FILE_MODE = 0o444;

/** An authority that fails today is no reason to have no seal: it is made without a timestamp, and says so. */
const WITHOUT_TIMESTAMP: readonly ErrorCode[] = ['TIMESTAMP_UNREACHABLE', 'TIMESTAMP_REFUSED', 'TIMESTAMP_INVALID'];

export interface SealWish {
  readonly identity: Identity;
  readonly at: Date;
  /** `null`: nothing leaves this machine. */
  readonly timestampUrl: string | null;
  /** How long the authority is waited for; as for a report when absent. */
  readonly limitMs?: number;
}

/**
 * The signature over the statement of the head lies in the case folder; the entry after it names the file and its hash.
 * @throws Failure IDENTITY_UNUSABLE
 */
export async function sealHead({ store, folder, actor }: OpenCase, wish: SealWish): Promise<Seal> {
  const { identity, at } = wish;
  assertInForce(identity, at);
  const head = store.head();
  const caseId = store.info().id;
  const statement = Buffer.from(canonicalJson({ format: 'penumbra-seal/1', caseId, seq: head.seq, hash: head.hash }));
  const { cms, timestamp, missed } = await signed(statement, wish);
  const check = await verifyDetached(cms, statement, { statedAt: at, anchors: [] });
  assert(check.intact.ok && check.valid.ok, `the seal just made does not verify: ${check.valid.words}`);
  const path = `seals/${String(head.seq).padStart(6, '0')}.p7s`;
  const seal: Seal = {
    path,
    sha256: sha256Hex(cms),
    sizeBytes: cms.length,
    seq: head.seq,
    ledgerHead: head.hash,
    signer: identity.info.subject,
    selfSigned: identity.info.selfSigned,
    certificateSha256: identity.info.sha256,
    timestamp,
    missed,
  };
  makeFolder(join(folder, 'seals'));
  await atomicWrite(join(folder, path), cms, FILE_MODE);
  try {
    store.note(entryFor.caseSealed(actor, caseId, seal));
  } catch (error) {
    await rm(join(folder, path), { force: true });
    throw error;
  }
  return seal;
}

interface Signed {
  readonly cms: Uint8Array;
  readonly timestamp: Seal['timestamp'];
  readonly missed: Seal['missed'];
}

async function signed(statement: Uint8Array, { identity, timestampUrl, limitMs }: SealWish): Promise<Signed> {
  if (timestampUrl === null) return { cms: await signDetached(statement, identity), timestamp: null, missed: null };
  let atUtc = '';
  try {
    const cms = await signDetached(statement, identity, async (signature) => {
      const stamp = await requestTimestamp(timestampUrl, signature, limitMs);
      atUtc = stamp.atUtc;
      return stamp.token;
    });
    return { cms, timestamp: { atUtc, url: timestampUrl }, missed: null };
  } catch (error) {
    if (!(error instanceof Failure) || !WITHOUT_TIMESTAMP.includes(error.code)) throw error;
    return { cms: await signDetached(statement, identity), timestamp: null, missed: error.code };
  }
}
