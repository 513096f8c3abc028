/** Whether a PDF is a report of a case: one that is named, or the one in whose folder it lies. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../base/failure.ts';
import { sha256Hex } from '../base/node/sha256.ts';
import type { Application } from '../core/application.ts';
import type { Report } from '../contract/report.ts';

/** The case folder in whose `reports/` this path lies, or null. */
export function caseAround(path: string): string | null {
  const reports = dirname(path);
  return basename(reports) === 'reports' && existsSync(join(dirname(reports), 'case.sqlite')) ? dirname(reports) : null;
}

/** Opens the case and finds the report with these bytes; throws REPORT_NOT_FOUND where it has none. */
export async function reportWithBytes(app: Application, folder: string, pdf: Uint8Array): Promise<Report> {
  const { reports } = await app.openCaseAt(folder);
  const sha256 = sha256Hex(pdf);
  const found = reports.find((report) => report.sha256 === sha256);
  if (found === undefined) throw new Failure('REPORT_NOT_FOUND', `no report of ${folder} has the SHA-256 ${sha256}`);
  return found;
}
