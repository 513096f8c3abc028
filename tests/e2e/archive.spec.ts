// A whole case goes into an archive and comes back as a copy, and a hostile archive is refused by name.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { h264Clip } from '../fixtures/make-clips.ts';
import { rawZip } from '../helpers/raw-zip.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 2 } });

test('the case is written into one archive, taken out again and verified; a hostile one is refused', async ({
  window,
  door,
  folder,
}, info) => {
  const archive = join(folder, 'handed over.zip');
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByRole('button', { name: 'Custody', exact: true }).click();
  const form = window.getByRole('form', { name: 'Archive of the case' });
  await form.getByLabel('Path of the new file').fill(join(door.dataFolder, 'cases/seeded/reports/x.zip'));
  await form.getByRole('button', { name: 'Write archive' }).click();
  await expect(window.getByTestId('message')).toContainText('ARCHIVE_PLACE_UNUSABLE');
  await window.getByTestId('message').getByRole('button', { name: 'Dismiss' }).click();
  await form.getByLabel('Path of the new file').fill(archive);
  await form.getByRole('button', { name: 'Write archive' }).click();
  const said = window.getByTestId('archive-exported');
  await expect(said).toContainText('handed over.zip');
  await said.scrollIntoViewIfNeeded();
  await expect(window.getByRole('table', { name: 'Custody ledger' })).toContainText('Case exported');
  await window.screenshot({ path: info.outputPath('custody.png') });
  expect((await stat(archive)).mode & 0o777).toBe(0o444);

  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  const hostile = join(folder, 'hostile.zip');
  await writeFile(hostile, rawZip([{ name: 'bag/data/../../evil', content: 'x' }]));
  await window.getByLabel('Path of the archive').fill(hostile);
  await window.getByLabel(/Who imports it/).fill('Demo Archivist');
  await window.getByRole('button', { name: 'Import archive' }).click();
  await expect(window.getByTestId('message')).toContainText('ARCHIVE_UNSAFE');
  await window.screenshot({ path: info.outputPath('cases.png') });
  await window.setViewportSize({ width: 1280, height: 800 });
  await window.screenshot({ path: info.outputPath('cases-1280.png') });
  await window.getByTestId('message').getByRole('button', { name: 'Dismiss' }).click();
  expect((await readdir(join(door.dataFolder, 'cases'))).sort()).toEqual(['seeded']);

  await window.getByLabel('Path of the archive').fill(archive);
  await window.getByRole('button', { name: 'Import archive' }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'Seeded case' })).toBeVisible();
  await expect(window.getByTestId('custody-state')).toContainText(/✓\s*verified/);
  const made = (await readdir(join(door.dataFolder, 'cases'))).filter((name) => name !== 'seeded');
  expect(made.join()).toMatch(/^handed-over-[0-9a-f]{8}$/);
  expect(await readFile(join(door.dataFolder, 'cases', made[0] ?? '', 'case.sqlite'))).toBeTruthy();
});
