/** Lets the independent verifier look at the stored file of a report. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ReportCheck } from '../../contract/report.ts';
import { Failure } from '../../base/failure.ts';
import { verifyPdf } from '../../verify/pdf/verify-pdf.ts';
import type { Context } from '../context.ts';

/** @throws Failure REPORT_NOT_FOUND, or PDF_UNREADABLE when what lies there is no PDF any more. */
export async function checkReport(context: Context, reportId: string): Promise<ReportCheck> {
  const { store } = context.current();
  const { sha256 } = store.report(reportId);
  const bytes = await readReport(store.reportPath(reportId), reportId);
  return {
    pdf: await verifyPdf(bytes),
    asRecorded: createHash('sha256').update(bytes).digest('hex') === sha256,
    checkedAtUtc: context.ports.now().toISOString(),
  };
}

/** @throws Failure REPORT_NOT_FOUND */
export async function readReport(path: string, reportId: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Failure('REPORT_NOT_FOUND', reportId, { cause: error });
  }
}
