// The validation view in the window: a calibrated detector with its plot, and one that is not.
import { expect, test } from './door.ts';

test.use({ calibrated: true });

test('shows a calibration with its numbers and plot, and says where there is none', async ({ window }, info) => {
  await window.getByLabel('Case name').fill('2026-115, validation');
  await window.getByLabel('Examiner', { exact: true }).fill('Demo Examiner');
  await window.getByRole('button', { name: 'Create case' }).click();
  await window.getByRole('button', { name: 'Validation' }).click();
  const shown = window.getByTestId('validation');
  await expect(shown).toHaveAttribute('data-detector', 'blink');
  await expect(shown).toContainText('The face in this item was recorded by a camera.');
  await expect(window.getByTestId('cllr')).toHaveText(/^0\.\d{3} \(95 % 0\.\d{3} to 0\.\d{3}\), least 0\.\d{3}$/);
  // Both curves are really drawn: they begin at the left edge and have a step for each point.
  for (const curve of await window.getByTestId('tippett').locator('path').all())
    expect(await curve.getAttribute('d')).toMatch(/^M58,10L.*(H|V|L).{200,}/);
  await window.screenshot({ path: info.outputPath('calibrated.png') });
  // A network's worth on files of known truth, with its three curves; another kind of files gives other numbers.
  await window.getByRole('button', { name: /^Synthetic speech/ }).click();
  const run = window.getByTestId('run').first();
  await expect(run.getByTestId('auc')).toHaveText(/^0\.\d\d \(95 % 0\.\d\d to 0\.\d\d\)$/);
  const whole = await run.getByTestId('auc').textContent();
  for (const name of ['histogram', 'roc', 'det']) await expect(run.getByTestId(name)).toBeVisible();
  expect(await run.getByTestId('histogram').locator('rect').count()).toBe(48);
  await window.screenshot({ path: info.outputPath('measured.png') });
  await run.getByLabel('Files', { exact: true }).selectOption({ label: 'method vc_vqmivc' });
  await expect(run.getByTestId('auc')).not.toHaveText(whole ?? '');
  await window.getByRole('button', { name: /^Gaze/ }).click();
  await expect(shown).toHaveAttribute('data-detector', 'gaze');
  await expect(shown).toContainText('Not calibrated');
  await expect(window.getByTestId('tippett')).toHaveCount(0);
});
