/** What a record says of a signature that was made. */
import type { Report } from '../../contract/report.ts';
import type { ReportId } from '../../contract/values.ts';
import type { Identity } from './identity.ts';
import type { Aim, Signed } from './sign-at-level.ts';

/** @param behind of a further signature: the report whose copy it stands in, and its words. */
export function signatureRecord(
  { info }: Identity,
  aim: Aim,
  { timestampAtUtc }: Signed,
  behind?: { readonly countersigns: ReportId; readonly reason: string },
): Report['signature'] {
  const { timestampUrl, missed } = aim;
  return {
    level: aim.level,
    signer: info.subject,
    selfSigned: info.selfSigned,
    ...(timestampAtUtc === null || timestampUrl === null ? {} : { timestamp: { atUtc: timestampAtUtc, url: timestampUrl } }),
    ...(missed === null ? {} : { missed }),
    ...behind,
  };
}
