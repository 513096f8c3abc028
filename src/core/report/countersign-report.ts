/** A reviewer signs an exported report: a new file beside the first, and in one act its record and its custody entry. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewCountersignature, Report } from '../../contract/report.ts';
import { assert } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import { entryFor } from '../../store/entries.ts';
import type { Context } from '../context.ts';
import { SettingsFile } from '../settings/settings.ts';
import { readReport } from './check-report.ts';
import { countersign } from './countersign.ts';
import { assertInForce, commonName } from './identity.ts';
import { ownIdentity } from './own-identity.ts';
import { firstAim } from './sign-at-level.ts';
import { signatureRecord } from './signature-record.ts';

/** Read-only, as the first one. */
const FILE_MODE = 0o444;

/**
 * Callers must not run it beside an export of the same case: the file is named before it is recorded.
 * @throws Failure REPORT_NOT_FOUND, REPORT_ALTERED, IDENTITY_UNREADABLE, IDENTITY_UNUSABLE, and what countersign throws
 */
export async function countersignReport(context: Context, input: NewCountersignature): Promise<Report> {
  const { store, folder, actor } = context.current();
  const first = store.report(input.reportId);
  const aim = firstAim(input, await new SettingsFile(context.ports.dataFolder).signing());
  const identity = await ownIdentity(context, input.identity);
  const at = context.ports.now();
  assertInForce(identity, at);
  const pdf = await readReport(store.reportPath(first.id), first.id);
  if (sha256Hex(pdf) !== first.sha256) throw new Failure('REPORT_ALTERED', first.id);
  const { signed, reached } = await countersign(pdf, {
    identity,
    reason: input.reason,
    at,
    aim,
    allowLowerLevel: input.allowLowerLevel === true,
  });
  const id = store.nextReportId();
  const path = `reports/${id}.pdf`;
  await atomicWrite(join(folder, path), signed.pdf, FILE_MODE);
  try {
    return store.act(
      (report: Report) => entryFor.reportCountersigned(commonName(identity), actor, identity.info.sha256, report),
      (tx) => {
        const report = tx.addReport({
          path,
          sha256: sha256Hex(signed.pdf),
          sizeBytes: signed.pdf.length,
          pages: first.pages,
          signature: signatureRecord(identity, reached, signed, { countersigns: first.id, reason: input.reason }),
          ledgerHead: first.ledgerHead,
        });
        assert(report.id === id, 'the file is named after its record');
        return report;
      },
    );
  } catch (error) {
    await rm(join(folder, path), { force: true });
    throw error;
  }
}
