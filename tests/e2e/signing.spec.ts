// Levels of signatures in the window, against an authority on this machine made by openssl.
import { join } from 'node:path';
import { h264Clip } from '../fixtures/make-clips.ts';
import { hasOpenssl, PASSPHRASE, testAuthority } from '../helpers/test-authority.ts';
import { verifyPdf } from '../../src/verify/pdf/verify-pdf.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 3 } });
test.skip(!hasOpenssl(), 'needs openssl');

test('a report is signed at the level that was asked for, or not at all', async ({ window, folder }, info) => {
  const authority = await testAuthority(join(folder, 'authority'));
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByRole('button', { name: 'Report', exact: true }).click();
  const level = window.getByLabel('Level of the signature');
  await expect(level).toHaveValue('PAdES B-B');
  await expect(window.getByTestId('level-words')).toContainText('Nothing leaves this machine.');
  await expect(level.getByRole('option', { name: /B-T/ })).toBeDisabled();

  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  const signing = window.getByRole('region', { name: 'Timestamps of signatures' });
  await signing.getByLabel(/Timestamp authority/).fill(authority.tsaUrl);
  await signing.getByLabel('Level of new reports').selectOption('PAdES B-LT');
  await signing.getByRole('button', { name: 'Keep' }).click();
  await expect(signing.getByRole('button', { name: 'Keep' })).toBeDisabled();
  await window.screenshot({ path: info.outputPath('settings.png') });

  await window.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(level).toHaveValue('PAdES B-LT');
  await expect(window.getByTestId('level-words')).toContainText(`sent to ${new URL(authority.url).host}`);
  await window.getByLabel(/A PKCS#12 file/).check();
  await window.getByLabel(/PKCS#12 file \(/).setInputFiles(authority.p12('signer'));
  await window.getByLabel('Passphrase').fill(PASSPHRASE);
  authority.mischief.tsa = 'refuses';
  await window.getByRole('button', { name: 'Export report' }).click();
  await expect(window.getByText('TIMESTAMP_REFUSED')).toBeVisible({ timeout: 60_000 });
  await expect(window.getByTestId('report')).toHaveCount(0);
  await window.screenshot({ path: info.outputPath('refused.png') });

  delete authority.mischief.tsa;
  await window.getByLabel('Passphrase').fill(PASSPHRASE);
  await window.getByRole('button', { name: 'Export report' }).click();
  await expect(window.getByRole('region', { name: 'Report R1' })).toContainText('PAdES B-LT', { timeout: 60_000 });
  await window.screenshot({ path: info.outputPath('report.png') });
  await window.setViewportSize({ width: 1280, height: 800 });
  await window.screenshot({ path: info.outputPath('report-small.png') });
  const href = await window.getByRole('link', { name: 'Open PDF of R1' }).getAttribute('href');
  const pdf = await (await window.request.get(new URL(href ?? '', window.url()).href)).body();
  expect(await verifyPdf(pdf, { trustAnchors: [authority.rootPem] })).toMatchObject({
    ok: true,
    trusted: { ok: true },
    stated: { ok: true },
    signatures: [{ level: 'PAdES B-LT' }],
  });
  await authority.close();
});
