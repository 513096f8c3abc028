// The window in its second language: chosen in the settings, remembered, whole, nothing clipped, and no mark left in the case.
import { AxeBuilder } from '@axe-core/playwright';
import { h264WithTone } from '../fixtures/make-clips.ts';
import { roomsIn } from '../../scripts/rooms.ts';
import { readCatalogue } from '../../scripts/words/catalogues.ts';
import { clipped } from './clipped.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264WithTone(folder)], findings: 6 } });

const german = readCatalogue('de');
const WORDY = new Set(['findings', 'custody', 'settings']);
const rooms = roomsIn((text) => german[text] ?? text);

test('the window speaks German when it is asked to, and the case does not notice', async ({ window }) => {
  await window.setViewportSize({ width: 1280, height: 800 });
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await expect(window.getByTestId('custody-state')).toContainText('verified', { timeout: 30_000 });
  await window.getByRole('button', { name: 'Custody', exact: true }).click();
  const newest = window.getByTestId('entry').first().getByRole('button');
  await expect(window.getByTestId('entry').first()).toContainText('Case verified');
  const before = await newest.textContent();
  expect(before).toMatch(/^#\d+$/);
  const settings = window.getByRole('button', { name: 'Settings', exact: true });
  await settings.click();
  await expect(window.locator('html')).toHaveAttribute('lang', 'en');
  await window.getByTestId('language').selectOption('Deutsch');

  // The window is drawn anew and finds the case that is still open.
  await expect(window.locator('html')).toHaveAttribute('lang', 'de');
  await expect(window.getByRole('navigation', { name: 'Ansichten' }).getByRole('button')).toHaveText([
    'Untersuchen',
    'Beweismittelkette',
    'Bericht',
    'Validierung',
    'Einstellungen',
  ]);
  const broken: Record<string, string[]> = {};
  for (const { name, open } of rooms) {
    await open(window);
    await expect(window.getByRole('main')).toBeVisible();
    const axe = new AxeBuilder({ page: window });
    // The colours are those of the English rooms (accessibility.spec); where most words stand, they are looked at in German too, for
    // longer words wrap onto other grounds.
    if (!WORDY.has(name)) axe.disableRules('color-contrast');
    const { violations } = await axe.analyze();
    const found = [
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)),
      ...(await clipped(window)),
    ];
    if (found.length > 0) broken[name] = found;
  }
  expect(broken).toEqual({});

  await expect(window.getByRole('heading', { name: 'Sprache des Fensters' })).toBeVisible();
  await window.getByRole('button', { name: 'Beweismittelkette', exact: true }).click();
  await expect(window.getByTestId('entry').first()).toContainText('Fall geprüft');
  await expect(newest).toHaveText(before ?? '');
  await window.keyboard.press('?');
  await expect(window.getByRole('dialog', { name: 'Tastenkürzel' })).toContainText('Strg + K');
  await window.keyboard.press('Escape');

  await window.reload();
  await expect(window.locator('html')).toHaveAttribute('lang', 'de');
});
