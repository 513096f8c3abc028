// An examiner's identity is imported once, unlocked for a sitting, signs a report, and is locked by a key.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { createSelfSignedIdentity } from '../../src/core/report/self-signed.ts';
import { verifyCase } from '../../src/verify/case/verify-case.ts';
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 2 } });

const PASSWORD = 'secret 7';
const violations = async (window: Page) => (await new AxeBuilder({ page: window }).analyze()).violations.map(({ id }) => id);

test('a report is signed in the examiner’s name without a file, while the identity is unlocked', async ({ window, folder, door }, info) => {
  const p12 = join(folder, 'examiner.p12');
  await writeFile(p12, await createSelfSignedIdentity({ commonName: 'Demo Examiner', passphrase: PASSWORD, now: new Date() }));
  await window.getByRole('button', { name: /Seeded case/ }).click();
  const mark = window.getByTestId('sitting');
  await expect(mark).toHaveCount(0);

  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  const identity = window.getByRole('region', { name: 'Examiner’s identity' });
  await identity.getByLabel(/PKCS#12 file/).setInputFiles(p12);
  await identity.getByLabel(/Its password/).fill('wrong');
  await identity.getByRole('button', { name: 'Import identity' }).click();
  await expect(identity.getByRole('alert')).toContainText('IDENTITY_UNREADABLE');
  await identity.getByLabel(/Its password/).fill(PASSWORD);
  await identity.getByRole('button', { name: 'Import identity' }).click();
  await expect(identity).toContainText('RSA, 3072 bits');
  await expect(mark).toHaveText(/identity locked/);
  expect(await violations(window)).toEqual([]);
  await window.screenshot({ path: info.outputPath('identity.png') });

  await window.keyboard.press('Alt+l');
  const dialog = window.getByRole('dialog', { name: 'Unlock the examiner’s identity' });
  await dialog.getByLabel('Password of the identity').fill('guess');
  await window.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('IDENTITY_PASSPHRASE_WRONG');
  await expect(dialog.getByLabel('Password of the identity')).toHaveValue('');
  expect(await violations(window)).toEqual([]);
  await window.screenshot({ path: info.outputPath('unlock.png') });
  await dialog.getByLabel('Password of the identity').fill(PASSWORD);
  await window.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(mark).toHaveText(/Demo Examiner\s+signs until \d\d:\d\d/);

  await window.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(window.getByRole('radio', { name: /^Demo Examiner/ })).toBeChecked();
  await window.setViewportSize({ width: 1280, height: 800 });
  await window.screenshot({ path: info.outputPath('export.png') });
  await window.getByRole('button', { name: 'Export report' }).click();
  await expect(window.getByRole('region', { name: 'Report R1' })).toContainText('CN=Demo Examiner', { timeout: 60_000 });

  await window.getByRole('button', { name: 'Custody', exact: true }).click();
  await window.getByRole('button', { name: 'Seal the head now' }).click();
  await expect(window.getByTestId('sealed')).toContainText('sealed by CN=Demo Examiner');
  await window.getByRole('button', { name: 'Verify now' }).click();
  await window.getByText('Seals (1)').click();
  await expect(window.getByRole('list', { name: 'Seals' })).toContainText('intact · valid · signer not known here · no timestamp');
  expect(await violations(window)).toEqual([]);
  await window.screenshot({ path: info.outputPath('sealed.png') });
  await window.keyboard.press('Alt+l');
  await expect(mark).toHaveText(/identity locked/);
  await expect(window.getByRole('cell', { name: 'Identity unlocked for a sitting' })).toBeVisible();
  await expect(window.getByRole('cell', { name: 'Identity locked again' })).toBeVisible();
  await window.screenshot({ path: info.outputPath('custody.png') });

  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await window.getByLabel('Remind when a case was not verified for').selectOption('30 days');
  await window.evaluate(() => globalThis.localStorage.setItem('penumbra.panel.evidence', '333'));
  await window.getByRole('button', { name: 'Reset layout…' }).click();
  await window.screenshot({ path: info.outputPath('settings.png') });
  // The window is drawn anew: what is clicked before that goes with the old one.
  await window.evaluate(() => (document.body.dataset.old = 'yes'));
  await window.getByRole('button', { name: 'Reset it now' }).click();
  await window.waitForFunction(() => document.body.dataset.old === undefined && globalThis.localStorage.length === 0);
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(window.getByLabel('Remind when a case was not verified for')).toHaveValue('30');
  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  await expect(mark).toHaveText(/identity locked/);
  expect((await verifyCase(join(door.dataFolder, 'cases/seeded'))).seals).toHaveLength(1);
  expect(await readFile(join(door.dataFolder, 'examiner.p12'))).toEqual(await readFile(p12));
});
