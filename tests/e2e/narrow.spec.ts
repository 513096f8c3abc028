// Half a screen, or a small one at a larger scale: nothing of the window lies outside of it.
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

/** More than fit below each other, and one that listens. */
const DETECTORS =
  'blink head-pose expression gaze pulse identity-drift body lighting shadow temporal face-flicker pixelation compression face-edge spectrum eyes-and-teeth prosody';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 6, detectorIds: DETECTORS.split(' ') } });

test('at 1024 x 700 a long name gives way, and the list of overlays ends above the edge and offers only what draws', async ({
  window,
}, info) => {
  await window.setViewportSize({ width: 1024, height: 700 });
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByTestId('overlays').click();
  const menu = window.getByRole('group', { name: 'Overlays', exact: true });
  await expect(menu.getByRole('checkbox', { name: 'Head pose' })).toBeAttached();
  // It listens: there is nothing of it to see on a frame.
  await expect(menu.getByRole('checkbox', { name: 'Prosody' })).toHaveCount(0);
  const box = await menu.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(700);
  await window.screenshot({ path: info.outputPath('menu.png') });
  await window.keyboard.press('Escape');
  const timecode = await window.getByTestId('readout-timecode').boundingBox();
  const viewer = await window.locator('[data-panel="viewer"]').boundingBox();
  expect((timecode?.x ?? 0) + (timecode?.width ?? 0)).toBeLessThanOrEqual((viewer?.x ?? 0) + (viewer?.width ?? 0));

  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  await window.getByLabel('Case name').fill('2026-114, a conversation in the corridor of the second floor, camera four');
  await window.getByLabel('Examiner', { exact: true }).fill('Demo Examiner of the second laboratory');
  await window.getByRole('button', { name: 'Create case' }).click();
  const side = window.locator('[data-panel="side"]');
  await expect(side).toBeVisible();
  const place = await side.boundingBox();
  expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThanOrEqual(1024);
  await expect(window.getByRole('button', { name: 'Keyboard shortcuts' })).toBeInViewport({ ratio: 1 });
});
