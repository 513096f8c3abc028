// The custody room: a long ledger is shown in part, filtered, read by keyboard, verified file by file, and copied into the case folder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 2, entries: 120 } });

test('reads, filters, verifies and copies the ledger', async ({ window, door }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByTestId('custody-state').click();
  const count = window.getByTestId('ledger-count');
  await expect(count).toHaveText(/^12\d entries$/);
  const table = window.getByRole('table', { name: 'Custody ledger' });
  // Only the rows in view are in the page, and the last one is reached all the same.
  expect(await window.getByTestId('entry').count()).toBeLessThan(80);
  await window.getByRole('region', { name: /^Entries of the ledger/ }).focus();
  await window.keyboard.press('End');
  await expect(table).toContainText('Case created');
  await expect(window.getByRole('region', { name: 'Entry 1', exact: true })).toContainText('case.created');

  const words = window.getByRole('searchbox', { name: 'Words in an entry' });
  await words.fill('made-11');
  await expect(count).toHaveText(/^11 of 12\d entries$/);
  await words.fill('');
  await window.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Examinations: all' });
  await expect(window.getByTestId('entry')).toHaveCount(2);
  await expect(table).toContainText('Examination finished');
  await window.screenshot({ path: info.outputPath('filtered.png') });

  await window.getByRole('button', { name: 'Verify now' }).click();
  await expect(window.getByTestId('verification')).toHaveAttribute('data-ok', 'true', { timeout: 30_000 });
  await window.getByText(/^File by file/).click();
  await expect(window.getByRole('list', { name: 'Files checked' })).toContainText('E1');

  await window.getByRole('button', { name: 'Export JSON lines' }).click();
  const said = await window.getByTestId('ledger-exported').textContent();
  const path = /exports\/ledger-\d+\.jsonl/.exec(said ?? '')?.[0] ?? '';
  const lines = readFileSync(join(door.dataFolder, 'cases/seeded', path), 'utf8')
    .trimEnd()
    .split('\n');
  expect(said).toContain(`${lines.length} entries`);
  await window.getByRole('button', { name: 'Show all' }).click();
  await expect(table).toContainText('Ledger exported');
});
