/** What a fetched list of revoked certificates says of one of them; the independent check examines the list's signature. */
import type { X509Certificate } from 'node:crypto';
import { Certificate, CertificateRevocationList } from 'pkijs';

export function crlStatus(
  der: Uint8Array<ArrayBuffer>,
  certificate: X509Certificate,
  issuer: X509Certificate,
): 'good' | 'revoked' | 'unusable' {
  let list: CertificateRevocationList;
  try {
    list = CertificateRevocationList.fromBER(der);
  } catch {
    // Whatever stands at that address is no list: the caller says so.
    return 'unusable';
  }
  const above = Certificate.fromBER(new Uint8Array(issuer.raw));
  if (!list.issuer.isEqual(above.subject) || list.nextUpdate === undefined || list.nextUpdate.value < new Date()) return 'unusable';
  return list.isCertificateRevoked(Certificate.fromBER(new Uint8Array(certificate.raw))) ? 'revoked' : 'good';
}
