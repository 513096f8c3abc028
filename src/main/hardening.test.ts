/** The twenty points of Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security), each held against this door's configuration. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../contract/bridge.ts';
import { SECURITY_HEADERS } from '../core/bytes/security-headers.ts';
import type { IpcSender } from './ipc.ts';
import { attachIpc } from './ipc.ts';
import { menuTemplate } from './menu.ts';
import { APP_ORIGIN, SCHEME_PRIVILEGES } from './protocol.ts';
import { FUSES, guardSession, WEB_PREFERENCES } from './security.ts';
import { FakeApplication } from '../../tests/helpers/fake-application.ts';
import { FakeSession } from '../../tests/helpers/fake-electron.ts';

const root = join(import.meta.dirname, '..', '..');
const codeOf = (folder: string): string =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
const door = codeOf('src/main');
const preload = codeOf('src/preload');
const policy = SECURITY_HEADERS['content-security-policy'] ?? '';

function guarded(): FakeSession {
  const session = new FakeSession();
  guardSession(session, APP_ORIGIN);
  return session;
}

describe("Electron's checklist", () => {
  it('1: only secure content is loaded', () => {
    const session = guarded();
    for (const url of ['http://a.example/', 'https://a.example/', 'ftp://a.example/', 'ws://a.example/', 'wss://a.example/'])
      expect(session.cancelled(url), url).toBe(true);
    expect(SCHEME_PRIVILEGES).toMatchObject({ standard: true, secure: true });
  });

  it('2: the page has no Node', () => {
    expect(WEB_PREFERENCES).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
  });

  it('3: contexts are isolated', () => {
    expect(WEB_PREFERENCES.contextIsolation).toBe(true);
  });

  it('4: every process is in the sandbox', () => {
    expect(WEB_PREFERENCES.sandbox).toBe(true);
    expect(door).toContain('electron.enableSandbox()');
    expect(door).not.toMatch(/no-sandbox|appendSwitch/);
  });

  it('5: no permission is granted, and no device', () => {
    expect(guarded().granted).toEqual([false, false, false]);
  });

  it('6: web security stays on', () => {
    expect(WEB_PREFERENCES.webSecurity).toBe(true);
    expect(door).not.toMatch(/webSecurity:\s*false|disable-web-security|bypassCSP/);
  });

  it('7: a content security policy allows our own files and nothing else', () => {
    expect(policy.split('; ')[0]).toBe("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-|\*|https?:|data:/);
    // The protocol's answers carry it; tests/contract/electron-bridge.test.ts asks for some.
    expect(door).toContain('headers: { ...SECURITY_HEADERS');
  });

  it('8: no insecure content', () => {
    expect(WEB_PREFERENCES.allowRunningInsecureContent).toBe(false);
  });

  it('9: no experimental features', () => {
    expect(WEB_PREFERENCES.experimentalFeatures).toBe(false);
  });

  it('10: no features of Blink are switched on', () => {
    expect(WEB_PREFERENCES).not.toHaveProperty('enableBlinkFeatures');
    expect(door).not.toMatch(/enableBlinkFeatures|enable-blink-features/);
  });

  it('11 and 12: there is no webview', () => {
    expect(WEB_PREFERENCES.webviewTag).toBe(false);
    expect(door).toContain("contents.on('will-attach-webview', (event) => event.preventDefault())");
  });

  it('13 and 14: navigation and new windows are denied', () => {
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) expect(door).toContain(`contents.on('${event}'`);
    expect(door).toContain("setWindowOpenHandler(() => ({ action: 'deny' }))");
    // The one window that is made is guarded before it loads anything.
    expect(door.match(/new BrowserWindow\(/g)).toHaveLength(1);
    expect(door.indexOf('guardContents(window.webContents')).toBeLessThan(door.indexOf('window.loadURL('));
  });

  it('15: nothing is handed to the shell', () => {
    expect(door).not.toMatch(/\bshell\b|openExternal|openPath/);
  });

  it('16: the version of Electron is written down exactly', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: { electron: string } };
    const installed = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
    expect(devDependencies.electron).toBe(installed.version);
    // The oldest major version that has no install script, so that the lock file alone decides what runs.
    expect(Number(installed.version.split('.')[0])).toBeGreaterThanOrEqual(42);
  });

  it('17: messages are taken from the top frame of our own page only', async () => {
    const handlers = new Map<string, (event: IpcSender, ...args: unknown[]) => Promise<unknown>>();
    const app = new FakeApplication();
    attachIpc({
      ipc: { handle: (channel, listener) => handlers.set(channel, listener) },
      app,
      origin: APP_ORIGIN,
      send: () => undefined,
      pickFolder: () => Promise.resolve('/a'),
    });
    // Each channel that a window can call is asked by each sender that is not ours.
    expect([...handlers.keys()].sort()).toEqual(
      Object.values(CHANNELS)
        .filter((name) => name !== CHANNELS.event)
        .sort(),
    );
    for (const senderFrame of [
      null,
      { url: 'https://evil.example/', parent: null },
      { url: `${APP_ORIGIN}.evil/`, parent: null },
      { url: `${APP_ORIGIN}/`, parent: {} },
    ])
      for (const [channel, handler] of handlers)
        expect(await handler({ senderFrame }, 'app.info', {}), channel).toMatchObject({ ok: false, error: { code: 'APP_BAD_REQUEST' } });
    expect([app.calls, app.importedPaths]).toEqual([[], []]);
  });

  it('18: file:// is not used', () => {
    expect(door).not.toMatch(/loadFile|file:\/\//);
    expect(guarded().cancelled('file:///etc/passwd')).toBe(true);
    expect(FUSES.grantFileProtocolExtraPrivileges).toBe(false);
  });

  it('19: the fuses leave no way in beside the window', () => {
    expect(FUSES).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it("20: the page gets one object of ours, and none of Electron's", () => {
    expect(preload.match(/exposeInMainWorld\(/g)).toHaveLength(1);
    expect(preload).not.toMatch(/\bexposeInMainWorld\(\s*'[^']*',\s*(?:ipcRenderer|webUtils)/);
    // A person who uses the packaged program has no developer tools in the menu.
    expect(JSON.stringify(menuTemplate('linux', false))).not.toMatch(/toggleDevTools|reload/);
  });
});
