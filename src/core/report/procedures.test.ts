import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addExhibit, fakeCore, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { exampleExhibit, exampleFinding, examplePlan, exampleSignal } from '../../../tests/helpers/example-records.ts';
import { onePixelPng } from '../../../tests/helpers/one-pixel-png.ts';
import { overlayFixture } from '../../../tests/helpers/report-fixture.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { PLAIN_CONTENT } from '../../contract/report.ts';
import type { ReportId } from '../../contract/values.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import { Failure } from '../../base/failure.ts';
import { blinkCard } from '../../engine/detectors/blink/card.ts';
import { entryFor } from '../../store/entries.ts';
import type { Acquisition, EndedJob } from '../../store/records.ts';
import { verifyPdf } from '../../verify/pdf/verify-pdf.ts';
import { reportFile, reportProcedures } from './procedures.ts';
import { createSelfSignedIdentity } from './self-signed.ts';

const root = tempFolder();
let cases = 0;
let core: FakeCore;
const none = { identity: null, remarks: null };

beforeEach(() => {
  core = fakeCore({
    folder: join(root, String((cases += 1))),
    registry: () => [],
    spawn: () => {
      throw new Error('no engine is needed here');
    },
  });
});
afterEach(() => core.store.close());

const procedures = (still = (): Promise<Uint8Array> => Promise.resolve(onePixelPng(64, 48))) =>
  reportProcedures(core.context, () => ({
    cards: [blinkCard],
    pictures: {
      still,
      overlay: () => ({ frame: 0, ptsUs: 0, faces: overlayFixture(), drawings: [] }),
      sound: () => Promise.reject(new Failure('MEDIA_UNDECODABLE', 'E1')),
      ffmpegPath: () => Promise.resolve('/nowhere/ffmpeg'),
    },
    items: {
      probe: () => Promise.resolve({ raw: { format: { filename: 'clip.mp4' } }, tool: { name: 'ffprobe', version: '5.1' } }),
      structure: () => Promise.reject(new Failure('FILE_UNREADABLE', 'E1')),
    },
  }));

describe('report.export', () => {
  it('says that nothing was examined, and leaves nothing behind', async () => {
    addExhibit(core.store, 10);
    const entries = core.store.head().seq;
    await expect(procedures()['report.export'](none)).rejects.toMatchObject({ code: 'REPORT_NOTHING_EXAMINED' });
    expect(core.store.head().seq).toBe(entries);
    expect(readdirSync(join(core.store.folder, 'reports'))).toEqual([]);
  });

  it('writes a signed file and one custody entry that states it', async () => {
    examined();
    const head = core.store.head();
    const report = await procedures()['report.export']({ ...none, remarks: 'As asked.' });
    const path = join(core.store.folder, 'reports', 'R1.pdf');
    const bytes = readFileSync(path);
    expect(report).toMatchObject({
      id: 'R1',
      sha256: sha256(bytes),
      sizeBytes: bytes.length,
      ledgerHead: head.hash,
      signature: { level: 'PAdES B-B', signer: 'CN=Penumbra machine identity (self-made)', selfSigned: true },
    });
    expect(await verifyPdf(path)).toMatchObject({ ok: true, trusted: { ok: false } });
    expect(core.store.entries(head.seq + 1, 10)).toMatchObject([
      { action: 'report.exported', subject: 'R1', payload: { sha256: report.sha256, ledgerHead: head.hash } },
    ]);
    expect(statSync(path).mode & 0o222).toBe(0);
    expect(await reportFile(core.context, 'R1')).toEqual({ path, sizeBytes: bytes.length, mimeType: 'application/pdf' });
    expect(core.events.at(-1)).toEqual({ type: 'case.changed' });
    // A second report states the first one's entry as its head.
    const second = await procedures()['report.export'](none);
    expect([second.id, second.ledgerHead]).toEqual(['R2', core.store.entries(head.seq + 1, 1)[0]?.hash]);
  }, 60_000);

  it('says when a stored item is no longer what was imported, and shows no frames of it', async () => {
    examined('other bytes');
    const asked: number[] = [];
    await procedures((): Promise<Uint8Array> => {
      asked.push(1);
      return Promise.resolve(onePixelPng());
    })['report.export'](none);
    expect(asked).toEqual([]);
    expect(textOf('R1')).toContain('NOT as imported');
  }, 60_000);

  it('says when a frame cannot be decoded, and makes the report without it', async () => {
    examined();
    await procedures(() => Promise.reject(new Failure('FRAME_UNDECODABLE', 'E1')))['report.export'](none);
    expect(textOf('R1')).toContain('This frame cannot be decoded.');
  }, 60_000);

  it('signs with an identity that is handed over, and keeps neither it nor its passphrase', async () => {
    examined();
    const pkcs12 = await createSelfSignedIdentity({ commonName: 'Handed Over', passphrase: 'open sesame 7', now: new Date() });
    const identity = { pkcs12Base64: Buffer.from(pkcs12).toString('base64'), passphrase: 'open sesame 7' };
    const report = await procedures()['report.export']({ identity, remarks: null });
    expect(report.signature.signer).toBe('CN=Handed Over');
    for (const file of ['case.sqlite', 'case.sqlite-wal', 'reports/R1.pdf']) {
      const bytes = readFileSync(join(core.store.folder, file));
      expect(bytes.includes('open sesame 7'), file).toBe(false);
      expect(bytes.includes(identity.pkcs12Base64.slice(0, 60)), file).toBe(false);
    }
    await expect(procedures()['report.export']({ identity: { ...identity, passphrase: 'wrong' }, remarks: null })).rejects.toMatchObject({
      code: 'IDENTITY_UNREADABLE',
    });
    expect(core.store.reports()).toHaveLength(1);
  }, 60_000);
});

describe('report.draft', () => {
  it('makes the pages of a report without leaving anything in the case, and serves the newest only', async () => {
    examined();
    const head = core.store.head();
    const { draftBytes, ...own } = procedures();
    const first = await own['report.draft']({ remarks: null, content: PLAIN_CONTENT });
    const bytes = draftBytes(first.number);
    expect(bytes.byteLength).toBe(first.sizeBytes);
    const path = join(root, 'draft.pdf');
    writeFileSync(path, bytes);
    const words = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    expect(words.match(/DRAFT, NOT SIGNED/g)).toHaveLength(first.pages);
    expect(core.store.head()).toEqual(head);
    expect(readdirSync(join(core.store.folder, 'reports'))).toEqual([]);
    const second = await own['report.draft']({ remarks: null, content: { ...PLAIN_CONTENT, template: 'short' } });
    expect(second.pages).toBeLessThan(first.pages);
    expect(() => draftBytes(first.number)).toThrow(expect.objectContaining({ code: 'REPORT_NOT_FOUND' }));
    expect(draftBytes(second.number).byteLength).toBe(second.sizeBytes);
  }, 60_000);
});

describe('report.verify', () => {
  it('tells a report that is as it was from one that was changed', async () => {
    examined();
    await procedures()['report.export'](none);
    expect(await procedures()['report.verify']({ reportId: 'R1' as ReportId })).toMatchObject({ asRecorded: true, pdf: { ok: true } });
    const path = join(core.store.folder, 'reports', 'R1.pdf');
    const bytes = readFileSync(path);
    bytes[2000] = (bytes[2000] ?? 0) ^ 1;
    chmodSync(path, 0o644);
    writeFileSync(path, bytes);
    expect(await procedures()['report.verify']({ reportId: 'R1' as ReportId })).toMatchObject({ asRecorded: false, pdf: { ok: false } });
  }, 60_000);
});

describe('report.get and reportFile', () => {
  it('know only what was made', async () => {
    await expect(procedures()['report.get']({ reportId: 'R7' as never })).rejects.toMatchObject({ code: 'REPORT_NOT_FOUND' });
    await expect(reportFile(core.context, 'R7')).rejects.toMatchObject({ code: 'REPORT_NOT_FOUND' });
    expect(await procedures()['report.list']({})).toEqual([]);
  });
});

/** One exhibit with a finished examination; the stored file holds `bytes`, which were imported as "one thousand bytes". */
function examined(bytes = imported.toString()): void {
  const actor = 'Demo Examiner';
  const { exhibit } = core.store.act(
    (added: { exhibit: Exhibit; acquisition: Acquisition }) => entryFor.exhibitImported(actor, added.exhibit, added.acquisition),
    (tx) => {
      const added = tx.addExhibit(exampleExhibit({ sha256: sha256(imported), sha1: 'a'.repeat(40), md5: 'b'.repeat(32) }, imported.length));
      const acquisition = tx.addAcquisition({
        exhibitId: added.id,
        name: 'clip.mp4',
        sizeBytes: imported.length,
        sourceModifiedAtUtc: null,
        received: 'path',
      });
      return { exhibit: added, acquisition };
    },
  );
  const path = core.store.exhibitPath(exhibit.id);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  const job = core.store.act(
    (added: ReturnType<typeof core.store.job>) => entryFor.examinationStarted(actor, added),
    (tx) => tx.addJob({ exhibitId: exhibit.id, plan: examplePlan(exhibit.hashes.sha256), framesTotal: 10, blocksTotal: 5 }),
  );
  core.store.act(
    (ended: EndedJob) => entryFor.examinationEnded(actor, ended),
    (tx) =>
      tx.endJob({
        jobId: job.id,
        state: 'finished',
        outcomes: [],
        tracks: [],
        signals: [exampleSignal],
        findings: [exampleFinding],
        error: null,
      }),
  );
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const imported = Buffer.alloc(1000, 'one thousand bytes ');

function textOf(reportId: string): string {
  const words = execFileSync('pdftotext', ['-layout', join(core.store.folder, 'reports', `${reportId}.pdf`), '-'], { encoding: 'utf8' });
  return words.replace(/\s+/g, ' ');
}
