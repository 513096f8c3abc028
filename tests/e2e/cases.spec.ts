// The list of cases, and what opening one says when the case is not what it was.
import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { h264Clip } from '../fixtures/make-clips.ts';
import { ask, openApp } from '../helpers/examine.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 2 } });

test('a case is searched, opened by path, verified at once, and leaves the list without being touched', async ({ window, door }, info) => {
  const path = join(door.dataFolder, 'cases', 'seeded');
  await window.keyboard.press('/');
  await window.keyboard.type('nothing of the kind');
  await expect(window.getByText('No case matches')).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(window.getByRole('row', { name: /Seeded case/ })).toContainText('not yet');

  // Another program has it: who, and what to do.
  const other = await openApp(join(door.dataFolder, 'elsewhere'));
  await other.openCaseAt(path);
  await window.getByRole('button', { name: /Seeded case/ }).click();
  const message = window.getByTestId('message');
  await expect(message).toContainText('Close it there, then open it here');
  await expect(message).toContainText(`open in process ${String(process.pid)} on `);
  await expect(message).toContainText('CASE_LOCKED');
  await ask(other, 'cases.close', {});
  await message.getByRole('button', { name: 'Dismiss' }).click();

  await window.getByLabel('Path of the folder').fill(path);
  await window.getByRole('button', { name: 'Open folder' }).click();
  await expect(window.getByTestId('custody-state')).toContainText(/✓\s*verified/);
  await expect(window.getByTestId('integrity-banner')).toHaveCount(0);

  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  await expect(window.getByRole('row', { name: /Seeded case/ })).toContainText('held');

  // Long ago, as this machine remembers it: the list says so, and opening verifies.
  const settings = join(door.dataFolder, 'settings.json');
  await writeFile(settings, (await readFile(settings, 'utf8')).replace(/("atUtc": ")\d{4}/, '$12020'));
  await window.reload();
  await expect(window.getByRole('row', { name: /Seeded case/ })).toContainText('due');
  await expect(window.getByTestId('due')).toContainText('“Seeded case” was last verified on 2020-');
  await window.screenshot({ path: info.outputPath('due.png') });
  await window.getByRole('button', { name: 'Open and verify now' }).click();
  await expect(window.getByTestId('custody-state')).toContainText(/✓\s*verified/);
  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  await expect(window.getByTestId('due')).toHaveCount(0);

  await window.getByRole('button', { name: /Seeded case/ }).focus();
  await window.keyboard.press('Delete');
  await expect(window.getByRole('group', { name: 'Remove from list' })).toContainText('Only the list forgets it');
  await window.keyboard.press('Enter');
  await expect(window.getByText('There is no case here yet.')).toBeVisible();
  await window.getByLabel('Path of the folder').fill(path);
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { level: 1, name: 'Seeded case' })).toBeVisible();
});

test('an exhibit that was changed is named in a banner as soon as the case is opened, and is not examined', async ({ window, door }) => {
  const app = await openApp(join(door.dataFolder, 'elsewhere'));
  await app.openCaseAt(join(door.dataFolder, 'cases', 'seeded'));
  const { path } = await app.exhibitFile('E1');
  await app.close();
  await chmod(path, 0o644);
  await appendFile(path, 'x');
  await chmod(path, 0o444);

  await window.getByRole('button', { name: /Seeded case/ }).click();
  const banner = window.getByRole('alert', { name: 'This case differs from its records' });
  await expect(banner).toContainText('1 difference');
  await expect(banner).toContainText(/E1 .*: \d+ bytes expected, \d+ found\. Set this copy aside/);
  await window.getByRole('tab', { name: 'Examination' }).click();
  await window.getByRole('button', { name: 'Examine E1 again' }).click();
  await expect(window.getByTestId('message')).toContainText('EXHIBIT_ALTERED');
  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  await expect(window.getByRole('row', { name: /Seeded case/ })).toContainText('1 difference');
});
