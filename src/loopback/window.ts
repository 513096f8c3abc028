/** Opens the interface as an application window of the machine's own Chromium, with a profile that lives as long as the window. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { temporaryPrefix } from '../base/node/temporary-folder.ts';

export interface AppWindow {
  /** Resolves when the window and its browser are gone: with null, or with what the browser said when it ended in error. */
  readonly closed: Promise<string | null>;
  close(): void;
}

/** No first-run pages, no accounts, nothing that the browser would fetch or tell for itself. */
const FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--disable-quic',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--metrics-recording-only',
  '--no-pings',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,CertificateTransparencyComponentUpdater,InterestFeedContentSuggestions',
];

export interface WindowSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Whether this process is the superuser, under whom Chromium's sandbox refuses to start. */
  readonly root: boolean;
}

export function realSurroundings(): WindowSurroundings {
  return { platform: process.platform, env: process.env, root: process.getuid?.() === 0 };
}

/** Why no window can be shown here, or null. */
export function whyNoWindow(browser: string | null, { platform, env }: WindowSurroundings): string | null {
  if (browser === null) return 'No Chromium, Chrome or Edge was found on this machine.';
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return 'There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).';
  return null;
}

export function windowArguments(url: string, profile: string, { root }: Pick<WindowSurroundings, 'root'>): string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--window-size=1600,1000',
    ...FLAGS,
    ...(root ? ['--no-sandbox', '--test-type'] : []),
  ];
}

export async function openWindow(browser: string, url: string, surroundings: WindowSurroundings): Promise<AppWindow> {
  const profile = await mkdtemp(temporaryPrefix('window'));
  const child = spawn(browser, windowArguments(url, profile, surroundings), { stdio: ['ignore', 'ignore', 'pipe'], env: surroundings.env });
  const closed = gone(child).finally(() => rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return { closed, close: () => void child.kill() };
}

/** Enough for the last words of a browser that cannot start; a running one says much that nobody needs. */
const SAID = 4096;

function gone(child: ChildProcess): Promise<string | null> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-SAID)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // After "close", unlike after "exit", all that it said has been read.
    child.once('close', (code) => resolve(code === null || code === 0 ? null : `exit code ${String(code)}: ${said.trim()}`));
  });
}
