// The combined likelihood ratio of an examination, with what each cue adds.
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 3, detectorIds: ['blink', 'gaze'], combined: true } });

test('stands above the detectors with each cue’s part, and the case verifies', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByRole('tab', { name: /Examination/ }).click();
  const combined = window.getByRole('list', { name: 'Combined likelihood ratios' }).getByTestId('combined');
  await expect(combined).toHaveCount(1);
  await expect(combined).toContainText('1/1.6');
  await expect(combined).toContainText('held at the bound');
  const parts = combined.getByRole('row');
  await expect(parts).toHaveText([
    /Blinks?\s*\+0\.13/,
    /Gaze\s*−0\.50/,
    /Constant\s*\+0\.10/,
    /Sum\s*−0\.2[78]/,
    /log10 LR, held\s*−0\.20/,
  ]);
  for (const [width, height] of [
    [1440, 900],
    [1280, 800],
  ] as const) {
    await window.setViewportSize({ width, height });
    await combined.scrollIntoViewIfNeeded();
    await window.screenshot({ path: info.outputPath(`combined-${String(width)}.png`) });
  }
  await window.getByTestId('custody-state').click();
  await window.getByRole('button', { name: /Verify/ }).click();
  await expect(window.getByTestId('custody-state')).toContainText('verified', { timeout: 30_000 });
});
