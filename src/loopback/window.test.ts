import { describe, expect, it } from 'vitest';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWindow, whyNoWindow, windowArguments } from './window.ts';

describe('the window', () => {
  it('says why there can be none', () => {
    expect(whyNoWindow(null, { platform: 'linux', env: { DISPLAY: ':0' }, root: false })).toMatch(/^No Chromium/);
    expect(whyNoWindow('/b', { platform: 'linux', env: {}, root: false })).toMatch(/no display/);
    expect(whyNoWindow('/b', { platform: 'linux', env: { WAYLAND_DISPLAY: 'w' }, root: false })).toBeNull();
    expect(whyNoWindow('/b', { platform: 'darwin', env: {}, root: false })).toBeNull();
  });

  it('keeps the sandbox for everyone but the superuser', () => {
    expect(windowArguments('http://x', '/p', { root: false })).not.toContain('--no-sandbox');
    expect(windowArguments('http://x', '/p', { root: true })).toContain('--no-sandbox');
  });

  it.skipIf(process.platform === 'win32')('starts the browser with a profile of its own, and removes it afterwards', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'penumbra-window-test-'));
    try {
      const browser = join(folder, 'browser');
      await writeFile(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/seen\n`);
      await chmod(browser, 0o755);
      const window = await openWindow(browser, 'http://127.0.0.1:1/enter/x', { platform: 'linux', env: process.env, root: false });
      expect(await window.closed).toBeNull();
      const [app, profile] = (await readFile(join(folder, 'seen'), 'utf8')).split('\n');
      expect(app).toBe('--app=http://127.0.0.1:1/enter/x');
      expect(profile).toMatch(/^--user-data-dir=.*penumbra-window-/);
      expect(existsSync(profile?.slice('--user-data-dir='.length) ?? '')).toBe(false);
      await writeFile(browser, `#!/bin/sh\necho "No usable sandbox!" >&2\nexit 1\n`);
      const refused = await openWindow(browser, 'http://127.0.0.1:1/enter/x', { platform: 'linux', env: process.env, root: false });
      expect(await refused.closed).toBe('exit code 1: No usable sandbox!');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
