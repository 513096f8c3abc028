// Every case has an E1: the window must never show the picture, the film or the face of another case under it.
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { makeClip } from '../helpers/small-media.ts';
import { expect, test } from './door.ts';

async function begin(window: Page, name: string, file: string): Promise<void> {
  await window.getByLabel('Case name').fill(name);
  await window.getByLabel('Examiner', { exact: true }).fill('Demo Examiner');
  await window.getByRole('button', { name: 'Create case' }).click();
  await expect(window.getByRole('heading', { level: 1, name })).toBeVisible();
  await window.getByTestId('import-input').setInputFiles(file);
  await expect(window.getByTestId('picture')).toHaveAttribute('data-shown-frame', '0', { timeout: 30_000 });
}

/** What the browser has drawn, byte for byte. */
async function thumbnail(window: Page): Promise<string> {
  const picture = window.locator('.thumb img');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  return picture.evaluate((image: HTMLImageElement) => {
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const pen = canvas.getContext('2d');
    pen?.drawImage(image, 0, 0);
    return String(pen?.getImageData(0, 0, canvas.width, canvas.height).data);
  });
}

const mediaAddress = (window: Page): Promise<string | null> => window.locator('.stage video').getAttribute('src');

test('the second case of a sitting shows its own pictures, not those of the first', async ({ window, folder }) => {
  const [first, second] = [join(folder, 'first.mp4'), join(folder, 'second.mp4')];
  makeClip(first, 10);
  makeClip(second, 10, 120);
  await begin(window, 'First', first);
  const [picture, address] = [await thumbnail(window), await mediaAddress(window)];
  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  await begin(window, 'Second', second);
  expect((await thumbnail(window)) === picture).toBe(false);
  expect(await mediaAddress(window)).not.toBe(address);

  // Back in the first case it is the first picture again; and its address gives nothing while another case is open.
  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  await window.getByRole('button', { name: 'First', exact: true }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'First' })).toBeVisible();
  expect((await thumbnail(window)) === picture).toBe(true);
  const status = (url: string | null) => window.evaluate(async (asked) => (await fetch(asked)).status, url ?? '');
  const own = await mediaAddress(window);
  expect(await status(own)).toBe(200);
  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  await window.getByRole('button', { name: 'Second', exact: true }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'Second' })).toBeVisible();
  expect(await status(own)).toBe(404);
});
