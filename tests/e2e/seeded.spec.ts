// The smallest proof that a seeded case opens like any other and verifies.
import { h264Clip } from '../fixtures/make-clips.ts';
import { expect, test } from './door.ts';

test.use({ seed: { files: async (folder) => [await h264Clip(folder)], findings: 6 } });

test('a case with a written examination opens, shows its findings and verifies', async ({ window }) => {
  await window.getByRole('button', { name: /Seeded case/ }).click();
  await expect(window.getByTestId('finding')).toHaveCount(6);
  await window.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(window.getByRole('note', { name: 'What is still open' })).toHaveText(
    /^\s*6 findings have no decision\.\s+The report can be/,
  );
  await window.getByTestId('custody-state').click();
  await window.getByRole('button', { name: /Verify/ }).click();
  await expect(window.getByTestId('custody-state')).toContainText('verified', { timeout: 30_000 });
});
