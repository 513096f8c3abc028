// Between the marks: playing over and over, an own finding; and from the palette to a detector's lane.
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder, 'film.mp4', '25', 8)], findings: 6 } });

test('film goes round between the marks, an own finding takes them, the palette goes to a lane', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await expect(window.getByTestId('signal-plot').first()).toHaveAttribute('data-drawn', 'true');
  const playhead = window.getByRole('slider', { name: 'Playhead' });
  await window.keyboard.press('Home');
  for (let k = 0; k < 5; k += 1) await window.keyboard.press('Shift+ArrowRight');
  await window.keyboard.press('i');
  for (let k = 0; k < 2; k += 1) await window.keyboard.press('Shift+ArrowRight');
  await window.keyboard.press('o');
  const over = window.getByRole('button', { name: 'Play over and over' });
  await expect(over).toHaveAttribute('aria-pressed', 'false');
  await window.keyboard.press('r');
  await expect(over).toHaveAttribute('aria-pressed', 'true');
  await window.keyboard.press('Home');
  await window.keyboard.press('Space');
  // Frames 50 to 70 last 0.84 s: after two turns of it time has been everywhere that it may be.
  const seen = await playhead.evaluate(async (element) => {
    const frames: number[] = [];
    let back = 0;
    for (const end = performance.now() + 20_000; performance.now() < end && back < 2;) {
      frames.push(Number(element.getAttribute('aria-valuenow')));
      if ((frames.at(-1) ?? 0) < (frames.at(-2) ?? 0)) back += 1;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return { least: Math.min(...frames), most: Math.max(...frames), back };
  });
  expect(seen.least).toBeGreaterThanOrEqual(50);
  expect(seen.most).toBeLessThanOrEqual(71);
  expect(seen.back).toBe(2);
  await window.screenshot({ path: info.outputPath('looping.png') });
  await window.keyboard.press('k');
  await expect(window.getByTestId('rate')).toHaveText('stopped');

  await window.keyboard.press('n');
  await expect(window.getByTestId('own-marked')).toHaveText('From in to out, as marked');
  await expect(window.getByRole('spinbutton', { name: 'First frame' })).toHaveValue('50');
  await expect(window.getByRole('spinbutton', { name: 'Last frame' })).toHaveValue('70');
  await window.screenshot({ path: info.outputPath('own.png') });
  await window.getByTestId('own-form').getByRole('button', { name: 'Cancel' }).click();

  await window.keyboard.press('Control+k');
  await window.keyboard.type('lane pixel');
  await window.keyboard.press('Enter');
  const lane = window.locator('[data-testid="lane-toggle"][data-detector="pixelation"]');
  await expect(lane).toBeFocused();
  await expect(lane).toHaveAttribute('aria-expanded', 'true');
  await expect(lane).toBeInViewport();
  await window.screenshot({ path: info.outputPath('lane.png') });
  await window.keyboard.press('?');
  await window.getByRole('heading', { name: 'List of exhibits, once it has the focus' }).scrollIntoViewIfNeeded();
  await window.screenshot({ path: info.outputPath('sheet.png') });
});
