/** Opens the loopback door on an empty data folder, and a page of a real Chromium in front of it; both end with the test. */
import { type Browser, type Page, chromium, test as base } from '@playwright/test';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryPrefix } from '../../src/base/node/temporary-folder.ts';
import { sha256Hex } from '../../src/base/node/sha256.ts';
import { findBrowser } from '../../src/base/node/find-browser.ts';
import { madeCalibration } from '../helpers/made-calibration.ts';
import { type Seed, seedCase } from '../helpers/seeded-case.ts';

const root = join(import.meta.dirname, '../..');
/** Chromium's own traffic would leave the machine; its sandbox needs a user who is not root. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Door {
  /** The one-time address that the window would be opened with. */
  readonly url: string;
  readonly dataFolder: string;
}

interface Fixtures {
  /** Written into the data folder's calibrations before the door opens. */
  readonly calibrated: boolean;
  /** A case with a written examination that lies in the data folder before the door opens; `files` makes its exhibits. */
  readonly seed: (Omit<Seed, 'dataFolder' | 'files'> & { readonly files: (folder: string) => Promise<readonly string[]> }) | null;
  readonly folder: string;
  readonly door: Door;
  readonly window: Page;
}

interface WorkerFixtures {
  /** One for all tests of a worker; each has a context of its own, which holds all that a page leaves behind. */
  readonly browserHere: Browser;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are needed from this pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(temporaryPrefix('test'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  calibrated: [false, { option: true }],
  seed: [null, { option: true }],
  door: async ({ folder, calibrated, seed }, use) => {
    const dataFolder = join(folder, 'data');
    const calibrations = join(folder, 'calibrations');
    if (calibrated) await writeCalibration(calibrations);
    if (seed !== null) await seedCase({ ...seed, dataFolder, files: await seed.files(folder) });
    const child = spawn(process.execPath, [join(root, 'src/loopback/index.ts'), '--no-window'], {
      cwd: root,
      env: { ...process.env, PENUMBRA_DATA: dataFolder, ...(calibrated ? { PENUMBRA_CALIBRATIONS: calibrations } : {}) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await use({ url: await firstAddress(child), dataFolder });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  },
  browserHere: [
    // eslint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const executablePath = findBrowser();
      if (executablePath === null) throw new Error('no Chromium on this machine');
      const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox', ...FLAGS] : FLAGS });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  window: async ({ browserHere, door }, use, info) => {
    const context = await browserHere.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A policy violation is logged as an error; a response that is an error on purpose says "Failed to load resource".
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
    await page.goto(door.url);
    // The page has loaded before the window asks for its language and its cases; keys pressed earlier reach nobody.
    await page.getByTestId('case-search').or(page.getByText('There is no case here yet.')).waitFor();
    await use(page);
    await page.screenshot({ path: info.outputPath('last.png') });
    await context.close();
    base.expect(complaints, 'errors in the window').toEqual([]);
  },
});

export const expect = base.expect;

async function writeCalibration(folder: string): Promise<void> {
  const text = JSON.stringify(madeCalibration().calibration);
  await mkdir(folder);
  await writeFile(join(folder, 'blink.json'), text);
  const lock = { format: 1, calibrations: [{ detectorId: 'blink', file: 'blink.json', sha256: sha256Hex(text) }] };
  await writeFile(join(folder, 'calibrations.lock.json'), JSON.stringify(lock));
}

function firstAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      printed += bytes.toString();
      const url = /http:\/\/127\.0\.0\.1:\S+/.exec(printed)?.[0];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the door closed at once with exit code ${String(code)}`)));
  });
}
