import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from './find-browser.ts';
import { findElectron } from './find-electron.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-find-'));
  await mkdir(join(folder, 'a'));
  await mkdir(join(folder, 'b'));
  for (const path of ['a/google-chrome', 'b/chromium', 'b/mine']) {
    await writeFile(join(folder, path), '#!/bin/sh\n');
    await chmod(join(folder, path), 0o755);
  }
  await writeFile(join(folder, 'a', 'chromium'), 'not a program', { mode: 0o644 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('findBrowser', () => {
  it('takes the wished one, and no other when that is wrong', () => {
    const PATH = join(folder, 'b');
    expect(findBrowser({ PENUMBRA_BROWSER: join(folder, 'b/mine'), PATH }, 'linux')).toBe(join(folder, 'b/mine'));
    expect(findBrowser({ PENUMBRA_BROWSER: join(folder, 'none'), PATH }, 'linux')).toBeNull();
  });

  it('prefers Chromium wherever it lies, and passes over what cannot be run', () => {
    expect(findBrowser({ PATH: `${join(folder, 'a')}:${join(folder, 'b')}` }, 'linux')).toBe(join(folder, 'b/chromium'));
    expect(findBrowser({ PATH: join(folder, 'a') }, 'linux')).toBe(join(folder, 'a/google-chrome'));
    expect(findBrowser({ PATH: '' }, 'linux')).toBeNull();
  });
});

describe('findElectron', () => {
  it('finds a runtime only where there is one', async () => {
    const electron = join(folder, 'node_modules', 'electron');
    expect(findElectron(folder, {})).toBeNull();
    await mkdir(join(electron, 'dist'), { recursive: true });
    await writeFile(join(electron, 'path.txt'), 'run-me');
    expect(findElectron(folder, {})).toBeNull();
    await writeFile(join(electron, 'dist', 'run-me'), '');
    expect(findElectron(folder, {})).toBe(join(electron, 'dist', 'run-me'));
  });
});
