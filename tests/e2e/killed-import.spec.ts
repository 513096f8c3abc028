// An import of several files that was killed: opening the case says so in numbers, and it is forgotten once one of several files ended.
import { join } from 'node:path';
import { entryFor } from '../../src/store/entries.ts';
import { openCase } from '../../src/store/open-case.ts';
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 1 } });

const NAMES = ['a.mp4', 'b.mp4', 'letter.txt', 'd.mp4'];

test('says what a killed import had come to, until an import of several files has its end', async ({ door, window }, info) => {
  const folder = join(door.dataFolder, 'cases', 'seeded');
  const note = (write: (store: ReturnType<typeof openCase>) => void): void => {
    const store = openCase(folder, { now: () => new Date('2026-03-04T05:06:07.000Z'), penumbraVersion: '0.1.0' });
    write(store);
    store.close();
  };
  note((store) => {
    store.note(entryFor.importStarted('Demo Examiner', store.info().id, NAMES));
    const error = { code: 'MEDIA_UNRECOGNISED', message: 'no media' } as const;
    store.note(entryFor.exhibitRefused('Demo Examiner', 'letter.txt', error, null));
  });

  await window.getByRole('button', { name: /Seeded case/ }).click();
  const notice = window.getByTestId('unfinished-import');
  await expect(notice).toHaveText(
    /^\s*An import of 4 files that was begun 2026-03-04 05:06:07 UTC did not end: 0 imported, 0 already here, 1\s+refused, 3 not begun\. Import the same files again/,
  );
  await window.setViewportSize({ width: 1280, height: 800 });
  await window.screenshot({ path: info.outputPath('killed.png') });
  // It is about the case, not about a room.
  await window.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(notice).toBeVisible();
  await window.getByRole('button', { name: 'Cases', exact: true }).click();
  await expect(window.getByTestId('case-search')).toBeVisible();

  note((store) => {
    const { seq } = store.note(entryFor.importStarted('Demo Examiner', store.info().id, NAMES));
    store.note(entryFor.importEnded('Demo Examiner', store.info().id, seq, [], null));
  });
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await expect(window.getByTestId('exhibits')).toBeVisible();
  await expect(notice).toHaveCount(0);
});
