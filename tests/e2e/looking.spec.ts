/** Tools of looking: the magnifier, what is drawn over the picture, and the picture of a reference exhibit beside it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { ffmpeg, stillPicture } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({
  seed: {
    files: async (folder) => [
      await clip(folder, 'one.mp4', 'testsrc2'),
      await clip(folder, 'two.mp4', 'testsrc'),
      await stillPicture(folder),
    ],
    detectorIds: ['blink', 'head-pose'],
  },
});

const clip = (folder: string, name: string, source: string): Promise<string> =>
  ffmpeg(
    ...['-f', 'lavfi', '-i', `${source}=size=320x180:rate=25:duration=0.4`],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', join(folder, name)],
  );

/** A frame as ffmpeg decodes it without Penumbra: R, G, B, A of each pixel. */
function decoded(folder: string, name: string, frame: number): Buffer {
  const scale = 'scale=flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact';
  const args = ['-v', 'error', '-i', join(folder, name), '-vf', `select=eq(n\\,${frame}),${scale}`, '-frames:v', '1'];
  return execFileSync('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-']);
}

const pixelsOf = (canvas: Locator): Promise<number[]> =>
  canvas.evaluate((element: HTMLCanvasElement) => [
    ...(element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? []),
  ]);

const shown = (window: Page, frame: number) =>
  expect(window.locator(`[data-testid="picture"][data-shown-frame="${frame}"][data-source="decoded"]`)).toBeVisible();

async function open(window: Page, name = 'one.mp4'): Promise<void> {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  if (name !== 'one.mp4') await window.getByText(name).first().click();
  await shown(window, 0);
}

test('the magnifier shows the decoded pixels themselves, by keys too, and covers no read-out', async ({ window, folder }, info) => {
  await open(window);
  await window.keyboard.press('p');
  await window.keyboard.press('m');
  const lens = window.getByTestId('lens');
  const canvas = lens.getByRole('img', { name: 'Magnified 8 times around pixel 160, 90' });
  await expect(canvas).toBeVisible();
  await window.keyboard.press('Shift+ArrowRight');
  await window.keyboard.press('ArrowUp');
  const moved = lens.getByRole('img', { name: 'Magnified 8 times around pixel 170, 89' });
  const raw = decoded(folder, 'one.mp4', 0);
  const [count, left, top] = [23, 170 - 11, 89 - 11];
  const part = Array.from({ length: count }, (_, row) => [
    ...raw.subarray(4 * ((top + row) * 320 + left), 4 * ((top + row) * 320 + left + count)),
  ]);
  expect(await pixelsOf(moved)).toEqual(part.flat());
  expect(await moved.evaluate((element) => [getComputedStyle(element).imageRendering, element.clientWidth])).toEqual([
    'pixelated',
    8 * count,
  ]);
  await window.screenshot({ path: info.outputPath('lens.png') });

  // In the last corner of the picture it still lies within the stage, above both read-outs.
  await window.keyboard.press('Shift+M');
  await window.getByRole('combobox', { name: 'Power of the magnifier' }).selectOption('32x');
  await window.keyboard.press('Escape');
  const picture = (await window.getByTestId('picture').boundingBox())!;
  await window.mouse.move(picture.x + picture.width - 1, picture.y + picture.height - 1);
  await expect(lens.getByRole('img', { name: 'Magnified 32 times around pixel 319, 179' })).toBeVisible();
  const box = (await lens.boundingBox())!;
  const readout = (await window.getByRole('group', { name: 'Read-out', exact: true }).boundingBox())!;
  expect(box.y + box.height).toBeLessThanOrEqual(readout.y);
  await window.keyboard.press('m');
  await expect(lens).toHaveCount(0);

  // On a still it is the same tool.
  await window.getByText('still.png').first().click();
  await shown(window, 0);
  await window.keyboard.press('m');
  await expect(lens).toContainText('32x');
});
