/** Exported reports: reading and, inside an act, writing. The file itself lies under reports/ before the act. */
import { join } from 'node:path';
import * as z from 'zod';
import { assert } from '../base/assert.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { Failure } from '../base/failure.ts';
import { Report } from '../contract/report.ts';
import { ReportId } from '../contract/values.ts';
import type { Connection } from './connection.ts';
import type { NewReportRecord } from './records.ts';
import { integer, json, parsed, text, type Row } from './rows.ts';
import { nextId, peekId, type Stamp } from './stamp.ts';

export function reportReader(connection: Connection, folder: string) {
  const rowOf = (reportId: string): Row => {
    const row = connection.get('SELECT * FROM reports WHERE id = ?', reportId);
    if (row === undefined) throw new Failure('REPORT_NOT_FOUND', reportId);
    return row;
  };
  return {
    reports: (): Report[] => connection.all('SELECT * FROM reports ORDER BY number').map(toReport),
    report: (reportId: string): Report => toReport(rowOf(reportId)),
    reportPath: (reportId: string): string => join(folder, text(rowOf(reportId), 'path')),
    nextReportId: (): string => peekId(connection, 'R'),
  };
}

export function addReport(connection: Connection, stamp: Stamp, report: NewReportRecord): Report {
  assert(/^reports\/[A-Za-z0-9._-]+$/.test(report.path), 'a report outside reports/');
  const { id, number } = nextId(connection, 'R');
  connection.run(
    `INSERT INTO reports (id, number, created_at_utc, path, sha256, size_bytes, pages, signature_json, ledger_head, entry_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    number,
    stamp.atUtc,
    report.path,
    report.sha256,
    report.sizeBytes,
    report.pages,
    canonicalJson(z.json().parse(report.signature)),
    report.ledgerHead,
    stamp.entrySeq,
  );
  return reportReader(connection, '').report(id);
}

const toReport = (row: Row): Report => ({
  id: parsed(row, 'id', ReportId),
  createdAtUtc: text(row, 'created_at_utc'),
  sha256: text(row, 'sha256'),
  sizeBytes: integer(row, 'size_bytes'),
  pages: integer(row, 'pages'),
  signature: json(row, 'signature_json', Report.shape.signature),
  ledgerHead: text(row, 'ledger_head'),
});
