/** What a player cannot play is played by a proxy: the picture on screen is the frame that is named, and a stopped frame is the original's. */
import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ffmpeg, NUMBERED, numberedClip, tone } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

const FRAMES = 120;

/** Of uneven intervals (40 and 60 ms, and one pause), MPEG-4 part 2 with B-frames, AC-3 that begins before the picture: nothing of it can be played here. */
async function unplayableFilm(folder: string): Promise<string> {
  const interval = (n: number): number => (n === 60 ? 180 : n % 3 === 0 ? 36 : 24);
  const silent = await numberedClip(folder, 'silent.mkv', FRAMES, interval, ['-c:v', 'mpeg4', '-bf', '2', '-g', '12', '-q:v', '2']);
  const inputs = ['-itsoffset', '0.2', '-i', silent, '-i', await tone(folder, 'tone.wav', 6)];
  return ffmpeg(...inputs, '-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'ac3', join(folder, 'unplayable.mkv'));
}

test.use({
  seed: {
    files: async (folder) => [await unplayableFilm(folder), await tone(folder, 'voice.wma', 3)],
    detectorIds: ['blink'],
  },
});

interface Presented {
  /** Read from the blocks of the picture that the player shows. */
  readonly drawn: number;
  /** As the window names it. */
  readonly named: number;
}

/** Of so many pictures that the player presents: the number drawn in each and the number that the window gives it. */
const presented = (window: Page, count: number): Promise<Presented[]> =>
  window.locator('video').evaluate(
    (element, { wanted, block, bits }) =>
      new Promise<Presented[]>((resolve) => {
        const video = element as HTMLVideoElement;
        const pen = new OffscreenCanvas(320, 180).getContext('2d', { willReadFrequently: true });
        const picture = document.querySelector<HTMLElement>('[data-testid="picture"]');
        const seen: Presented[] = [];
        const look = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
          // On a busy machine the player may show a picture further than the one that it has just announced: the picture says its own time.
          const shown = new VideoFrame(video);
          const further = Math.abs(shown.timestamp - mediaTime * 1e6) > 1000;
          pen?.drawImage(shown, 0, 0, 320, 180);
          shown.close();
          if (further) {
            video.requestVideoFrameCallback(look);
            return;
          }
          const pixels = pen?.getImageData(0, 0, 320, 180).data ?? [];
          let drawn = 0;
          for (let bit = 0; bit < bits; bit++)
            if ((pixels[4 * ((block / 2) * 320 + bit * block + block / 2)] ?? 0) > 127) drawn |= 1 << bit;
          // Of the same drawing of the page: after what the window does about this picture, before it hears of the next.
          requestAnimationFrame(() => {
            seen.push({ drawn, named: Number(picture?.dataset.shownFrame) });
            if (seen.length === wanted) resolve(seen);
            else video.requestVideoFrameCallback(look);
          });
        };
        video.requestVideoFrameCallback(look);
      }),
    { wanted: count, block: NUMBERED.block, bits: NUMBERED.bits },
  );

test('a film is played by a proxy whose every frame is the one that is named', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByText('unplayable.mkv').first().click();
  await expect(window.locator('[data-testid="picture"][data-shown-frame="0"][data-source="decoded"]')).toBeVisible();
  await window.locator('[data-panel="viewer"]').focus();
  await window.keyboard.press('l');
  await expect(window.getByTestId('proxy-offer')).toContainText('cannot play this film');
  await window.keyboard.press('k');
  expect((await new AxeBuilder({ page: window }).analyze()).violations).toEqual([]);
  await window.setViewportSize({ width: 1280, height: 800 });
  await window.screenshot({ path: info.outputPath('offer.png') });
  await window.getByRole('button', { name: 'Make a proxy' }).click();
  await expect(window.getByTestId('proxy-used')).toContainText('E1-proxy.mp4', { timeout: 60_000 });
  expect((await new AxeBuilder({ page: window }).analyze()).violations).toEqual([]);
  await window.screenshot({ path: info.outputPath('made.png') });

  for (const from of [0, 47, 90]) {
    await window.locator('[data-panel="viewer"]').focus();
    await window.keyboard.press('g');
    await window.getByRole('textbox', { name: /frame/i }).fill(String(from));
    await window.keyboard.press('Enter');
    await expect(window.locator(`[data-testid="picture"][data-shown-frame="${from}"][data-source="decoded"]`)).toBeVisible();
    await window.locator('[data-panel="viewer"]').focus();
    const looking = presented(window, 8);
    // Slowly: few pictures are passed over then.
    await window.keyboard.press('Shift+L');
    const pictures = await looking;
    await expect(window.getByTestId('proxy-badge')).toBeVisible();
    if (from === 47) await window.screenshot({ path: info.outputPath('playing.png') });
    await window.keyboard.press('k');
    await expect(window.locator('[data-testid="picture"][data-source="decoded"]')).toBeVisible();
    await expect(window.getByTestId('proxy-badge')).toHaveCount(0);
    expect(pictures.map(({ named }) => named)).toEqual(pictures.map(({ drawn }) => drawn));
    expect(pictures[0]?.drawn).toBeGreaterThanOrEqual(from);
    expect(new Set(pictures.map(({ drawn }) => drawn)).size).toBeGreaterThan(4);
  }
});

test('a recording is heard by a proxy, and the case verifies with it', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByText('voice.wma').first().click();
  await expect(window.getByTestId('spectrogram')).toHaveAttribute('data-painted', /narrow/, { timeout: 60_000 });
  await window.getByTestId('sound-surface').focus();
  await window.keyboard.press('Space');
  await expect(window.getByTestId('proxy-offer')).toContainText('cannot play this recording');
  await window.getByRole('button', { name: 'Make a proxy' }).click();
  await expect(window.getByTestId('proxy-used')).toContainText('E2-proxy.flac', { timeout: 60_000 });
  await window.getByTestId('sound-surface').focus();
  await window.keyboard.press('Space');
  await expect(window.getByTestId('sound-position')).toHaveText(/^00:00:0[1-3]\./, { timeout: 10_000 });
  await window.screenshot({ path: info.outputPath('heard.png') });
  await window.getByTestId('custody-state').click();
  await window.getByRole('button', { name: /Verify/ }).click();
  await expect(window.getByTestId('custody-state')).toContainText('verified', { timeout: 30_000 });
});
