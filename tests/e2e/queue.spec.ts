/** Several exhibits in one queue: their order, the one that is let go, the one that is paused, the one that is cancelled, and how they go on. */
import type { Page } from '@playwright/test';
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

const queued = (window: Page) => window.getByTestId('queued').locator('span.mono');
const selectExhibit = (window: Page, name: string) => window.getByText(name).first().click();

test('exhibits are examined in the order that the examiner gives them', async ({ window, folder }, info) => {
  // The first and the last are long enough to be still running when they are paused.
  const files = await Promise.all(
    (
      [
        ['a.mp4', 30],
        ['b.mp4', 2],
        ['c.mp4', 1],
        ['d.mp4', 40],
      ] as const
    ).map(([name, seconds]) => h264Clip(folder, name, '25', seconds)),
  );
  await window.getByLabel('Case name').fill('Queue');
  await window.getByRole('textbox', { name: 'Examiner' }).fill('Demo Examiner');
  await window.getByRole('button', { name: 'Create case' }).click();
  await window.getByTestId('import-input').setInputFiles(files);
  await expect(window.getByTestId('import-outcomes')).toBeVisible({ timeout: 60_000 });
  await window.getByRole('button', { name: 'Dismiss' }).click();
  await window.getByRole('tab', { name: 'Examination' }).click();
  await window.getByRole('button', { name: 'Examine all not examined (4)' }).click();
  await expect(queued(window)).toHaveText(['E1', 'E2', 'E3', 'E4'], { timeout: 60_000 });

  await window.getByRole('button', { name: 'Run E4 next' }).click();
  await expect(queued(window)).toHaveText(['E1', 'E4', 'E2', 'E3']);
  await window.screenshot({ path: info.outputPath('queue.png') });
  await window.getByRole('button', { name: 'Remove E3' }).click();
  await expect(queued(window)).toHaveText(['E1', 'E4', 'E2']);
  await expect(window.getByTestId('queue')).toContainText('E3: examination was interrupted');

  await expect(window.getByTestId('job-progress')).toContainText(/frame [1-9]\d* of 750/, { timeout: 60_000 });
  await window.getByRole('button', { name: 'Pause E1' }).click();
  await expect(queued(window)).toHaveText(['E4', 'E2']);
  await expect(window.getByTestId('queue')).toContainText('E1, E3: examinations were interrupted');
  const status = window.getByTestId('job-status');
  await expect(status).toHaveAttribute('data-state', 'interrupted');
  const paused = Number(/(\d+) of 750 frames examined/.exec((await status.textContent()) ?? '')?.[1]);
  expect(paused).toBeGreaterThan(0);

  // One that waits is cancelled without having begun.
  await selectExhibit(window, 'b.mp4');
  await expect(window.getByTestId('job-waits')).toContainText('one examination is before it');
  await window.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(status).toHaveAttribute('data-state', 'cancelled');
  await expect(status).toContainText('0 of 50 frames examined');
  await expect(queued(window)).toHaveText(['E4']);

  await window.getByRole('button', { name: 'Resume all' }).click();
  await expect(queued(window)).toHaveText(['E4', 'E1', 'E3']);
  await window.getByRole('button', { name: 'Run E3 next' }).click();
  await expect(queued(window)).toHaveText(['E4', 'E3', 'E1']);
  await window.getByRole('button', { name: 'Pause E4' }).click();
  await selectExhibit(window, 'c.mp4');
  await expect(window.getByText('25 of 25 frames decoded and examined')).toBeVisible({ timeout: 60_000 });
  // E1 follows by itself and goes on to its end.
  await selectExhibit(window, 'a.mp4');
  await expect(window.getByText('750 of 750 frames decoded and examined')).toBeVisible({ timeout: 60_000 });
  // An examination that ends shows its findings, also when it ends just after this click.
  await expect(async () => {
    await window.getByRole('tab', { name: 'Examination' }).click();
    await expect(status).toHaveAttribute('data-state', 'finished', { timeout: 2000 });
  }).toPass({ timeout: 60_000 });
  await expect(window.getByTestId('queue')).toContainText('E4: examination was interrupted');
  await window.screenshot({ path: info.outputPath('left.png') });

  // What has finished is run once more, beside the case, and compared.
  await selectExhibit(window, 'c.mp4');
  await window.getByRole('button', { name: 'Repeat', exact: true }).click();
  await expect(window.getByTestId('repeating')).toBeVisible();
  const repetition = window.getByTestId('repetition');
  await expect(repetition).toHaveAttribute('data-result', 'identical', { timeout: 60_000 });
  await expect(repetition).toContainText('Repeated on cpu: identical.');
  await expect(status).toContainText('25 of 25 frames examined');
  await window.screenshot({ path: info.outputPath('repeated.png') });

  await window.getByTestId('custody-state').click();
  await expect(window.getByTestId('entry').filter({ hasText: 'Examination repeated' })).toBeVisible();
  await window.getByRole('button', { name: /Verify/ }).click();
  await expect(window.getByTestId('custody-state')).toContainText('verified', { timeout: 30_000 });
});
