/** What the examiner sees is the frame that is named: number in the picture, read-out, overlay and decoder agree, pixel by pixel. */
import { execFileSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { applyView } from '../../src/base/view-settings.ts';
import { NUMBERED, ffmpeg, numberedClip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

/** Few enough that after some seeks most frames were decoded before, and the test is about which one is shown. */
const FRAMES = 72;

test.use({
  seed: {
    files: async (folder) => [await numberedClip(folder, 'numbered.mp4', FRAMES), await colourClip(folder)],
    detectorIds: ['blink', 'head-pose'],
  },
});

/** Says of itself that it is BT.709, so that a PNG made of it may carry a gamma. */
const colourClip = (folder: string): Promise<string> =>
  ffmpeg(
    ...[
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=320x180:rate=25:duration=0.4',
      '-vf',
      'setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709',
    ],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
    join(folder, 'colour.mp4'),
  );

async function open(window: Page, exhibit = 'E1'): Promise<void> {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  if (exhibit !== 'E1') await window.getByText('colour.mp4').first().click();
  await shown(window, 0);
}

const shown = (window: Page, frame: number) =>
  expect(window.locator(`[data-testid="picture"][data-shown-frame="${frame}"][data-source="decoded"]`)).toBeVisible();

/** A frame of the coloured clip as ffmpeg decodes it without Penumbra. */
function decoded(folder: string, frame: number, format: 'rgb24' | 'rgba'): Buffer {
  const scale = 'scale=flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact';
  const args = ['-v', 'error', '-i', join(folder, 'colour.mp4'), '-vf', `select=eq(n\\,${frame}),${scale}`, '-frames:v', '1'];
  return execFileSync('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', format, '-']);
}

const onScreen = (window: Page): Promise<number[]> =>
  window
    .getByTestId('picture')
    .evaluate((canvas: HTMLCanvasElement) => [...(canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])]);

interface Named {
  readonly asked: number;
  readonly pixels: number;
  readonly readout: number;
  readonly overlay: number;
}

/**
 * Runs in the window, so that 200 seeks are not 1000 messages: asks for each frame by the sheet "Go to", waits until the picture says
 * that it is there, and notes which number the picture's own pixels show and who else names a frame.
 */
async function seekAll({ frames, block, bits }: { frames: readonly number[]; block: number; bits: number }): Promise<Named[]> {
  const of = (selector: string) => document.querySelector<HTMLElement>(selector);
  const until = async (ready: () => boolean, what: string): Promise<void> => {
    for (const begun = performance.now(); !ready(); await new Promise((resolve) => setTimeout(resolve, 10))) {
      if (performance.now() - begun > 15_000) throw new Error(`${what} did not come: ${of('.viewer')?.innerText ?? ''}`);
    }
  };
  const found: Named[] = [];
  for (const asked of frames) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', bubbles: true }));
    await until(() => of('dialog[open] input') !== null, 'the sheet');
    const input = of('dialog[open] input') as HTMLInputElement;
    input.value = String(asked);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.form?.requestSubmit();
    const picture = of('[data-testid="picture"]') as HTMLCanvasElement;
    await until(() => picture.dataset.shownFrame === String(asked) && of('dialog[open]') === null, `frame ${asked}`);
    const pen = picture.getContext('2d');
    let pixels = 0;
    for (let bit = 0; bit < bits; bit++) {
      const [red = 0] = pen?.getImageData((bit + 0.5) * block, block / 2, 1, 1).data ?? [];
      if (red > 127) pixels |= 1 << bit;
    }
    const readout = Number(of('[data-testid="readout-frame"]')?.textContent);
    found.push({ asked, pixels, readout, overlay: Number(of('[data-testid="overlay"]')?.dataset.drawnFrame) });
  }
  return found;
}

test('zooms about the pointer without interpolating, and reads out single pixels by pointer and by keys', async ({
  window,
  folder,
}, info) => {
  await open(window, 'E2');
  await window.getByTestId('view-bar').getByRole('button', { name: '100 %' }).click();
  const zoom = window.getByTestId('readout-zoom');
  await expect(zoom).toHaveText('100 %');
  const picture = window.getByTestId('picture');
  const before = (await picture.boundingBox())!;
  const pointer = { x: before.x + 40, y: before.y + 30 };
  await window.mouse.move(pointer.x, pointer.y);
  await window.mouse.wheel(0, -100);
  await expect(zoom).toHaveText('200 %');
  await expect(window.getByTestId('readout-place')).toHaveText(/^x\s*40\s*y\s*30$/);
  expect(await picture.evaluate((canvas) => getComputedStyle(canvas).imageRendering)).toBe('pixelated');

  const percent = window.getByTestId('zoom-percent');
  await percent.fill('1600');
  await percent.press('Enter');
  await expect(zoom).toHaveText('1600 %');
  await expect(window.getByTestId('pixel-grid')).toBeVisible();
  await percent.fill('9');
  await percent.press('Enter');
  await expect(percent).toHaveAttribute('aria-invalid', 'true');
  await percent.press('Escape');
  await expect(zoom).toHaveText('1600 %');

  // The crosshair by keys; its values are those that ffmpeg decodes.
  await window.keyboard.press('0');
  await window.keyboard.press('p');
  await expect(window.getByTestId('readout-place')).toHaveText(/x\s*40\s*y\s*30/);
  await window.keyboard.press('Shift+ArrowRight');
  await window.keyboard.press('ArrowUp');
  await expect(window.getByTestId('readout-place')).toHaveText(/x\s*50\s*y\s*29/);
  const rgb = decoded(folder, 3, 'rgb24');
  for (let step = 0; step < 3; step++) await window.keyboard.press('.');
  await shown(window, 3);
  const at = 3 * (29 * 320 + 50);
  const [red, green, blue] = rgb.subarray(at, at + 3);
  await expect(window.getByTestId('readout-rgb')).toHaveText(new RegExp(`^R\\s*${red}\\s*G\\s*${green}\\s*B\\s*${blue}$`));
  // All of the picture, not just that pixel: no colour conversion on the way to the screen.
  expect((await onScreen(window)).filter((_, n) => n % 4 < 3)).toEqual([...rgb]);
  await expect(window.getByTestId('readout-type')).toHaveText(/^(P|B)$/);
  await expect(window.getByTestId('readout-gop')).toHaveText('4/10');
  await window.screenshot({ path: info.outputPath('pixels.png') });
});

test('after 200 random seeks the number in the picture, the read-out and the overlay agree', async ({ window }) => {
  await open(window);
  // Overlays of these frames are there, so that none is looked at before it has come.
  await expect(window.getByTestId('overlay')).toHaveAttribute('data-drawn-frame', '0');
  // A fixed sequence (Park and Miller, 1988), so that a failure can be repeated.
  let seed = 2026;
  const frames = Array.from({ length: 200 }, () => (seed = (seed * 16807) % 2147483647) % FRAMES);
  const found = await window.evaluate(seekAll, { frames, ...NUMBERED });
  expect(found).toEqual(frames.map((frame) => ({ asked: frame, pixels: frame, readout: frame, overlay: frame })));
});

test('view settings are said, change nothing but the view, and are taken away by one key', async ({ window, folder }, info) => {
  await open(window, 'E2');
  const words = window.getByTestId('view-words');
  await expect(words).toHaveCount(0);
  await window.keyboard.press('v');
  const dock = window.getByTestId('view-dock');
  await dock.getByRole('button', { name: 'Cr', exact: true }).click();
  await dock.getByRole('slider', { name: 'Black' }).fill('20');
  await dock.getByRole('slider', { name: 'Gamma' }).fill('1.8');
  await dock.getByRole('combobox', { name: 'Contrast' }).selectOption('clahe');
  await dock.getByRole('checkbox', { name: 'Inverted' }).check();
  await expect(words).toContainText('view: channel Cr (BT.709), local contrast by CLAHE, black 20, white 255, gamma 1.8, inverted');
  await window.screenshot({ path: info.outputPath('view.png') });
  const view = { channel: 'cr', contrast: 'clahe', black: 20, white: 255, gamma: 1.8, invert: true, matrix: 'bt709' } as const;
  const raw = decoded(folder, 0, 'rgba');
  expect(await onScreen(window)).toEqual([...applyView(raw, 320, 180, view)]);
  // What is read out stays what ffmpeg decoded.
  await window.mouse.move(0, 0);
  await window.getByRole('button', { name: 'Pixel' }).click();
  const at = 4 * (90 * 320 + 160);
  await expect(window.getByTestId('readout-rgb')).toHaveText(new RegExp(`^R\\s*${raw[at]}\\s*G\\s*${raw[at + 1]}\\s*B\\s*${raw[at + 2]}$`));
  await window.keyboard.press('z');
  await expect(words).toHaveCount(0);
  expect(await onScreen(window)).toEqual([...raw]);
});

test('a snapshot is kept, gone to, printed pixel for pixel, and withdrawn', async ({ window, folder }, info) => {
  await open(window, 'E2');
  await window.keyboard.press('v');
  const dock = window.getByTestId('view-dock');
  await dock.getByRole('button', { name: 'Cr', exact: true }).click();
  await dock.getByRole('slider', { name: 'Gamma' }).fill('1.8');
  const percent = window.getByTestId('zoom-percent');
  await percent.fill('400');
  await percent.press('Enter');
  await percent.press('Tab');
  for (let step = 0; step < 3; step++) await window.keyboard.press('.');
  await shown(window, 3);
  const seen = await onScreen(window);
  await window.keyboard.press('c');
  await window.getByRole('textbox', { name: 'What it shows, in your own words' }).fill('The bar meets the green field');
  await window.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(window.getByRole('dialog', { name: 'Keep a snapshot' })).toBeHidden();

  await window.keyboard.press('Shift+C');
  const snapshot = window.getByTestId('snapshot');
  await expect(snapshot).toContainText('The bar meets the green field');
  await expect(snapshot).toContainText('400 %, channel Cr (BT.709), gamma 1.8');
  await window.keyboard.press('z');
  await window.keyboard.press('0');
  await window.keyboard.press('Home');
  await shown(window, 0);
  await snapshot.getByRole('button', { name: /The bar meets/ }).click();
  await shown(window, 3);
  await expect(window.getByTestId('readout-zoom')).toHaveText('400 %');
  await expect(window.getByTestId('view-words')).toContainText('channel Cr (BT.709), gamma 1.8');
  await window.screenshot({ path: info.outputPath('snapshot.png') });

  // The report decodes the frame again and applies the same settings: its picture is the part that was in view.
  await window.getByRole('button', { name: 'Report', exact: true }).click();
  await window.getByRole('button', { name: 'Export report' }).click();
  const link = window.getByRole('link', { name: 'Open PDF of R1' });
  await expect(link).toBeVisible({ timeout: 60_000 });
  const answer = await window.request.get(new URL((await link.getAttribute('href')) ?? '', window.url()).href);
  const pdf = info.outputPath('report.pdf');
  await writeFile(pdf, await answer.body());
  const text = execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
  expect(text).toContain('The bar meets the green field Item E2, frame 3');
  expect(text).toContain('View: channel Cr (BT.709), gamma 1.8');
  const [, left = 0, top = 0, width = 0, height = 0] = (/pixels (\d+), (\d+) to \d+, \d+ \((\d+) × (\d+)\)/.exec(text) ?? []).map(Number);
  expect([width < 320, height <= 180]).toEqual([true, true]);
  execFileSync('pdfimages', ['-png', pdf, join(folder, 'image')]);
  const part = Array.from({ length: width * height }, (_, n) => {
    const at = 4 * ((top + Math.floor(n / width)) * 320 + left + (n % width));
    return seen.slice(at, at + 3);
  }).flat();
  const images = (await readdir(folder)).filter((name) => name.startsWith('image'));
  const printed = images.map((name) =>
    execFileSync('ffmpeg', ['-v', 'error', '-i', join(folder, name), '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-']),
  );
  expect(printed.some((pixels) => pixels.equals(Buffer.from(part)))).toBe(true);

  await window.getByRole('button', { name: 'Examine', exact: true }).click();
  await snapshot.getByRole('button', { name: 'Withdraw S1' }).click();
  await snapshot.getByRole('textbox', { name: 'Reason' }).fill('The next frame shows it better');
  await snapshot.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(snapshot).toContainText('Withdrawn by Demo Examiner: The next frame shows it better');
});
