/** Where a certificate says that one can ask about it (RFC 5280, 4.2.1.13 and 4.2.2.1). */
import type { X509Certificate } from 'node:crypto';
import { Certificate, type CRLDistributionPoints, type GeneralName, type InfoAccess } from 'pkijs';

export interface Places {
  readonly ocsp: readonly string[];
  readonly crls: readonly string[];
  /** Of the issuer's own certificate. */
  readonly issuers: readonly string[];
  /** id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1). */
  readonly noCheck: boolean;
}

const OID = {
  authorityInfo: '1.3.6.1.5.5.7.1.1',
  ocsp: '1.3.6.1.5.5.7.48.1',
  issuers: '1.3.6.1.5.5.7.48.2',
  lists: '2.5.29.31',
  noCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;
/** GeneralName of the kind uniformResourceIdentifier. */
const URI = 6;

export function placesOf(certificate: X509Certificate): Places {
  const extensions = Certificate.fromBER(new Uint8Array(certificate.raw)).extensions ?? [];
  const parsed = (type: string): unknown => extensions.find(({ extnID }) => extnID === type)?.parsedValue;
  const access = (parsed(OID.authorityInfo) as InfoAccess | undefined)?.accessDescriptions ?? [];
  const at = (method: string): string[] => access.flatMap((one) => (one.accessMethod === method ? addressOf(one.accessLocation) : []));
  const points = (parsed(OID.lists) as CRLDistributionPoints | undefined)?.distributionPoints ?? [];
  return {
    ocsp: at(OID.ocsp),
    issuers: at(OID.issuers),
    crls: points.flatMap(({ distributionPoint }) => (Array.isArray(distributionPoint) ? distributionPoint.flatMap(addressOf) : [])),
    noCheck: extensions.some(({ extnID }) => extnID === OID.noCheck),
  };
}

/** Directory addresses (ldap) are of no use here. */
function addressOf(name: GeneralName): string[] {
  const value: unknown = name.value;
  return name.type === URI && typeof value === 'string' && /^https?:\/\//.test(value) ? [value] : [];
}
