// The report room: a draft made by the code of the export and shown page by page, a short form, an exported report with its verification.
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 6 } });

test('previews a draft, exports, and shows what independent code found', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByRole('button', { name: 'Report', exact: true }).click();
  await window.getByLabel('Requested by').fill('Demo Court');
  await window.getByRole('button', { name: 'Preview draft' }).click();
  const pdf = window.getByTestId('pdf');
  await expect(pdf).toHaveAttribute('aria-label', 'Preview of Draft, not signed', { timeout: 60_000 });
  await expect(pdf.locator('.textLayer').first()).toContainText('DRAFT, NOT SIGNED', { timeout: 60_000 });
  await expect(pdf.locator('.textLayer').first()).toContainText('Demo Court');
  const full = Number(await pdf.getAttribute('data-pages'));
  await window.screenshot({ path: info.outputPath('draft.png') });

  await window.getByRole('radio', { name: /^Short report/ }).check();
  await window.getByRole('button', { name: 'Draft anew' }).click();
  await expect.poll(async () => Number(await pdf.getAttribute('data-pages')), { timeout: 60_000 }).toBeLessThan(full);
  await pdf.getByRole('button', { name: 'Sections' }).click();
  await expect(pdf.getByRole('button', { name: /Propositions, and what/ })).toBeVisible();
  await pdf.getByRole('button', { name: 'Whole page' }).click();
  await pdf.getByRole('button', { name: 'Page forward' }).click();
  await expect(pdf.getByRole('spinbutton')).toHaveValue('2');

  await window.getByRole('button', { name: 'Export report' }).click();
  await expect(window.getByTestId('report-check')).toHaveAttribute('data-ok', 'true', { timeout: 60_000 });
  await expect(pdf).toHaveAttribute('aria-label', 'Preview of R1, as exported');
  await expect(pdf.locator('.textLayer').first()).toContainText('short report');
  await expect(window.getByTestId('report-check')).toContainText('Trusted: no');
});
