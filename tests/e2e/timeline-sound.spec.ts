// The sound of a film in its timeline: on the film's own clock, also where the sound begins later than the picture.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

/** Four seconds of film; the tone begins after one and a half and lasts two. */
const film = (folder: string) =>
  ffmpeg(
    ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=4'],
    ...['-itsoffset', '1.5', '-f', 'lavfi', '-i', 'sine=frequency=1000:sample_rate=16000:duration=2'],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '25', '-c:a', 'pcm_s16le', join(folder, 'late.mkv')],
  );

test.use({ seed: { files: async (folder) => [await film(folder)], findings: 6 } });

/** First and last drawn column of a lane's picture, as shares of its width. */
const drawn = (window: Page, testId: string) =>
  window.getByTestId(testId).evaluate((element) => {
    const shadow = element.firstElementChild?.shadowRoot;
    const canvas = element instanceof HTMLCanvasElement ? element : shadow?.querySelector('canvas');
    const pen = canvas?.getContext('2d');
    if (canvas === null || canvas === undefined || pen === null || pen === undefined || canvas.width === 0) return null;
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const columns = Array.from({ length: width }, (_, x) => x).filter((x) =>
      Array.from({ length: height }, (_, y) => data[4 * (y * width + x) + 3] ?? 0).some((alpha) => alpha > 0),
    );
    return { from: (columns[0] ?? -1) / width, to: ((columns.at(-1) ?? -1) + 1) / width };
  });

test('waveform and spectrogram lie where the film sounds, at any zoom', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  const fold = window.getByTestId('sound-lanes');
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await expect(window.getByTestId('spectrogram')).toHaveCount(0);
  await fold.click();
  await expect(window.getByTestId('spectrogram')).toHaveAttribute('data-painted', /narrow/, { timeout: 30_000 });
  // A column of the spectrogram reaches over its window of 60 ms; the waveform is exact to its pixel.
  const near = (share: number) => expect.closeTo(share, 2);
  await expect.poll(() => drawn(window, 'waveform')).toEqual({ from: near(1.5 / 4), to: near(3.5 / 4) });
  expect(await drawn(window, 'spectrogram')).toEqual({ from: near(1.5 / 4), to: near(3.5 / 4) });
  await window.screenshot({ path: info.outputPath('whole.png') });

  // The second from 1 s to 2 s, by the marks: it sounds from its middle on.
  const go = async (frame: number, mark: string) => {
    await window.keyboard.press('Home');
    for (let k = 0; k < Math.floor(frame / 10); k += 1) await window.keyboard.press('Shift+ArrowRight');
    for (let k = 0; k < frame % 10; k += 1) await window.keyboard.press('ArrowRight');
    await window.keyboard.press(mark);
  };
  await go(25, 'i');
  await go(49, 'o');
  await window.keyboard.press('Shift+X');
  await expect.poll(() => drawn(window, 'waveform'), { timeout: 20_000 }).toEqual({ from: near(0.5), to: near(1) });
  await expect.poll(() => drawn(window, 'spectrogram'), { timeout: 20_000 }).toEqual({ from: near(0.5), to: near(1) });
  await window.setViewportSize({ width: 1280, height: 800 });
  await window.getByRole('separator', { name: 'Height of the timeline' }).press('ArrowUp');
  await window.screenshot({ path: info.outputPath('close.png') });
  // A click in the picture of the sound moves the playhead of the film.
  const box = await window.getByTestId('spectrogram').boundingBox();
  await window.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.5, (box?.y ?? 0) + 20);
  await expect(window.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuenow', '37');
  await fold.click();
  await expect(window.getByTestId('spectrogram')).toHaveCount(0);
});
