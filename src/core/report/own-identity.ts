/** Whom a person signs as: a container that is handed over for this once, or the examiner's identity while it is unlocked. */
import type { OwnIdentity } from '../../contract/report.ts';
import type { Context } from '../context.ts';
import { openIdentity, type Identity } from './identity.ts';

/** @throws Failure IDENTITY_LOCKED, IDENTITY_UNREADABLE, IDENTITY_UNUSABLE */
export async function ownIdentity(context: Context, wanted: OwnIdentity): Promise<Identity> {
  if (wanted === 'sitting') return context.identity();
  return openIdentity(Buffer.from(wanted.pkcs12Base64, 'base64'), wanted.passphrase);
}
