/** A detached CMS signature that stands by itself, over bytes that stand elsewhere. */
import type { SignatureVerification } from '../../contract/report.ts';
import { readCms } from './cms.ts';
import { DerError } from './der.ts';
import { judgeSignature } from './judge-signature.ts';

export type Detached = Pick<SignatureVerification, 'intact' | 'valid' | 'trusted' | 'timestamp' | 'signer' | 'certificateSha256'>;

export interface DetachedAround {
  /** When it was made, as its maker says. */
  readonly statedAt: Date | null;
  /** PEM of the authorities that are trusted. */
  readonly anchors: readonly string[];
}

export async function verifyDetached(bytes: Uint8Array, content: Uint8Array, { statedAt, anchors }: DetachedAround): Promise<Detached> {
  try {
    const cms = readCms(bytes);
    return await judgeSignature(cms, { signed: [content], bound: true, statedAt, anchors, validation: null });
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    const check = { ok: false, words: `The signature cannot be read: ${error.message}.` };
    return { intact: check, valid: check, trusted: check, timestamp: null, signer: null, certificateSha256: null };
  }
}
