// Findings reviewed by keyboard alone: one, many in one act, taken back; the filter says what it hides.
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

const FINDINGS = 300;
test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: FINDINGS } });

test('findings are filtered, decided together and taken back by keyboard', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  const rows = window.getByTestId('finding');
  const count = window.getByTestId('finding-count');
  await expect(count).toHaveText(`${String(FINDINGS)} of ${String(FINDINGS)}`);
  // Only what is in view is drawn.
  expect(await rows.count()).toBeLessThan(60);

  const key = (...keys: string[]) => keys.reduce((before, one) => before.then(() => window.keyboard.press(one)), Promise.resolve());
  await key('/');
  await window.keyboard.type('head-pose');
  await key('Enter');
  await expect(count).toHaveText(`${String(FINDINGS / 5)} of ${String(FINDINGS)}`);

  // One decision, and on to the next finding.
  await key('ArrowDown', '2');
  await window.getByLabel('then to the next one').press('Space');
  await window.getByLabel('Reason', { exact: true }).press('M');
  await window.keyboard.type('otion blur');
  await key('Enter');
  await expect(rows.first()).toHaveAttribute('data-state', 'rejected');
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');

  // Three at once, with a reason given before.
  await key('Shift+ArrowDown', 'Shift+ArrowDown', 'Alt+3');
  await expect(window.getByLabel('Reason for 3 findings')).toBeFocused();
  await key('Alt+1', 'Enter');
  await expect(rows.nth(3)).toHaveAttribute('data-state', 'inconclusive');
  await expect(rows.nth(4)).toHaveAttribute('aria-selected', 'true');

  // Everything alike that is listed, taken back at once: the decisions before it stand again.
  await key('a', 'Alt+1', 'Alt+1', 'Enter');
  await expect(rows.nth(5)).toHaveAttribute('data-state', 'confirmed');
  await key('Control+z');
  await expect(rows.first()).toHaveAttribute('data-state', 'rejected');
  await expect(rows.nth(5)).toHaveAttribute('data-state', 'unreviewed');

  await key('ArrowUp');
  await expect(window.getByTestId('review-history')).toContainText('2 decisions in the record');
  await window.screenshot({ path: info.outputPath('triage.png') });
  await key('Backspace');
  await expect(count).toHaveText(`${String(FINDINGS)} of ${String(FINDINGS)}`);

  // 1 + 3 + 60 decisions and 60 taken back, each with an entry of its own that its record is held against.
  await window.getByTestId('custody-state').click();
  await window.getByRole('button', { name: /Verify/ }).click();
  await expect(window.getByTestId('custody-state')).toContainText('verified', { timeout: 30_000 });
  await expect(window.getByRole('table', { name: 'Custody ledger' })).toContainText('Decision taken back');
});

test('an own finding is drawn by keys, shown and withdrawn', async ({ window }) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await expect(window.getByTestId('picture')).toHaveAttribute('data-source', 'decoded', { timeout: 30_000 });
  await window.keyboard.press('ArrowRight');
  await window.keyboard.press('n');
  await expect(window.getByLabel('What is seen')).toBeFocused();
  await window.keyboard.type('The outline is doubled');
  await window.getByRole('button', { name: 'Mark a region' }).press('Enter');
  const region = window.getByRole('application');
  await expect(region).toBeFocused();
  const before = await region.getAttribute('aria-label');
  const [left, top, width, height] = (/\d+, \d+, \d+, \d+/.exec(before ?? '')?.[0] ?? '').split(', ').map(Number);
  for (const key of ['ArrowRight', 'Shift+ArrowDown', 'Control+ArrowLeft']) await window.keyboard.press(key);
  await expect(region).toHaveAttribute(
    'aria-label',
    new RegExp(`${String(left! + 1)}, ${String(top! + 10)}, ${String(width! - 1)}, ${String(height)} pixels`),
  );
  await window.getByLabel('What is seen').press('Enter');
  const row = window.getByTestId('own-finding');
  await expect(row).toHaveAttribute('data-state', 'kept');
  await expect(window.locator('[data-region="N1"]')).toBeVisible();
  await row.press('Enter');
  await expect(window.getByTestId('note-detail')).toContainText('frame 1');
  await expect(window.locator('[data-lane-note="N1"]')).toBeVisible();

  await window.getByRole('button', { name: 'Withdraw…' }).press('Enter');
  await window.getByLabel('Reason for withdrawing').fill('Seen again: a shadow');
  await window.keyboard.press('Enter');
  await expect(row).toHaveAttribute('data-state', 'withdrawn');
  await expect(window.locator('[data-region="N1"]')).toHaveCount(0);

  // The same by mouse: dragged over the picture, in whole pixels of the frame.
  await window.keyboard.press('n');
  const box = await window.getByTestId('picture').boundingBox();
  const at = (share: number): [number, number] => [box!.x + box!.width * share, box!.y + box!.height * share];
  await window.mouse.move(...at(0.25));
  await window.mouse.down();
  await window.mouse.move(...at(0.75), { steps: 3 });
  await window.mouse.up();
  await expect(region).toHaveAttribute(
    'aria-label',
    new RegExp(`${String(left)}, ${String(top)}, ${String(width)}, ${String(height)} pixels`),
  );
});
