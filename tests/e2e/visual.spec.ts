// The five main rooms look as they were last looked at. Pictures in tests/e2e/screens; renewed with
// `playwright test visual.spec --update-snapshots`, and then looked at again before they are committed.
import type { Locator, Page } from '@playwright/test';
import { join } from 'node:path';
import { ffmpeg, h264WithTone } from '../fixtures/make-clips.ts';
import { ROOMS } from '../../scripts/rooms.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264WithTone(folder), await sweep(folder)], findings: 6 } });

/**
 * A pixel differs when its colour is further away than 0.2 of black to white (Playwright's own default: letters
 * drawn by another version of the same browser); a room differs when one pixel in a hundred does: about a line of
 * words at this size.
 */
const TOLERANCE = { threshold: 0.2, maxDiffPixelRatio: 0.01 };
const MAIN_ROOMS = ['findings', 'sound', 'custody', 'report'];

/** What comes last in a room: before it, two equal pictures may be of one that still waits. */
const arrives: Readonly<Record<string, (window: Page) => Locator>> = {
  findings: (window) => window.locator('[data-testid="picture"][data-source="decoded"]'),
  sound: (window) => window.locator('[data-testid="spectrogram"][data-painted*="narrow"]'),
  custody: (window) => window.getByTestId('entry').first(),
};

test('the main rooms look as before', async ({ window }) => {
  await window.emulateMedia({ reducedMotion: 'reduce' });
  await looksAs(window, 'cases');
  await window.getByRole('button', { name: /Seeded case/ }).click();
  for (const { name, open } of ROOMS.filter((room) => MAIN_ROOMS.includes(room.name))) {
    await open(window);
    if (name === 'report') await previewDraft(window);
    else await expect(arrives[name]!(window)).toBeVisible({ timeout: 60_000 });
    await looksAs(window, name);
  }
});

/** Four seconds at 16 kHz: a tone that rises to 8 kHz, four times louder in its second half, over a hum. */
const sweep = (folder: string): Promise<string> =>
  ffmpeg(
    '-f',
    'lavfi',
    '-i',
    'aevalsrc=(0.1+0.3*gte(t\\,2))*sin(2*PI*1000*t*t)+0.02*sin(2*PI*100*t):s=16000:d=4',
    join(folder, 'sweep.wav'),
  );

async function previewDraft(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Preview draft' }).click();
  await expect(window.locator('.canvasWrapper canvas').first()).toBeVisible({ timeout: 60_000 });
}

async function looksAs(window: Page, room: string): Promise<void> {
  await window.mouse.move(0, 0);
  // What is decoded, drawn or rendered for the room has come when two pictures half a second apart are equal.
  let before = await window.screenshot();
  await expect(async () => {
    const now = await window.screenshot();
    const still = now.equals(before);
    before = now;
    expect(still, `${room} is still being drawn`).toBe(true);
  }).toPass({ intervals: [500], timeout: 30_000 });
  await window.evaluate(standIns);
  // A page of the report holds the day, versions and hashes as pixels, not as words.
  const mask = [window.locator('.canvasWrapper'), window.locator('.small-page canvas')];
  await expect.soft(window).toHaveScreenshot(`${room}.png`, { ...TOLERANCE, mask, maskColor: '#808080', animations: 'disabled' });
}

/** Runs in the page: words that differ from run to run become words of the same kind that do not. */
function standIns(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const changes: readonly (readonly [RegExp, (found: string) => string])[] = [
    [/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?/g, (found) => '2026-01-01 12:00:00'.slice(0, found.length)],
    [/^\d\d:\d\d$/g, () => '12:00'],
    [/\b[0-9a-f]{8,64}(…[0-9a-f]{4})?\b/g, (found) => found.replace(/[0-9a-f]/g, '0')],
    [/\bmade in [\d.]+ s\b/g, () => 'made in 1.0 s'],
    [/\b[\d.]+ (kB|MB)\b/g, (found) => found.replace(/\d/g, '0')],
  ];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    let text = node.nodeValue ?? '';
    for (const [pattern, standIn] of changes) text = text.replace(pattern, standIn);
    if (text !== node.nodeValue) node.nodeValue = text;
  }
}
