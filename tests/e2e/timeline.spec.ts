// The timeline over a written examination: how close it looks, what is marked, and what the plots say at a frame.
import type { Page } from '@playwright/test';
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder, 'film.mp4', '25', 8)], findings: 6 } });

const inView = (window: Page) => window.getByTestId('overview').getAttribute('aria-valuetext');

test('keys look closer, wider and at what is marked; plots give the value of the frame', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await expect(window.getByTestId('signal-plot').first()).toHaveAttribute('data-drawn', 'true');
  expect(await inView(window)).toBe('00:00:00:00 to 00:00:08:00');
  // The wave of the first detector has no value in its first twenty frames, then sin(frame / 20).
  const value = window.getByTestId('signal-value').first();
  await expect(value).toHaveText('–');
  await window.getByTestId('timeline-lanes').click({ position: { x: 300, y: 10 } });
  await window.keyboard.press('Home');
  for (let k = 0; k < 5; k += 1) await window.keyboard.press('Shift+ArrowRight');
  await expect(value).toHaveText('0.5985');

  await window.keyboard.press('i');
  for (let k = 0; k < 2; k += 1) await window.keyboard.press('Shift+ArrowRight');
  await window.keyboard.press('o');
  const marked = window.getByTestId('marked');
  // Frame 50 to the end of frame 70.
  await expect(marked).toHaveAttribute('data-start-us', '2000000');
  await expect(marked).toHaveAttribute('data-end-us', '2840000');
  await window.keyboard.press('Shift+X');
  expect(await inView(window)).toBe('00:00:02:00 to 00:00:02:21');
  await window.keyboard.press('Shift+I');
  await expect(window.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuenow', '50');
  await window.keyboard.press('Shift+O');
  await expect(window.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuenow', '70');
  await window.screenshot({ path: info.outputPath('marked.png') });

  await window.keyboard.press('Shift+Z');
  expect(await inView(window)).toBe('00:00:00:00 to 00:00:08:00');
  await window.keyboard.press('x');
  await expect(marked).toHaveCount(0);
  // As close as one frame, which the ruler then shows whole.
  for (let k = 0; k < 12; k += 1) await window.keyboard.press('Alt+=');
  expect(await inView(window)).toBe('00:00:02:20 to 00:00:02:21');
  await window.keyboard.press('Shift+PageUp');
  expect(await inView(window)).toMatch(/^00:00:02:19/);
  await window.screenshot({ path: info.outputPath('frame.png') });
  await expect(window.getByTestId('key-frames')).toHaveAttribute('aria-label', '17 key frames over time');
});
