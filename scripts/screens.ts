// Takes the pictures of docs/screens: every room of the window at 1440x900 and 1280x800, on a case that lies in the data folder.
// Usage: PENUMBRA_DATA=<data folder> node scripts/screens.ts <name of a case in its list> <folder to write to>
import { chromium, type Page } from '@playwright/test';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../src/base/node/find-browser.ts';
import { ROOMS } from './rooms.ts';

const [caseName, folder] = process.argv.slice(2);
if (caseName === undefined || folder === undefined) {
  console.error('usage: node scripts/screens.ts <case name> <folder>');
  process.exit(2);
}
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
] as const;
mkdirSync(folder, { recursive: true });

const door = spawn(process.execPath, [join(import.meta.dirname, '../src/loopback/index.ts'), '--no-window'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const address = await new Promise<string>((resolve, reject) => {
  let printed = '';
  door.stdout.on('data', (bytes: Buffer) => {
    printed += bytes.toString();
    const found = /http:\/\/127\.0\.0\.1:\S+/.exec(printed)?.[0];
    if (found !== undefined) resolve(found);
  });
  door.once('exit', () => reject(new Error('the door closed at once')));
});
const executablePath = findBrowser();
if (executablePath === null) throw new Error('no Chromium on this machine');
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
try {
  const context = await browser.newContext({ viewport: SIZES[0] });
  const page = await context.newPage();
  await page.goto(address);
  await picture(page, 'cases');
  await page.getByRole('button', { name: caseName }).click();
  await page.getByRole('main').waitFor();
  for (const { name, open } of ROOMS) {
    await open(page);
    if (name === 'report') {
      await page.getByRole('button', { name: 'Preview draft' }).click();
      // The draft of a hundred pages takes a minute on two busy cores.
      await page.locator('.canvasWrapper canvas').first().waitFor({ timeout: 240_000 });
    }
    await picture(page, name);
  }
} finally {
  await browser.close();
  door.kill('SIGTERM');
}

/** Both sizes, with a palette: a screenshot of a dark window needs few colours and a quarter of the bytes. */
async function picture(page: Page, name: string): Promise<void> {
  for (const { width, height } of SIZES) {
    await page.setViewportSize({ width, height });
    // What is decoded or rendered for the new size comes within this time on two busy cores.
    await page.waitForTimeout(8000);
    const whole = join(folder ?? '', `${name}-whole.png`);
    const small = join(folder ?? '', `${name}-${String(width)}.png`);
    await page.screenshot({ path: whole });
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-i',
      whole,
      '-vf',
      'split[a][b];[a]palettegen=max_colors=200[p];[b][p]paletteuse=dither=none',
      small,
    ]);
    rmSync(whole);
  }
}
