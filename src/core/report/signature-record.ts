/** What a record says of a signature that was made. */
import type { Report } from '../../contract/report.ts';
import type { Identity } from './identity.ts';
import type { Aim, Signed } from './sign-at-level.ts';

export function signatureRecord({ info }: Identity, aim: Aim, { timestampAtUtc }: Signed): Report['signature'] {
  const { timestampUrl, missed } = aim;
  return {
    level: aim.level,
    signer: info.subject,
    selfSigned: info.selfSigned,
    ...(timestampAtUtc === null || timestampUrl === null ? {} : { timestamp: { atUtc: timestampAtUtc, url: timestampUrl } }),
    ...(missed === null ? {} : { missed }),
  };
}
