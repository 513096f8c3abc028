// axe-core over every room of the window: no violation of WCAG 2.2 A and AA, nor of its best practices.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { h264WithTone } from '../fixtures/make-clips.ts';
import { ROOMS } from '../../scripts/rooms.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264WithTone(folder)], findings: 6 } });

/** Rule, and the first elements that break it: what a person needs to mend it. */
async function violations(window: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: window }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

test('no room breaks an accessibility rule', async ({ window }) => {
  const broken: Record<string, string[]> = {};
  const check = async (room: string): Promise<void> => {
    const found = await violations(window);
    if (found.length > 0) broken[room] = found;
  };
  await check('cases');
  await window.getByRole('button', { name: /Seeded case/ }).click();
  for (const { name, open } of ROOMS) {
    await open(window);
    await expect(window.getByRole('main')).toBeVisible();
    await check(name);
  }
  await window.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Examine' }).click();
  await window.getByTestId('sound-lanes').click();
  await expect(window.getByTestId('spectrogram')).toHaveAttribute('data-painted', /narrow/, { timeout: 30_000 });
  await check('sound of the film unfolded');
  await window.keyboard.press('?');
  await expect(window.getByRole('dialog')).toBeVisible();
  await check('shortcuts');
  expect(broken).toEqual({});
});
