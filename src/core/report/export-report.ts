/** Makes a signed report of the open case, puts it into the case folder and records it. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DetectorCard } from '../../contract/analysis.ts';
import type { NewReport, Report } from '../../contract/report.ts';
import { assert } from '../../base/assert.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { entryFor } from '../../store/entries.ts';
import { verifyPdf } from '../../verify/pdf/verify-pdf.ts';
import type { Context } from '../context.ts';
import { signatureRoom } from './cms.ts';
import { collectReport } from './collect.ts';
import { assertInForce, openIdentity, type Identity } from './identity.ts';
import { renderReport } from './layout/render-report.ts';
import { machineIdentity } from './machine-identity.ts';
import type { PictureSources } from './pictures.ts';
import { addSignatureField } from './signature-field.ts';
import { signPdf } from './sign-pdf.ts';

/** Read-only, like an exhibit: a report is never written twice. */
const FILE_MODE = 0o444;

export interface ExportParts {
  readonly cards: readonly DetectorCard[];
  readonly pictures: PictureSources;
}

/**
 * Callers must not run two exports of one case at once: a report prints its own id before it is recorded.
 * @throws Failure REPORT_NOTHING_EXAMINED, IDENTITY_UNREADABLE, IDENTITY_UNUSABLE, CASE_NOT_OPEN
 */
export async function exportReport(context: Context, input: NewReport, parts: ExportParts): Promise<Report> {
  const { store, folder, actor } = context.current();
  const identity = await identityFor(context, input);
  const at = context.ports.now();
  assertInForce(identity, at);
  const { data, pictures } = await collectReport({
    store,
    cards: parts.cards,
    now: context.ports.now,
    version: context.ports.version,
    remarks: input.remarks,
    signature: { level: 'PAdES B-B', identity: identity.info },
    pictures: parts.pictures,
  });
  const signer = identity.info.subject;
  const field = { signerName: signer, reason: 'Examination report', at, room: signatureRoom(identity) };
  const rendered = await renderReport(data, pictures, (pdf) => addSignatureField(pdf, field));
  const pdf = await signPdf(rendered.pdf, identity);
  // The report states its signature's level; the checker, which is other code, must agree before anybody reads it.
  const verified = await verifyPdf(pdf);
  assert(verified.ok && verified.subFilter === 'ETSI.CAdES.detached', `the report just signed does not verify: ${verified.valid.words}`);
  const path = `reports/${data.report.id}.pdf`;
  await atomicWrite(join(folder, path), pdf, FILE_MODE);
  try {
    return store.act(
      (report: Report) => entryFor.reportExported(actor, report),
      (tx) => {
        const report = tx.addReport({
          path,
          sha256: createHash('sha256').update(pdf).digest('hex'),
          sizeBytes: pdf.length,
          pages: rendered.pages,
          signature: { level: data.signature.level, signer, selfSigned: identity.info.selfSigned },
          ledgerHead: data.custody.head.hash,
        });
        assert(report.id === data.report.id, 'the report prints its own id');
        return report;
      },
    );
  } catch (error) {
    await rm(join(folder, path), { force: true });
    throw error;
  }
}

async function identityFor(context: Context, input: NewReport): Promise<Identity> {
  if (input.identity === null) return machineIdentity(context.ports.dataFolder, context.ports.now);
  return openIdentity(Buffer.from(input.identity.pkcs12Base64, 'base64'), input.identity.passphrase);
}
