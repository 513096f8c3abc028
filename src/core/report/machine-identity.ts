/** The identity that this machine makes for itself when it first signs, and keeps beside its settings. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { Failure } from '../../base/failure.ts';
import { openIdentity, type Identity } from './identity.ts';
import { createSelfSignedIdentity } from './self-signed.ts';
import { readIdentityFile } from './read-identity-file.ts';

const CONTAINER = 'identity.p12';
const PASSPHRASE = 'identity.passphrase';
const COMMON_NAME = 'Penumbra machine identity (self-made)';

/** Two reports at once must not make two identities. */
const underway = new Map<string, Promise<Identity>>();

/**
 * Opens the machine's identity, making it at first need.
 * @throws Failure IDENTITY_UNREADABLE when one of its two files is missing or damaged: it is never replaced silently.
 */
export async function machineIdentity(dataFolder: string, now: () => Date): Promise<Identity> {
  const running = underway.get(dataFolder);
  if (running !== undefined) return running;
  const started = openOrMake(dataFolder, now).finally(() => underway.delete(dataFolder));
  underway.set(dataFolder, started);
  return started;
}

/** The same, but `null` where none was made yet. */
export async function existingMachineIdentity(dataFolder: string): Promise<Identity | null> {
  const [container, passphrase] = await Promise.all([
    readIdentityFile(join(dataFolder, CONTAINER)),
    readIdentityFile(join(dataFolder, PASSPHRASE)),
  ]);
  if (container === null) return null;
  if (passphrase === null) throw new Failure('IDENTITY_UNREADABLE', `${PASSPHRASE} is missing`);
  return openIdentity(container, passphrase.toString('utf8').trim());
}

async function openOrMake(dataFolder: string, now: () => Date): Promise<Identity> {
  const existing = await existingMachineIdentity(dataFolder);
  if (existing !== null) return existing;
  const passphrase = randomBytes(32).toString('base64url');
  const container = await createSelfSignedIdentity({ commonName: COMMON_NAME, passphrase, now: now() });
  makeFolder(dataFolder);
  // The passphrase first: a crash between the two leaves no container that nobody can open.
  await atomicWrite(join(dataFolder, PASSPHRASE), `${passphrase}\n`, 0o600);
  await atomicWrite(join(dataFolder, CONTAINER), container, 0o600);
  return openIdentity(container, passphrase);
}
