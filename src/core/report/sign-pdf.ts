/** Puts the signature into the hole that addSignatureField left. */
import { Signer, SignPdf } from '@signpdf/signpdf';
import { signDetached, type Stamper } from './cms.ts';
import type { Identity } from './identity.ts';

class CmsSigner extends Signer {
  readonly #identity: Identity;
  readonly #stamp: Stamper | null;

  constructor(identity: Identity, stamp: Stamper | null) {
    super();
    this.#identity = identity;
    this.#stamp = stamp;
  }

  override async sign(pdfBytes: Buffer): Promise<Buffer> {
    return Buffer.from(await signDetached(pdfBytes, this.#identity, this.#stamp));
  }
}

/** @param pdf a document with one signature field, not yet filled. */
export async function signPdf(pdf: Uint8Array, identity: Identity, stamp: Stamper | null = null): Promise<Uint8Array> {
  return new Uint8Array(await new SignPdf().sign(Buffer.from(pdf), new CmsSigner(identity, stamp)));
}
