// Three hours of sound in a real Chromium: the axis says the right frequency at every zoom, and the window stays small.
import type { Locator, Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './door.ts';

const TURN_SECONDS = 5400;
const RATE = 16_000;
/** Half of full scale. */
const TONE_DB = 20 * Math.log10(0.5);
const MEMORY_BYTES = 400 * 1024 * 1024;

/** 1 kHz for an hour and a half, then 2.5 kHz. */
function makeRecording(folder: string): string {
  const path = join(folder, 'three-hours.flac');
  const tone = (hz: number): string[] => [
    '-f',
    'lavfi',
    '-t',
    String(TURN_SECONDS),
    '-i',
    `sine=frequency=${String(hz)}:sample_rate=${String(RATE)}`,
  ];
  // ffmpeg's sine has an amplitude of 1/8.
  const join2 = '[0:a][1:a]concat=n=2:v=0:a=1,volume=4:precision=double[out]';
  const args = [...tone(1000), ...tone(2500), '-filter_complex', join2, '-map', '[out]', '-sample_fmt', 's16', '-c:a', 'flac', path];
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...args]);
  return path;
}

async function openWith(window: Page, file: string): Promise<void> {
  await window.getByLabel('Case name').fill('2026-117, telephone');
  await window.getByLabel('Examiner', { exact: true }).fill('Demo Examiner');
  await window.getByRole('button', { name: 'Create case' }).click();
  await window.getByTestId('import-input').setInputFiles([file]);
  await expect(window.getByTestId('import-outcomes')).toBeVisible({ timeout: 120_000 });
  await window.getByRole('button', { name: 'Dismiss' }).click();
}

const number = async (output: Locator): Promise<number> => Number(await output.textContent());

/** Points at a share of the width and at a mark of the frequency axis, and reads what stands there. */
async function readAt(window: Page, share: number, hz: number): Promise<{ axisHz: number; pixelHz: number; binHz: number; db: number }> {
  const surface = window.getByTestId('sound-surface');
  const mark = window.locator(`[data-testid="hz-tick"][data-hz="${String(hz)}"]`);
  const [box, label] = await Promise.all([surface.boundingBox(), mark.boundingBox()]);
  await surface.hover({ position: { x: box!.width * share, y: label!.y + label!.height / 2 - box!.y } });
  await expect(window.getByTestId('cursor-db')).toHaveText(/\d/, { timeout: 60_000 });
  const picture = await window.getByTestId('spectrogram').boundingBox();
  return {
    axisHz: await number(window.getByTestId('cursor-hz')),
    pixelHz: RATE / 2 / picture!.height,
    binHz: await number(window.getByTestId('cursor-bin')),
    db: await number(window.getByTestId('cursor-db')),
  };
}

async function expectTone(window: Page, share: number, hz: number): Promise<void> {
  const found = await readAt(window, share, hz);
  expect(Math.abs(found.axisHz - hz)).toBeLessThanOrEqual(found.pixelHz);
  expect(found.binHz).toBe(hz);
  expect(Math.abs(found.db - TONE_DB)).toBeLessThan(0.1);
}

/** What the kernel counts for the renderer's process: shared libraries by their share. */
async function rendererBytes(window: Page): Promise<number> {
  const session = await window.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(id)}/smaps_rollup`, 'utf8'))?.[1] ?? Number.NaN) * 1024);
  return Math.max(...sizes);
}

test('three hours: the axis is right at three zooms, before and after the turn', async ({ window, folder }, info) => {
  const file = makeRecording(folder);
  await openWith(window, file);
  const begun = performance.now();
  const picture = window.getByTestId('spectrogram');
  await expect(picture).toHaveAttribute('data-painted', /narrow/, { timeout: 120_000 });
  const first = performance.now() - begun;
  await expect(window.getByTestId('sound-decoding')).toHaveAttribute('data-done', 'true', { timeout: 120_000 });
  await expect(picture).toHaveAttribute('data-painted', /narrow/, { timeout: 120_000 });
  const whole = performance.now() - begun;

  const surface = window.getByTestId('sound-surface');
  await expectTone(window, 0.25, 1000);
  await expectTone(window, 0.75, 2500);
  expect((await readAt(window, 0.75, 1000)).db).toBeLessThan(-90);
  await window.screenshot({ path: info.outputPath('whole.png') });

  // The keys look closer around the cursor: at the turn, eleven minutes, then five seconds.
  await readAt(window, 0.5, 1000);
  await surface.focus();
  for (let zoom = 0; zoom < 4; zoom += 1) await window.keyboard.press('+');
  await expect(picture).toHaveAttribute('data-painted', /narrow/);
  await expectTone(window, 0.25, 1000);
  await expectTone(window, 0.75, 2500);
  await readAt(window, 0.5, 1000);
  for (let zoom = 0; zoom < 7; zoom += 1) await window.keyboard.press('+');
  await expect(picture).toHaveAttribute('data-painted', /narrow 3/);
  await expectTone(window, 0.25, 1000);
  await expectTone(window, 0.75, 2500);
  await window.screenshot({ path: info.outputPath('close.png') });

  // The other window and axes say the same.
  await window.getByRole('button', { name: '5 ms' }).click();
  await window.getByLabel('Frequency axis').selectOption('log');
  await expect(picture).toHaveAttribute('data-painted', /broad/);
  expect(Math.abs((await readAt(window, 0.25, 1000)).db - TONE_DB)).toBeLessThan(0.2);

  const bytes = process.platform === 'linux' ? await rendererBytes(window) : 0;
  expect(bytes).toBeLessThan(MEMORY_BYTES);
  console.log(
    `sound: first picture ${(first / 1000).toFixed(1)} s, whole recording ${(whole / 1000).toFixed(1)} s, renderer ${(bytes / 1048576).toFixed(0)} MB`,
  );
});

test('a stretch is selected, measured and heard', async ({ window, folder }, info) => {
  const file = join(folder, 'voice.wav');
  // A voice that is only a tone with its harmonics, 170 Hz, beside the hum of a grid, 50.06 Hz.
  const pulses = 'aevalsrc=0.1*(sin(2*PI*170*t)+sin(2*PI*340*t)+sin(2*PI*510*t)+sin(2*PI*680*t))+0.003*sin(2*PI*50.06*t):s=44100:d=8';
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', pulses, '-c:a', 'pcm_s16le', file]);
  await openWith(window, file);
  await expect(window.getByTestId('spectrogram')).toHaveAttribute('data-painted', /narrow/, { timeout: 120_000 });
  const box = (await window.getByTestId('sound-surface').boundingBox())!;
  await window.mouse.move(box.x + box.width * 0.25, box.y + box.height / 2);
  await window.mouse.down();
  await window.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2, { steps: 4 });
  await window.mouse.up();
  await expect(window.locator('[data-measure="f0"]')).toHaveText('170.0 Hz', { timeout: 60_000 });
  await expect(window.locator('[data-measure="hum-median"]')).toHaveText(/^median 50\.0(59|60|61) Hz$/);
  await expect(window.getByTestId('hum-track')).toContainText(/at 50 Hz$/);
  await window.getByRole('img', { name: 'Frequency of the hum over the stretch' }).scrollIntoViewIfNeeded();
  await window.screenshot({ path: info.outputPath('hum.png') });
  await expect(window.locator('[data-measure="rms"]')).toHaveText(/-1[67]\.\d\d dB/);
  await window.getByTestId('sound-surface').focus();
  await window.keyboard.press('Space');
  await expect(window.getByRole('button', { name: 'Stop the sound' })).toBeVisible();
  await expect(window.getByTestId('sound-position')).toHaveText(/^00:00:0[2-5]\./, { timeout: 10_000 });
  await window.keyboard.press('Space');
  await expect(window.getByRole('button', { name: 'Play the sound' })).toBeVisible();
  // Without a mouse: the selection goes, and comes again from the keys.
  await window.keyboard.press('Escape');
  await expect(window.getByTestId('stretch')).toContainText('Drag across the sound');
  for (let k = 0; k < 5; k += 1) await window.keyboard.press('Control+Shift+ArrowRight');
  await expect(window.locator('[data-measure="peak"]')).toHaveText(/dB/, { timeout: 60_000 });
  await window.screenshot({ path: info.outputPath('stretch.png') });
});

test('a note is kept on a stretch and a band, shown, and withdrawn; a file that cannot be played says so', async ({
  window,
  folder,
}, info) => {
  const file = join(folder, 'dialogue.wma');
  const hum = 'aevalsrc=0.2*sin(2*PI*3000*t)*between(t\\,2\\,3)+0.05*sin(2*PI*200*t):s=32000:d=6';
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', hum, '-c:a', 'wmav2', file]);
  await openWith(window, file);
  await expect(window.getByTestId('spectrogram')).toHaveAttribute('data-painted', /narrow/, { timeout: 120_000 });
  await expect(window.getByTestId('sound-refused')).toHaveCount(0);
  await window.getByTestId('sound-surface').focus();
  await window.keyboard.press('Space');
  await expect(window.getByTestId('sound-refused')).toContainText('knows wmav2');
  await expect(window.getByRole('button', { name: 'Play the sound' })).toBeVisible();

  // Shift and drag from 4 kHz down to 2 kHz, over the tone.
  const surface = (await window.getByTestId('sound-surface').boundingBox())!;
  const heightOf = async (hz: number): Promise<number> => {
    const mark = (await window.locator(`[data-testid="hz-tick"][data-hz="${String(hz)}"]`).boundingBox())!;
    return mark.y + mark.height / 2;
  };
  const [high, low] = [await heightOf(4000), await heightOf(2000)];
  await window.keyboard.down('Shift');
  await window.mouse.move(surface.x + surface.width * 0.3, high);
  await window.mouse.down();
  await window.mouse.move(surface.x + surface.width * 0.55, low, { steps: 4 });
  await window.mouse.up();
  await window.keyboard.up('Shift');
  await expect(window.getByTestId('chosen-band')).toBeVisible();
  const lowest = window.getByLabel('Lowest frequency, Hz');
  const highest = window.getByLabel('Highest frequency, Hz');
  const perPixel = RATE / (await window.getByTestId('spectrogram').boundingBox())!.height;
  expect(Math.abs(Number(await lowest.inputValue()) - 2000)).toBeLessThanOrEqual(perPixel);
  expect(Math.abs(Number(await highest.inputValue()) - 4000)).toBeLessThanOrEqual(perPixel);

  const keep = window.getByRole('button', { name: 'Keep' });
  await window.getByLabel('Text of the note').fill('A whistle that no speaker makes');
  await lowest.fill('20000');
  await lowest.blur();
  await expect(keep).toBeDisabled();
  await lowest.fill('2500');
  await lowest.blur();
  await keep.click();
  const note = window.locator('[data-note="N1"]');
  await expect(note).toContainText('2500 to');
  await expect(note).toContainText('A whistle that no speaker makes');
  await expect(window.locator('[data-mark="N1"]')).toBeVisible();
  // Its box stands beside the marks of the axis: from a little above 2 kHz up to 4 kHz.
  const mark = (await window.locator('[data-mark="N1"]').boundingBox())!;
  const [top, bottom] = [await heightOf(4000), low + (500 / 2000) * (high - low)];
  expect(Math.abs(mark.y - top)).toBeLessThan(3);
  expect(Math.abs(mark.y + mark.height - bottom)).toBeLessThan(3);
  expect(Math.abs(mark.x - (surface.x + surface.width * 0.3))).toBeLessThan(3);
  await expect(window.locator('[data-lane-note="N1"]')).toBeVisible();
  // From the lane, by pointer and by key, the note is gone to and selected.
  const lane = window.locator('[data-lane-note="N1"]');
  const there = /^00:00:01\.[78]/;
  for (const how of ['click', 'key'] as const) {
    await window.getByTestId('sound-surface').focus();
    await window.keyboard.press('Escape');
    await window.mouse.click(surface.x + surface.width * 0.9, surface.y + surface.height * 0.5);
    await expect(window.getByTestId('sound-position')).not.toHaveText(there);
    await (how === 'click' ? lane.click() : lane.press('Enter'));
    await expect(window.getByTestId('sound-position')).toHaveText(there);
    await expect(window.getByTestId('chosen-band')).toBeVisible();
  }
  await window.screenshot({ path: info.outputPath('note.png') });

  await note.getByRole('button', { name: 'Withdraw' }).click();
  await window.getByLabel('Reason for withdrawing').fill('It is the kettle');
  await note.getByRole('button', { name: 'Withdraw' }).click();
  await expect(note).toContainText('Withdrawn by Demo Examiner');
  await expect(note).toContainText('It is the kettle');
  await expect(window.locator('[data-mark="N1"]')).toHaveCount(0);
  await expect(window.locator('[data-lane-note="N1"]')).toHaveClass(/withdrawn/);
  await window.reload();
  await window.getByRole('tab', { name: 'Sound' }).click();
  await expect(note).toContainText('It is the kettle');
  await window.screenshot({ path: info.outputPath('withdrawn.png') });
});

test('a film says what of it cannot be heard; its notes are gone to from the timeline', async ({ window, folder }, info) => {
  const file = join(folder, 'walk.mkv');
  const [picture, sound] = ['testsrc=size=640x360:rate=25:duration=6', 'aevalsrc=0.1*sin(2*PI*440*t)+0.01*sin(2*PI*50*t):s=44100:d=6'];
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound];
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...inputs, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'ac3', file]);
  await openWith(window, file);
  await window.getByTestId('sound-toggle').click();
  await expect(window.getByTestId('spectrogram')).toHaveAttribute('data-painted', /narrow/, { timeout: 120_000 });
  const surface = (await window.getByTestId('sound-surface').boundingBox())!;
  await window.mouse.move(surface.x + surface.width * 0.4, surface.y + surface.height / 2);
  await window.mouse.down();
  await window.mouse.move(surface.x + surface.width * 0.9, surface.y + surface.height / 2, { steps: 4 });
  await window.mouse.up();
  await expect(window.getByTestId('hum-track')).toContainText(/median 50\.00\d Hz/, { timeout: 60_000 });
  await window.getByLabel('Text of the note').fill('Hum under the tone');
  await window.getByRole('button', { name: 'Keep' }).click();
  const lane = window.locator('[data-lane-note="N1"]');
  await lane.press('Enter');
  await expect(window.getByTestId('readout-frame')).toHaveText(/^(59|60)$/);

  await expect(window.getByTestId('sound-refused')).toHaveCount(0);
  await window.getByTestId('sound-surface').focus();
  await window.keyboard.press('Space');
  await expect(window.getByTestId('sound-refused')).toContainText('plays the picture of this film but not its sound');
  await expect(window.getByTestId('sound-refused')).toContainText('knows ac3');
  await window.screenshot({ path: info.outputPath('film.png') });
});
