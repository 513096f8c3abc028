// A whole examination without a mouse: open, choose, examine, review, note, report, verify; every control is reached by Tab, F6 or the palette.
import type { Locator, Page } from '@playwright/test';
import { h264Clip, openGopClip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder), await openGopClip(folder)], findings: 4 } });

const focused = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Presses Tab until it is there, as a person would. */
async function tabTo(window: Page, target: Locator, most = 60): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < most; presses += 1) {
    if (await focused(target)) return;
    await window.keyboard.press('Tab');
  }
  throw new Error(`not reached by ${String(most)} presses of Tab: ${target.toString()}`);
}

async function palette(window: Page, letters: string, expected: string): Promise<void> {
  await window.keyboard.press('Control+k');
  await expect(window.getByRole('combobox', { name: /^Command/ })).toBeFocused();
  await window.keyboard.type(letters);
  await expect(window.getByRole('option', { selected: true }).filter({ hasText: expected })).toBeVisible();
  await window.keyboard.press('Enter');
}

test('a whole examination by keyboard', async ({ window }, info) => {
  await window.evaluate(() => {
    let pointed = 0;
    addEventListener('pointerdown', () => (document.body.dataset.pointed = String((pointed += 1))), true);
  });
  await tabTo(window, window.getByRole('button', { name: /Seeded case/ }));
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { level: 1, name: 'Seeded case' })).toBeVisible();

  // The second exhibit, by name.
  await palette(window, 'E2', 'E2 ');
  await expect(window.getByRole('button', { name: /^E2 / })).toHaveAttribute('aria-current', 'true');

  // F6 goes through the panels and comes back; nothing holds the focus.
  const panel = () => window.evaluate(() => document.activeElement?.closest('[data-panel]')?.getAttribute('data-panel') ?? null);
  const visited: (string | null)[] = [];
  for (let press = 0; press < 5; press += 1) {
    await window.keyboard.press('F6');
    visited.push(await panel());
  }
  expect(visited).toEqual(['evidence', 'viewer', 'side', 'timeline', 'evidence']);
  await window.keyboard.press('Shift+F6');
  expect(await panel()).toBe('timeline');

  // One cheap detector, asked for by hand.
  await palette(window, 'panel examination', 'Examination');
  await tabTo(window, window.getByTestId('detector-choice').locator('summary'));
  await window.keyboard.press('Enter');
  await tabTo(window, window.getByRole('button', { name: 'None', exact: true }));
  await window.keyboard.press('Enter');
  await tabTo(window, window.getByRole('checkbox', { name: /File structure/i }).first());
  await window.keyboard.press('Space');
  await expect(window.getByTestId('choice-words')).toContainText('1 of');
  await palette(window, 'examine this exhibit', 'Examine this exhibit');
  const tab = window.getByRole('tab', { name: /Findings/ });
  await expect(tab).toHaveAttribute('aria-selected', 'true', { timeout: 30_000 });

  // The first finding is decided, and an own one is kept. The panel turns as the examination ends, and then reads the findings.
  await expect(window.getByTestId('finding').first()).toBeVisible();
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('1');
  await expect(window.getByLabel('Reason', { exact: true })).toBeFocused();
  await window.keyboard.type('The file says so itself.');
  await window.keyboard.press('Enter');
  await expect(window.getByTestId('review-line')).toContainText('confirmed by Demo Examiner');
  await window.keyboard.press('n');
  await expect(window.getByLabel('What is seen')).toBeFocused();
  await window.keyboard.type('The picture is a test pattern');
  await tabTo(window, window.getByRole('button', { name: 'Mark a region' }));
  await window.keyboard.press('Enter');
  await expect(window.getByRole('application')).toBeFocused();
  await window.keyboard.press('Shift+ArrowRight');
  await tabTo(window, window.getByRole('button', { name: 'Keep', exact: true }), 200);
  await window.keyboard.press('Enter');
  await expect(window.getByTestId('own-finding')).toHaveCount(1);
  await window.screenshot({ path: info.outputPath('own.png') });

  await palette(window, 'view report', 'Report');
  await tabTo(window, window.getByRole('button', { name: 'Export report' }));
  await window.keyboard.press('Enter');
  await expect(window.getByRole('link', { name: 'Open PDF of R1' })).toBeVisible({ timeout: 60_000 });

  await palette(window, 'verify the case', 'Verify the case');
  await expect(window.getByTestId('verification')).toHaveAttribute('data-ok', 'true', { timeout: 60_000 });
  await expect(window.getByRole('table', { name: 'Custody ledger' })).toContainText('Note kept');
  expect(await window.evaluate(() => document.body.dataset.pointed ?? 'never')).toBe('never');
});
