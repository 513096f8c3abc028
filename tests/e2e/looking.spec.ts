/** Tools of looking: the magnifier, what is drawn over the picture, and the picture of a reference exhibit beside it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { applyView } from '../../src/base/view-settings.ts';
import { differenceOf } from '../../src/base/picture-difference.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({
  seed: {
    files: async (folder) => [await clip(folder, 'one.mp4', 'testsrc2'), await clip(folder, 'two.mp4', 'testsrc'), await still(folder)],
    detectorIds: ['blink', 'head-pose'],
  },
});

const clip = (folder: string, name: string, source: string): Promise<string> =>
  ffmpeg(
    ...['-f', 'lavfi', '-i', `${source}=size=320x180:rate=25:duration=0.4`],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', join(folder, name)],
  );

const still = (folder: string): Promise<string> =>
  ffmpeg(...['-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=25:duration=0.04', '-frames:v', '1'], join(folder, 'still.png'));

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

test('a reference stands beside the exhibit in the same frame, zoom and pan, is wiped over it, and is subtracted from it', async ({
  window,
  folder,
}, info) => {
  await open(window);
  const reference = window.getByTestId('reference-picture');
  const words = window.getByTestId('compare-words');
  const bar = window.getByTestId('compare-bar');
  const [one, two] = [decoded(folder, 'one.mp4', 3), decoded(folder, 'two.mp4', 5)];
  await window.keyboard.press('b');
  await expect(words).toContainText('Choose the exhibit');
  await bar.getByRole('combobox', { name: 'Reference' }).selectOption('E2');
  await window.keyboard.press('Escape');
  await bar.getByRole('spinbutton', { name: 'Frame offset' }).fill('2');
  await bar.getByRole('spinbutton', { name: 'Frame offset' }).press('Tab');
  for (let step = 0; step < 3; step++) await window.keyboard.press('.');
  await shown(window, 3);
  await expect(reference).toHaveAttribute('data-shown-frame', '5');
  await expect(words).toContainText(/left\s+E1 f 3\s+right\s+E2 f 5/);
  expect(await pixelsOf(reference)).toEqual([...two]);
  // What was drawn when each was examined lies over its own frame.
  await expect(window.getByTestId('overlay')).toHaveAttribute('data-drawn-frame', '3');
  await expect(window.getByTestId('reference-overlay')).toHaveAttribute('data-drawn-frame', '5');
  await bar.getByRole('combobox', { name: 'Matched by' }).selectOption('time');
  await expect(words).toContainText(/right\s+E2 f 5/);
  await bar.getByRole('combobox', { name: 'Matched by' }).selectOption('number');

  // Enlarged and moved together: the same pixel of both is as far from the middle of its own side.
  await window.getByTestId('view-bar').getByRole('button', { name: 'Zoom in' }).click();
  await window.keyboard.press('Control+ArrowLeft');
  const [left, right] = [(await window.getByTestId('picture').boundingBox())!, (await reference.boundingBox())!];
  expect([right.width, right.height, right.y]).toEqual([left.width, left.height, left.y]);
  const pane = (await window.getByTestId('reference-pane').boundingBox())!;
  expect(right.x - left.x).toBeCloseTo(pane.width + 1, -0.5);
  await window.screenshot({ path: info.outputPath('beside.png') });

  // View settings are those of both sides.
  await window.keyboard.press('v');
  await window.getByTestId('view-dock').getByRole('checkbox', { name: 'Inverted' }).check();
  const view = { channel: 'rgb', contrast: 'none', black: 0, white: 255, gamma: 1, invert: true, matrix: 'bt601' } as const;
  expect(await pixelsOf(reference)).toEqual([...applyView(two, 320, 180, view)]);
  await window.keyboard.press('z');
  await window.keyboard.press('v');
  await window.keyboard.press('0');

  await window.keyboard.press('Shift+B');
  const divider = window.getByRole('slider', { name: 'Divider of the wipe' });
  await divider.focus();
  await window.keyboard.press('Shift+ArrowRight');
  await window.keyboard.press('ArrowRight');
  await expect(divider).toHaveAttribute('aria-valuenow', '61');
  await expect(window.getByTestId('reference-overlay')).toHaveAttribute('data-drawn-frame', '5');
  await shown(window, 3);
  const handle = (await divider.boundingBox())!;
  await window.mouse.move(handle.x + 6, handle.y + 40);
  await window.mouse.down();
  await window.mouse.move(handle.x - 100, handle.y + 40);
  await window.mouse.up();
  expect(Number(await divider.getAttribute('aria-valuenow'))).toBeLessThan(50);
  await window.screenshot({ path: info.outputPath('wipe.png') });

  await bar.getByRole('button', { name: 'Difference' }).click();
  await bar.getByRole('combobox', { name: 'Gain' }).selectOption('4x');
  const expected = differenceOf({ data: one, width: 320, height: 180 }, { data: two, width: 320, height: 180 }, 4)!;
  await expect(words).toContainText(
    `greatest ${expected.most}, mean ${expected.mean.toFixed(3)} of 255; ${expected.differing} of 57600 pixels differ`,
  );
  expect(await pixelsOf(window.getByTestId('difference-picture'))).toEqual([...expected.data]);
  await window.screenshot({ path: info.outputPath('difference.png') });
  const { violations } = await new AxeBuilder({ page: window }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);

  // The record says what was compared, and that one picture is kept.
  await window.keyboard.press('c');
  const sentence =
    '[Compared on screen with E2, frame 5 (matched by number, offset +2), by the absolute difference times 4. Kept is the picture of E1 alone.]';
  await expect(window.getByTestId('snapshot-compared')).toHaveText(sentence);
  await window.getByRole('textbox', { name: 'What it shows, in your own words' }).fill('The bars are elsewhere');
  await window.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(window.getByTestId('snapshot-compared')).toBeHidden();
  await window.keyboard.press('Shift+C');
  await expect(window.getByTestId('snapshot')).toContainText(`The bars are elsewhere ${sentence}`);
  await window.keyboard.press('Shift+C');

  // Past the reference's end nothing stands in place of its frame; a still stays on its one frame; another size has no difference.
  await window.keyboard.press('End');
  await expect(words).toContainText('E2 has no frame 11: it ends at 9.');
  await bar.getByRole('combobox', { name: 'Reference' }).selectOption('E3');
  await expect(bar.getByRole('spinbutton', { name: 'Frame offset' })).toBeDisabled();
  await expect(words).toContainText('No difference: E1 has 320 × 180 pixels, E3 160 × 90. Nothing is scaled to make them fit.');
  await expect(window.getByTestId('difference-picture')).toBeHidden();
  await window.screenshot({ path: info.outputPath('sizes.png') });
});

test('the legend names what is drawn over this frame, and one remembered control makes it fainter', async ({ window }, info) => {
  await open(window);
  const overlay = window.getByTestId('overlay');
  await expect(overlay).toHaveAttribute('data-drawn-frame', '0');
  await window.keyboard.press('h');
  const legend = window.getByTestId('legend-dock');
  await expect(legend.getByRole('listitem')).toHaveText([/Face box and track: /, /Eyelids: /, /Irises: /]);
  await window.getByTestId('finding').first().click();
  await expect(legend.getByRole('listitem').last()).toHaveText('Region of the selected finding F1');

  await window.getByTestId('overlays').click();
  const menu = window.getByRole('group', { name: 'Overlays', exact: true });
  await menu.getByRole('checkbox', { name: 'Face box and track' }).uncheck();
  await expect(legend.getByRole('listitem').first()).toHaveText(/Eyelids: /);
  await menu.getByRole('slider', { name: 'Opacity of the overlays, per cent' }).fill('40');
  await expect(overlay).toHaveCSS('opacity', '0.4');
  await window.screenshot({ path: info.outputPath('legend.png') });
  const { violations } = await new AxeBuilder({ page: window }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);

  await window.reload();
  await expect(overlay).toHaveCSS('opacity', '0.4');
  await window.keyboard.press('Shift+H');
  await expect(overlay).toHaveCSS('opacity', '0.25');
});
