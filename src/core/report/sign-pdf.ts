/** Puts the signature into the hole that addSignatureField left. */
import { Signer, SignPdf } from '@signpdf/signpdf';
import { signDetached } from './cms.ts';
import type { Identity } from './identity.ts';

class CmsSigner extends Signer {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    super();
    this.#identity = identity;
  }

  override async sign(pdfBytes: Buffer): Promise<Buffer> {
    return Buffer.from(await signDetached(pdfBytes, this.#identity));
  }
}

/** @param pdf a document with one signature field, not yet filled. */
export async function signPdf(pdf: Uint8Array, identity: Identity): Promise<Uint8Array> {
  return new Uint8Array(await new SignPdf().sign(Buffer.from(pdf), new CmsSigner(identity)));
}
