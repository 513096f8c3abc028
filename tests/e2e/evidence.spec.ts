// The list of exhibits: narrowed, several selected by keys, tagged as a group, noted, and all of it in the ledger.
import { join } from 'node:path';
import { makeClip, makeSound } from '../helpers/small-media.ts';
import { expect, test } from './door.ts';

test.use({
  seed: {
    findings: 4,
    files: (folder) => {
      const [one, two, three] = ['door 9.mp4', 'door 10.mp4', 'call.wav'].map((name) => join(folder, name)) as [string, string, string];
      makeClip(one, 20);
      makeClip(two, 20, 90);
      makeSound(three);
      return Promise.resolve([one, two, three]);
    },
  },
});

test('exhibits are found, selected, tagged and noted, and every act can be verified', async ({ window, folder }) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  const list = window.getByTestId('exhibits');
  const row = (id: string) => list.locator(`[data-exhibit="${id}"]`);
  await expect(list.getByRole('button')).toHaveCount(3);
  await expect(row('E1')).toContainText('100 % · 0/4 reviewed');
  await expect(row('E3')).toContainText('not examined');
  // Small pictures: a frame, and a waveform.
  for (const id of ['E1', 'E3'])
    await expect
      .poll(() =>
        row(id)
          .locator('img')
          .evaluate((img: HTMLImageElement) => img.naturalWidth),
      )
      .toBeGreaterThan(50);
  await expect(window.getByTestId('coverage-facts')).toContainText('20 of 20 frames decoded and examined');
  await expect(window.getByTestId('coverage-facts')).toContainText('4 findings not reviewed');

  // By keys: two rows, one tag, two acts.
  await row('E1').focus();
  await window.keyboard.press('Shift+ArrowDown');
  await expect(window.getByTestId('group-bar')).toContainText('2 selected');
  await window.keyboard.press('t');
  await window.keyboard.type('Entrance');
  await window.keyboard.press('Enter');
  await expect(row('E1')).toContainText('Entrance');
  await expect(row('E2')).toContainText('Entrance');
  await expect(row('E3')).not.toContainText('Entrance');

  await window.getByLabel('Search exhibits').fill('entrance');
  await expect(list.getByRole('button')).toHaveCount(2);
  await window.getByRole('button', { name: 'Filter ▾' }).click();
  await window.getByLabel('State').selectOption('not examined');
  await expect(window.getByText('No exhibit matches.')).toBeVisible();
  await window.getByRole('button', { name: 'Show all' }).click();
  await window.getByLabel('Order by').selectOption('name');
  await expect(list.getByRole('button')).toHaveText([/^.*E3/, /^.*E1/, /^.*E2/]);

  await row('E1').click();
  await window.getByLabel('Note on E1').fill('The lens is scratched.');
  await window.keyboard.press('Enter');
  await window.getByRole('button', { name: 'Take off the tag Entrance' }).click();
  await expect(row('E1')).not.toContainText('Entrance');
  await window.getByRole('button', { name: 'Take back…' }).click();
  await window.keyboard.type('It was the display.');
  await window.keyboard.press('Enter');
  await expect(window.getByTestId('marks')).toContainText('Taken back by Demo Examiner');

  // The same bytes once more are said to be known, and stand as a second arrival.
  await window.getByTestId('import-input').setInputFiles([join(folder, 'door 9.mp4')]);
  await expect(window.getByTestId('import-outcomes')).toContainText('the same bytes as E1');
  await window.getByTestId('acquisitions').locator('summary').click();
  await expect(window.getByTestId('acquisitions')).toContainText('How it came (2)');

  await window.getByTestId('custody-state').click();
  await window.getByRole('button', { name: /Verify now/ }).click();
  await expect(window.getByTestId('verification')).toHaveAttribute('data-ok', 'true');
  await expect(window.getByRole('table', { name: 'Custody ledger' })).toContainText('Tag or note taken back');
});

test('a name that would show itself otherwise than it is, is imported and shown with its unseen characters', async ({ window, folder }) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  const path = join(folder, 'a\nb \u202Egpj.mp4');
  makeClip(path, 5);
  await window.getByTestId('import-input').setInputFiles(path);
  await expect(window.getByTestId('import-outcomes')).toContainText('1 imported');
  await expect(window.getByTestId('exhibits').locator('[data-exhibit="E4"]')).toContainText('a\uFFFDb \\u{202E}gpj.mp4');
});
