// A reviewer with an identity of their own signs an exported report in the window; both files are reports of the case.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSelfSignedIdentity } from '../../src/core/report/self-signed.ts';
import { verifyCase } from '../../src/verify/case/verify-case.ts';
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 2 } });

test('a report is countersigned, and the room says whose signature says what', async ({ window, folder, door }, info) => {
  const p12 = join(folder, 'reviewer.p12');
  await writeFile(p12, await createSelfSignedIdentity({ commonName: 'Demo Reviewer', passphrase: 'secret 7', now: new Date() }));
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByRole('button', { name: 'Report', exact: true }).click();
  await window.getByRole('button', { name: 'Export report' }).click();
  await expect(window.getByTestId('report-check')).toHaveAttribute('data-ok', 'true', { timeout: 60_000 });
  await window.getByText('Countersign R1…').click();
  const form = window.getByRole('form', { name: 'Countersign R1' });
  await form.getByLabel(/PKCS#12/).setInputFiles(p12);
  await form.getByLabel('The reviewer’s password').fill('secret 7');
  await form.getByLabel('What the signature says').fill('Read and agreed');
  await window.screenshot({ path: info.outputPath('form.png') });
  await form.getByRole('button', { name: 'Sign as reviewer' }).click();
  const facts = window.getByRole('region', { name: 'Report R2' });
  await expect(facts.getByTestId('report-check')).toHaveAttribute('data-ok', 'true', { timeout: 60_000 });
  await expect(window.getByRole('list', { name: 'Signatures of R2' })).toContainText('CN=Demo Reviewer says “Read and agreed”.');
  await expect(window.getByRole('list', { name: 'Signatures of R2' }).getByRole('listitem')).toHaveCount(2);
  await expect(window.getByTestId('report').first()).toContainText('countersigns R1');
  await window.screenshot({ path: info.outputPath('countersigned.png') });
  await window.setViewportSize({ width: 1280, height: 800 });
  await facts.getByRole('button', { name: 'R1', exact: true }).click();
  await expect(window.getByRole('region', { name: 'Report R1' })).toContainText('R2 by CN=Demo Reviewer');
  await window.screenshot({ path: info.outputPath('first.png') });
  expect((await verifyCase(join(door.dataFolder, 'cases/seeded'))).problems).toEqual([]);
});
