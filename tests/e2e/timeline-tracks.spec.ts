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

test('lanes are as high as a person makes them, by keys or by dragging, and stay so', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await expect(window.getByTestId('signal-plot').first()).toHaveAttribute('data-drawn', 'true');
  const tracks = window.getByRole('separator', { name: 'Height of the face tracks' });
  await expect(tracks).toHaveAttribute('aria-valuenow', '38');
  await tracks.press('ArrowDown');
  await tracks.press('ArrowDown');
  await expect(tracks).toHaveAttribute('aria-valuenow', '70');
  const track = window.getByTestId('track').first();
  expect((await track.boundingBox())?.height).toBe(63);
  const plots = window.getByRole('separator', { name: 'Height of the plots' });
  // 64 pixels over the edge, then back to the height that is shared out.
  const before = Number(await plots.getAttribute('aria-valuenow'));
  // Focusing scrolls it into view.
  await plots.focus();
  const box = await plots.boundingBox();
  const [x, y] = [(box?.x ?? 0) + 40, box?.y ?? 0];
  await window.mouse.move(x, y);
  await window.mouse.down();
  await window.mouse.move(x, y + 64, { steps: 4 });
  await window.mouse.up();
  await expect(plots).toHaveAttribute('aria-valuenow', String(before + 64));
  await window.screenshot({ path: info.outputPath('heights.png') });
  const kept = () =>
    window.evaluate(() => [localStorage.getItem('penumbra.panel.lane-tracks'), localStorage.getItem('penumbra.panel.lane-plots')]);
  expect(await kept()).toEqual(['70', String(before + 64)]);
  await plots.press('Enter');
  await tracks.focus();
  await tracks.dispatchEvent('dblclick');
  await expect(plots).toHaveAttribute('aria-valuenow', String(before));
  await expect(tracks).toHaveAttribute('aria-valuenow', '38');
  expect(await kept()).toEqual([null, null]);
});
