/** Signed reports of every level, made by an authority of the test's own, and what is needed to sign more of them. */
import { join } from 'node:path';
import type { PdfVerification, WantedLevel } from '../../src/contract/report.ts';
import { countersign } from '../../src/core/report/countersign.ts';
import type { Identity } from '../../src/core/report/identity.ts';
import { signAtLevel, type Aim } from '../../src/core/report/sign-at-level.ts';
import { verifyPdf } from '../../src/verify/pdf/verify-pdf.ts';
import { probeInData } from './report-fixture.ts';
import { unsignedPdf } from './signed-pdf.ts';
import { testAuthority, type TestAuthority } from './test-authority.ts';

export interface SignedReports {
  readonly authority: TestAuthority;
  readonly signer: Identity;
  /** At B-T. */
  readonly stamped: Uint8Array;
  /** At B-LT. */
  readonly lasting: Uint8Array;
  /** At B-LT and countersigned at B-B. */
  readonly both: Uint8Array;
  /** An unsigned report of the signer's, whose attached data say that it was to be signed at `level`. */
  readonly blank: (level: WantedLevel, at?: Date) => Promise<Uint8Array>;
  /** Attached data of a report at B-B in which ffprobe said `text` of the first item. */
  readonly attachedWith: (text: string) => string;
  readonly verify: (pdf: Uint8Array) => Promise<PdfVerification>;
}

/** Needs openssl. The caller closes `authority`. */
export async function signedReports(folder: string): Promise<SignedReports> {
  const authority = await testAuthority(join(folder, 'authority'));
  const signer = await authority.identity('signer');
  const aimAt = (level: WantedLevel): Aim => ({ level, timestampUrl: level === 'PAdES B-B' ? null : authority.tsaUrl, missed: null });
  const attached = (level: WantedLevel): string =>
    JSON.stringify({ format: 'penumbra-report/1', report: { id: 'R1' }, signature: { level, identity: signer.info } });
  const blank = (level: WantedLevel, at = new Date()): Promise<Uint8Array> => unsignedPdf(signer, at, true, attached(level));
  const report = async (level: WantedLevel): Promise<Uint8Array> =>
    new Uint8Array((await signAtLevel(await blank(level), signer, aimAt(level))).pdf);

  const stamped = await report('PAdES B-T');
  const lasting = await report('PAdES B-LT');
  const reviewer = { identity: await authority.identity('reviewer'), reason: 'Reviewed', at: new Date() };
  const { signed } = await countersign(lasting, { ...reviewer, aim: aimAt('PAdES B-B'), allowLowerLevel: false });
  return {
    authority,
    signer,
    stamped,
    lasting,
    both: new Uint8Array(signed.pdf),
    blank,
    attachedWith: (text) => JSON.stringify({ ...(JSON.parse(attached('PAdES B-B')) as object), ...probeInData(text) }),
    verify: (pdf) => verifyPdf(pdf, { trustAnchors: [authority.rootPem] }),
  };
}
