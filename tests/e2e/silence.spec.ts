// A recording in which nothing sounds is drawn dark, by a level that can be chosen; the palette names its kind.
import { ffmpeg } from '../fixtures/make-clips.ts';
import { join } from 'node:path';
import { expect, test } from './door.ts';

test.use({
  seed: {
    files: async (folder) => [await ffmpeg('-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=mono', '-t', '1', join(folder, 'silence.wav'))],
  },
});

test('silence is drawn dark, not as the loudest there is', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await expect(window.locator('[data-testid="spectrogram"][data-painted*="narrow"]')).toBeVisible({ timeout: 60_000 });
  await expect(window.getByLabel('Level that is drawn brightest').locator('option:checked')).toHaveText('-100 dB');
  await window.screenshot({ path: info.outputPath('silence.png') });
  await expect
    .poll(() =>
      window.getByTestId('spectrogram').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.reduce((most, value, at) => (at % 4 === 3 ? most : Math.max(most, value)), 0);
      }),
    )
    .toBeLessThan(64);
  await window.keyboard.press('Control+k');
  await window.keyboard.type('silence.wav');
  await expect(window.getByRole('dialog').getByRole('option', { name: /silence\.wav/ })).toContainText('Sound');
});
