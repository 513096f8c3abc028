/** The examiner's PKCS#12 in the data folder, encrypted as it came, and beside it what its certificate says to everyone. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import { KeptIdentity, type ExaminerIdentity, type Standing } from '../../contract/sitting.ts';
import { commonName, openIdentity, type Identity } from '../report/identity.ts';
import { readIdentityFile } from '../report/read-identity-file.ts';

const CONTAINER = 'examiner.p12';
const DESCRIPTION = 'examiner.json';

/** How long before its end a certificate is spoken of: time enough to order another. Our choice. */
const SOON_MS = 30 * 24 * 60 * 60 * 1000;

/** @throws Failure IDENTITY_UNREADABLE, IDENTITY_UNUSABLE; what was kept before then stays. */
export async function keepIdentity(dataFolder: string, pkcs12: Uint8Array, passphrase: string, at: Date): Promise<void> {
  const identity = await openIdentity(pkcs12, passphrase);
  const kept: KeptIdentity = { format: 1, containerSha256: sha256Hex(pkcs12), identity: described(identity, at) };
  makeFolder(dataFolder);
  await atomicWrite(join(dataFolder, CONTAINER), pkcs12, 0o600);
  await atomicWrite(join(dataFolder, DESCRIPTION), `${JSON.stringify(kept, null, 2)}\n`, 0o600);
}

/** The description first: a container without one counts as none. */
export async function removeIdentity(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, DESCRIPTION), { force: true });
  await rm(join(dataFolder, CONTAINER), { force: true });
}

/** `null` where none was imported. @throws Failure IDENTITY_UNREADABLE */
export async function keptIdentity(dataFolder: string): Promise<ExaminerIdentity | null> {
  return (await readDescription(dataFolder))?.identity ?? null;
}

/** @throws Failure IDENTITY_NONE, IDENTITY_PASSPHRASE_WRONG, IDENTITY_UNREADABLE when the container is not the one that was imported */
export async function openKeptIdentity(dataFolder: string, passphrase: string): Promise<Identity> {
  const kept = await readDescription(dataFolder);
  if (kept === null) throw new Failure('IDENTITY_NONE');
  const pkcs12 = await readIdentityFile(join(dataFolder, CONTAINER));
  if (pkcs12 === null) throw new Failure('IDENTITY_UNREADABLE', `${CONTAINER} is missing`);
  if (sha256Hex(pkcs12) !== kept.containerSha256)
    throw new Failure('IDENTITY_UNREADABLE', `${CONTAINER} is not the file that was imported`);
  try {
    return await openIdentity(pkcs12, passphrase);
  } catch (error) {
    // It could be opened when it was imported, and is the same file: only the passphrase can be another.
    if (error instanceof Failure && error.code === 'IDENTITY_UNREADABLE')
      throw new Failure('IDENTITY_PASSPHRASE_WRONG', undefined, { cause: error });
    throw error;
  }
}

export function standingOf({ notBefore, notAfter }: Pick<ExaminerIdentity, 'notBefore' | 'notAfter'>, now: Date): Standing {
  const left = Date.parse(notAfter) - now.getTime();
  if (left < 0) return 'expired';
  if (now.getTime() < Date.parse(notBefore)) return 'not-yet';
  return left < SOON_MS ? 'expires-soon' : 'in-force';
}

function described(identity: Identity, at: Date): ExaminerIdentity {
  const { asymmetricKeyType, asymmetricKeyDetails } = identity.privateKey;
  const details = must(asymmetricKeyDetails, 'a private key has details');
  const key = asymmetricKeyType === 'rsa' ? `RSA, ${String(details.modulusLength)} bits` : `EC, ${String(details.namedCurve)}`;
  return { ...identity.info, commonName: commonName(identity), key, importedAtUtc: at.toISOString() };
}

async function readDescription(dataFolder: string): Promise<KeptIdentity | null> {
  const text = await readIdentityFile(join(dataFolder, DESCRIPTION));
  if (text === null) return null;
  try {
    return KeptIdentity.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    throw new Failure('IDENTITY_UNREADABLE', DESCRIPTION, { cause: error });
  }
}
