// What an examiner could overlook: what the decoder warned of, detectors that cannot run here, findings behind an examination that was begun again.
import { concealedWords } from '../../src/engine/media/concealed.ts';
import { makeClip } from '../helpers/small-media.ts';
import { join } from 'node:path';
import { expect, test } from './door.ts';

test.use({
  seed: {
    findings: 4,
    begunAgain: true,
    warnings: [
      { frame: null, words: 'ffmpeg: error while decoding MB 3 4' },
      {
        frame: 5,
        words: concealedWords(3, [
          { first: 5, last: 6 },
          { first: 12, last: 12 },
        ]),
      },
    ],
    files: (folder) => {
      const path = join(folder, 'door.mp4');
      makeClip(path, 20);
      return Promise.resolve([path]);
    },
  },
});

test('warnings of the decoder stand beside the coverage, on the timeline and at their frames', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  const warnings = window.getByTestId('decoding-warnings');
  await expect(warnings.getByRole('listitem')).toHaveText([
    'whole item: ffmpeg: error while decoding MB 3 4',
    /^frame 5: Parts of 3 frames are missing or damaged in the film, and ffmpeg made them of other pictures: 5 to 6, 12\. What is/,
  ]);
  await expect(window.getByTestId('warning-lane')).toBeVisible();
  await expect(window.getByTestId('readout-warned')).toHaveCount(0);
  await warnings.getByRole('button', { name: 'frame 5' }).click();
  await expect(window.getByTestId('readout-frame')).toHaveText('5');
  await expect(window.getByTestId('readout-warned')).toHaveAttribute('title', /made them of other pictures/);
  await window.screenshot({ path: info.outputPath('warned.png') });
});

test('an examination that was begun again does not hide the findings of the one that finished', async ({ window }, info) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await expect(window.getByTestId('finding')).toHaveCount(4);
  await expect(window.getByTestId('exhibits')).toContainText('100 % · 0/4 reviewed');
  const other = window.getByTestId('other-examination');
  await expect(other).toContainText('Shown is J1. J2 is newer (interrupted).');
  await window.screenshot({ path: info.outputPath('newer.png') });
  await other.getByRole('button', { name: 'Show J2' }).click();
  await expect(window.getByTestId('finding')).toHaveCount(0);
  await expect(other).toContainText('Shown is J2 (interrupted). J1 has finished, with findings of its own.');
  await other.getByRole('button', { name: 'Show J1' }).click();
  await expect(window.getByTestId('finding')).toHaveCount(4);
  await window.getByRole('button', { name: 'Report', exact: true }).click();
  const open = window.getByRole('note', { name: 'What is still open' });
  await expect(open).toContainText('Not finished, so that nothing is concluded from it: J2.');
  await expect(open).toContainText('4 findings have no decision.');
});

test('a detector whose network is missing is named before an examination begins', async ({ window }, info) => {
  // The networks of the program are those of every test: the answer is changed on its way instead.
  await window.route('**/analysis.applicable', async (route) => {
    const answer = await route.fetch();
    const said = JSON.parse(await answer.text()) as { value: { detectorId: string; missing: string[] }[] };
    for (const one of said.value) if (one.detectorId === 'gaze') one.missing = ['iris'];
    await route.fulfill({ response: answer, json: said });
  });
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await window.getByRole('tab', { name: 'Examination' }).click();
  await expect(window.getByTestId('unable')).toContainText('1 detector of those chosen cannot run on this machine');
  await expect(window.getByTestId('unable')).toContainText('missing or cut off (iris)');
  await window.getByTestId('detector-choice').locator('summary').first().click();
  await expect(window.getByTestId('lacks')).toHaveText('Cannot run on this machine: iris missing or cut off');
  await window.screenshot({ path: info.outputPath('unable.png') });
});
