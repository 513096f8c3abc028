/** The certificates that a timestamp token carries, its signer's first. */
import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { names } from './check-token.ts';

export function certificatesOf(token: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const signed = new SignedData({ schema: ContentInfo.fromBER(token).content as unknown });
  const certificates = (signed.certificates ?? []).filter((one): one is Certificate => one instanceof Certificate);
  const [signer] = signed.signerInfos;
  const own = certificates.filter((one) => signer !== undefined && names(signer, one));
  const ordered = [...own, ...certificates.filter((one) => !own.includes(one))];
  return ordered.map((one) => new Uint8Array(one.toSchema().toBER()));
}
