// The page for third parties, opened from a disk without a network: for good and for altered reports it says what `penumbra verify` says.
import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import { sha256Hex } from '../../src/base/node/sha256.ts';
import type { PdfVerification } from '../../src/contract/report.ts';
import { signatureRoom } from '../../src/core/report/cms.ts';
import { countersign } from '../../src/core/report/countersign.ts';
import { renderReport } from '../../src/core/report/layout/render-report.ts';
import { signPdf } from '../../src/core/report/sign-pdf.ts';
import { addSignatureField } from '../../src/core/report/signature-field.ts';
import { signAtLevel } from '../../src/core/report/sign-at-level.ts';
import { verdictOf } from '../../src/verify/pdf/verdict.ts';
import { verifyPdf } from '../../src/verify/pdf/verify-pdf.ts';
import { reportFixture } from '../helpers/report-fixture.ts';
import { unsignedPdf } from '../helpers/signed-pdf.ts';
import { contentNumber, flip, inSignature, place, replaced, updated, valueAt } from '../helpers/tamper-pdf.ts';
import { hasOpenssl, testAuthority, type TestAuthority } from '../helpers/test-authority.ts';
import { expect, test } from './door.ts';

const PAGE = join(import.meta.dirname, '../../out/verifier/penumbra-verifier.html');

test.skip(!hasOpenssl(), 'needs openssl');

interface Given {
  readonly name: string;
  readonly bytes: Uint8Array | string;
}

const give = (page: Page, ...files: Given[]): Promise<void> =>
  page
    .getByLabel('Choose files')
    .setInputFiles(
      files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes as Uint8Array) })),
    );

/** A page of its own for each document: nothing of the one before it can be left over. */
async function opened(context: BrowserContext, requests: string[], complaints: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on('request', (request) => requests.push(request.url().slice(0, 100)));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(pathToFileURL(PAGE).href);
  return page;
}

/** Every answer of a page as `name: words`, signature by signature. */
const answersOn = (page: Page): Promise<string[]> =>
  page
    .getByTestId('answer')
    .evaluateAll((all) =>
      all.map(
        (one) =>
          `${one.getAttribute('data-name') ?? ''} ${one.querySelector('.said')?.textContent ?? ''}: ${one.querySelector('[data-testid=words]')?.textContent ?? ''}`,
      ),
    );

function answersOf({ signatures, stated, attached, custody }: PdfVerification): string[] {
  const line = (name: string, check: { ok: boolean; words: string } | null): string[] =>
    check === null ? [] : [`${name} ${check.ok ? 'yes' : 'NO'}: ${check.words}`];
  return [
    ...signatures.flatMap((one) => [
      ...line('intact', one.intact),
      ...line('valid', one.valid),
      ...line('trusted', one.trusted),
      ...line('whole document', one.wholeDocument),
      ...(one.timestamp === null
        ? ['timestamp none: The signature carries none: its time is the signing computer’s own.']
        : [...line('timestamp', one.timestamp), ...line('timestamp trusted', one.timestamp.trusted)]),
      ...line('revocation', one.revocation),
    ]),
    ...line('stated', stated),
    ...line('attached data', attached),
    ...line('custody log', custody),
  ];
}

test('a report is checked from a disk, without a network, as by the command line', async ({ browserHere, folder }, info) => {
  const authority = await testAuthority(join(folder, 'authority'));
  const { plain, stamped, both } = await reports(authority);
  const tampered: Given[] = [
    { name: 'a byte of a page', bytes: flip(plain, place(plain, 'stream\n') + 20) },
    {
      name: 'the value of the signature',
      bytes: inSignature(stamped, (der) => der.writeUInt8(der.readUInt8(valueAt(der)) ^ 1, valueAt(der))),
    },
    { name: 'bytes behind the end', bytes: Buffer.concat([plain, Buffer.from('\n% more\n')]) },
    {
      name: 'a page drawn anew in an update',
      bytes: updated(plain, (r) => r.set(contentNumber(plain), '<<\n/Length 0\n>>\nstream\n\nendstream')),
    },
    { name: 'the words of the reviewer', bytes: replaced(both, '/Reason (Reviewed)', '/Reason (Rejected)') },
    { name: 'another hash of the attached data', bytes: flip(plain, place(plain, 'SHA-256 ') + 12, 3) },
  ];
  const context = await browserHere.newContext({ viewport: { width: 1280, height: 800 }, offline: true });
  const requests: string[] = [];
  const complaints: string[] = [];
  for (const document of [{ name: 'stamped', bytes: stamped }, { name: 'both', bytes: both }, ...tampered]) {
    const page = await opened(context, requests, complaints);
    await give(page, { name: `${document.name}.pdf`, bytes: document.bytes }, { name: 'root.pem', bytes: authority.rootPem });
    const expected = await verifyPdf(Buffer.from(document.bytes as Uint8Array), { trustAnchors: [authority.rootPem] });
    await expect(page.getByTestId('verdict'), document.name).toHaveText(verdictOf(expected));
    expect(expected.ok, document.name).toBe(!tampered.some((one) => one.name === document.name));
    expect(await answersOn(page), document.name).toEqual(answersOf(expected));
    expect(await page.getByTestId('level').allTextContents()).toEqual(expected.signatures.map(({ level }) => level));
    if (document.name === 'both') {
      await page.screenshot({ path: info.outputPath('both.png'), fullPage: true });
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
    }
    await page.close();
  }

  // Without a root, with evidence and with a copy of the ledger.
  const page = await opened(context, requests, complaints);
  await give(page, { name: 'R1.pdf', bytes: plain });
  await expect(page.getByTestId('verdict')).toHaveText('The signature holds.');
  const trusted = page.locator('[data-testid=answer][data-name=trusted]');
  await expect(trusted).toContainText('not checked');
  await expect(trusted).toContainText('No trusted root was given');
  await expect(page.getByTestId('level')).toHaveText('PAdES B-B');
  await expect(page.getByTestId('item')).toContainText('No file with this content was given.');
  await give(
    page,
    { name: 'copy.mp4', bytes: 'franck' },
    { name: 'holiday.jpg', bytes: 'other' },
    { name: 'ledger.jsonl', bytes: ledgerWith(plain) },
  );
  await expect(page.getByTestId('item')).toContainText('copy.mp4 (6 bytes) has the SHA-256 that the report states.');
  await expect(page.getByTestId('stranger')).toContainText('The report lists no item with this content or this name.');
  await expect(page.getByTestId('ledger-check')).toHaveText([
    /^yes The 15 entries of the copy form one chain; its head is [0-9a-f]{64}\.$/,
    'yes Entry 14 has the hash that the report states as its head.',
    'yes Entry 15 (report.exported) records exactly this file.',
  ]);
  await page.screenshot({ path: info.outputPath('evidence.png'), fullPage: true });
  await give(page, { name: 'ledger.jsonl', bytes: ledgerWith(plain).replace('Demo Examiner', 'Fake Examiner') });
  await expect(page.getByTestId('ledger-check')).toHaveText([/^NO The copy of the ledger is no whole chain: entry 1 was changed/]);
  await context.close();
  await authority.close();

  expect(complaints).toEqual([]);
  const own = pathToFileURL(PAGE).href;
  expect(requests.filter((url) => !own.startsWith(url) && !url.startsWith('data:'))).toEqual([]);
});

async function reports(authority: TestAuthority): Promise<Record<'plain' | 'stamped' | 'both', Uint8Array>> {
  const identity = await authority.identity('signer');
  const data = reportFixture({ signature: { level: 'PAdES B-B', identity: identity.info } });
  const at = new Date();
  const field = { signerName: identity.info.subject, reason: 'Examination report', at, room: signatureRoom(identity) };
  const { pdf } = await renderReport(data, new Map(), (drawn) => addSignatureField(drawn, field));
  const plain = await signPdf(pdf, identity);
  const attached = JSON.stringify({
    format: 'penumbra-report/1',
    report: { id: 'R2' },
    signature: { level: 'PAdES B-LT', identity: identity.info },
  });
  const aim = { level: 'PAdES B-LT' as const, timestampUrl: authority.tsaUrl, missed: null };
  const stamped = (await signAtLevel(await unsignedPdf(identity, at, true, attached), identity, aim)).pdf;
  const { signed } = await countersign(stamped, {
    identity: await authority.identity('reviewer'),
    reason: 'Reviewed',
    at,
    aim: { level: 'PAdES B-B', timestampUrl: null, missed: null },
    allowLowerLevel: false,
  });
  return { plain, stamped, both: signed.pdf };
}

/** The ledger of the report's case, one entry longer: the export of the report. */
function ledgerWith(pdf: Uint8Array): string {
  const { entries, head } = reportFixture().custody;
  const body = {
    seq: head.seq + 1,
    prevHash: head.hash,
    atUtc: '2026-03-04T05:06:08.000Z',
    actor: 'Demo Examiner',
    action: 'report.exported',
    subject: 'R1',
    payload: { sha256: sha256Hex(pdf) },
  };
  return [...entries, { ...body, hash: sha256Hex(canonicalJson(body)) }].map((entry) => canonicalJson(entry)).join('\n');
}
