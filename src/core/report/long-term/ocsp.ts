/** Asks a responder about one certificate (OCSP, RFC 6960); the independent check examines the answer's signature. */
import type { X509Certificate } from 'node:crypto';
import { BasicOCSPResponse, Certificate, OCSPRequest, OCSPResponse } from 'pkijs';
import { Failure } from '../../../base/failure.ts';
import { askAuthority } from '../ask-authority.ts';
import { nameOnOneLine } from '../identity.ts';

export interface OcspAnswer {
  readonly der: Uint8Array;
  /** Certificates that the answer carries: of who signed it, where that is not the issuer. */
  readonly responders: readonly Uint8Array[];
}

const LIMIT_BYTES = 100_000;
const GOOD = 0;
const REVOKED = 1;

/** @throws Failure REVOCATION_UNREACHABLE, REVOCATION_INCOMPLETE, CERTIFICATE_REVOKED */
export async function askOcsp(url: string, certificate: X509Certificate, issuer: X509Certificate, limitMs: number): Promise<OcspAnswer> {
  const [about, above] = [certificate, issuer].map(({ raw }) => Certificate.fromBER(new Uint8Array(raw)));
  if (about === undefined || above === undefined) throw new Failure('REVOCATION_INCOMPLETE');
  const question = new OCSPRequest();
  // Responders that keep ready-made answers know certificates by SHA-1; no secret hangs on it.
  await question.createForCertificate(about, { hashAlgorithm: 'SHA-1', issuerCertificate: above });
  const der = await askAuthority(
    {
      url,
      body: { type: 'application/ocsp-request', bytes: new Uint8Array(question.toSchema(true).toBER()) },
      answerType: 'application/ocsp-response',
      limitBytes: LIMIT_BYTES,
      limitMs,
    },
    'REVOCATION_UNREACHABLE',
  );
  const { state, responders } = await read(der, about, above).catch((cause: unknown) => {
    throw new Failure('REVOCATION_INCOMPLETE', `${url} gives no answer that can be read`, { cause });
  });
  if (state === REVOKED) throw new Failure('CERTIFICATE_REVOKED', nameOnOneLine(certificate.subject));
  if (state !== GOOD) throw new Failure('REVOCATION_INCOMPLETE', `${url} does not know ${nameOnOneLine(certificate.subject)}`);
  return { der, responders };
}

async function read(der: Uint8Array<ArrayBuffer>, about: Certificate, above: Certificate) {
  const response = OCSPResponse.fromBER(der);
  const { status } = await response.getCertificateStatus(about, above);
  const bytes = response.responseBytes?.response.valueBlock.valueHexView ?? new Uint8Array();
  const basic = BasicOCSPResponse.fromBER(new Uint8Array(bytes));
  return { state: status, responders: (basic.certs ?? []).map((one) => new Uint8Array(one.toSchema().toBER())) };
}
