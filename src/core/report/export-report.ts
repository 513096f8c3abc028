/** Makes a signed report of the open case, puts it into the case folder and records it. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DetectorCard } from '../../contract/analysis.ts';
import { PLAIN_CONTENT, type NewReport, type Report } from '../../contract/report.ts';
import { assert } from '../../base/assert.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { entryFor } from '../../store/entries.ts';
import type { Context } from '../context.ts';
import { SettingsFile } from '../settings/settings.ts';
import { collectReport } from './collect.ts';
import { assertInForce, type Identity } from './identity.ts';
import { ownIdentity } from './own-identity.ts';
import type { ItemSources } from './item-readings.ts';
import { renderReport } from './layout/render-report.ts';
import { machineIdentity } from './machine-identity.ts';
import type { PictureSources } from './pictures.ts';
import type { ReportSignature } from './report-data.ts';
import { atReachableLevel, firstAim, roomFor, signAtLevel, type Aim } from './sign-at-level.ts';
import { addSignatureField } from './signature-field.ts';
import { signatureRecord } from './signature-record.ts';

/** Read-only, like an exhibit: a report is never written twice. */
const FILE_MODE = 0o444;
const REASON = 'Examination report';

export interface ExportParts {
  readonly cards: readonly DetectorCard[];
  readonly pictures: PictureSources;
  readonly items: ItemSources;
}

/**
 * Callers must not run two exports of one case at once: a report prints its own id before it is recorded.
 * @throws Failure REPORT_NOTHING_EXAMINED, IDENTITY_UNREADABLE, IDENTITY_UNUSABLE, CASE_NOT_OPEN, and what signAtLevel throws
 */
export async function exportReport(context: Context, input: NewReport, parts: ExportParts): Promise<Report> {
  const { store, folder, actor } = context.current();
  const settings = await new SettingsFile(context.ports.dataFolder).signing();
  const aim = firstAim(input, settings);
  const identity = await identityFor(context, input);
  const at = context.ports.now();
  assertInForce(identity, at);
  const collected = await collectReport({
    store,
    cards: parts.cards,
    now: context.ports.now,
    version: context.ports.version,
    remarks: input.remarks,
    content: input.content ?? PLAIN_CONTENT,
    draft: false,
    signature: { level: 'none', identity: null },
    pictures: parts.pictures,
    items: parts.items,
  });
  const { signed, reached, pages } = await atReachableLevel(aim, input.allowLowerLevel === true, async (reached) => {
    const data = { ...collected.data, signature: statementOf(identity, reached) };
    const field = { signerName: identity.info.subject, reason: REASON, at, room: roomFor(identity, reached) };
    const rendered = await renderReport(data, collected.pictures, (pdf) => addSignatureField(pdf, field), collected.sounds);
    return { signed: await signAtLevel(rendered.pdf, identity, reached), reached, pages: rendered.pages };
  });
  const { pdf } = signed;
  const { id } = collected.data.report;
  const path = `reports/${id}.pdf`;
  await atomicWrite(join(folder, path), pdf, FILE_MODE);
  try {
    return store.act(
      (report: Report) => entryFor.reportExported(actor, report),
      (tx) => {
        const report = tx.addReport({
          path,
          sha256: createHash('sha256').update(pdf).digest('hex'),
          sizeBytes: pdf.length,
          pages,
          signature: signatureRecord(identity, reached, signed),
          ledgerHead: collected.data.custody.head.hash,
        });
        assert(report.id === id, 'the report prints its own id');
        return report;
      },
    );
  } catch (error) {
    await rm(join(folder, path), { force: true });
    throw error;
  }
}

/** What the pages say; true because nothing is kept unless exactly this was reached. */
function statementOf({ info }: Identity, { level, timestampUrl, missed }: Aim): ReportSignature {
  return { level, identity: info, ...(timestampUrl === null ? {} : { timestampUrl }), ...(missed === null ? {} : { missed }) };
}

function identityFor(context: Context, { identity }: Pick<NewReport, 'identity'>): Promise<Identity> | Identity {
  return identity === null ? machineIdentity(context.ports.dataFolder, context.ports.now) : ownIdentity(context, identity);
}
