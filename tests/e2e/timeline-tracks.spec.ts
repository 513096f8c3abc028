// Tracks of faces in the timeline: whom they are of, and what a click on one does.
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder, 'film.mp4', '25', 8)], findings: 6, tracks: 2 } });

test('faces name their frames; a track lists its own findings and brings the playhead into it', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  const face = window.getByTestId('track-face');
  // 200 frames, the second face from the hundredth on; a picture stands every 32 frames.
  await expect(face.first()).toHaveAttribute('alt', 'T0 at frame 0', { timeout: 20_000 });
  await expect(window.getByRole('img', { name: 'T1 at frame 100', exact: true })).toBeVisible();
  await expect
    .poll(() => face.evaluateAll((all) => all.every((one) => one instanceof HTMLImageElement && one.naturalWidth === 128)))
    .toBe(true);

  const playhead = window.getByRole('slider', { name: 'Playhead' });
  await window.screenshot({ path: info.outputPath('tracks.png') });
  const second = window.getByRole('button', { name: /^T1: frames 100 to 199, 100 with this face/ });
  await second.click();
  await expect(second).toHaveAttribute('aria-pressed', 'true');
  await expect(playhead).toHaveAttribute('aria-valuenow', '100');
  await expect(window.getByTestId('finding-count')).toHaveText('3 of 6');
  await window.screenshot({ path: info.outputPath('selected.png') });
  // Inside the track the playhead stays where it is.
  await window.keyboard.press('ArrowRight');
  await second.press('Enter');
  await expect(window.getByTestId('finding-count')).toHaveText('6 of 6');
  await second.press('Enter');
  await expect(window.getByTestId('finding-count')).toHaveText('3 of 6');
  await expect(playhead).toHaveAttribute('aria-valuenow', '101');

  // Closer in time there are faces between.
  await window.keyboard.press('Alt+=');
  await expect(window.getByRole('img', { name: 'T1 at frame 112', exact: true })).toBeVisible({ timeout: 20_000 });
  await window.setViewportSize({ width: 1280, height: 800 });
  await window.screenshot({ path: info.outputPath('small.png') });
});
