/** A stand-in for Electron, so that the bundle of its main process runs under plain Node: no window, and the bridge's far end is the parent process. */
import { EventEmitter } from 'node:events';
import type { FromHollow, ToHollow } from './messages.ts';

type Handler = (event: unknown, ...args: unknown[]) => Promise<unknown>;

const handlers = new Map<string, Handler>();
const origin = 'app://penumbra';
let serve: ((request: Request) => Promise<Response>) | null = null;

const tell = (message: FromHollow): void => void process.send?.(message);

class HollowApp extends EventEmitter {
  readonly isPackaged = true;
  enableSandbox(): void {
    // There is no renderer to be kept in one.
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  quit(): void {
    this.emit('before-quit', { preventDefault: () => undefined });
  }
  exit(code: number): void {
    process.exit(code);
  }
}

export const app = new HollowApp();

export class BrowserWindow {
  static readonly #all: BrowserWindow[] = [];
  static getAllWindows(): readonly BrowserWindow[] {
    return BrowserWindow.#all;
  }
  readonly webContents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: () => undefined,
    send: (_channel: string, event: unknown) => tell({ type: 'event', event }),
  });
  constructor() {
    BrowserWindow.#all.push(this);
  }
  once(): void {
    // It is never shown.
  }
  loadURL(): Promise<void> {
    tell({ type: 'ready' });
    return Promise.resolve();
  }
}

export const dialog = {
  showErrorBox: (_title: string, words: string): void => console.error(words),
  showOpenDialog: (): Promise<{ canceled: boolean; filePaths: string[] }> => Promise.resolve({ canceled: true, filePaths: [] }),
};
export const ipcMain = { handle: (channel: string, handler: Handler): void => void handlers.set(channel, handler) };
export const Menu = { buildFromTemplate: (): null => null, setApplicationMenu: (): void => undefined };
export const protocol = {
  registerSchemesAsPrivileged: (): void => undefined,
  handle: (_scheme: string, handler: (request: Request) => Promise<Response>): void => void (serve = handler),
};
export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    webRequest: { onBeforeRequest: () => undefined },
  }),
};

async function answer(message: ToHollow): Promise<void> {
  if (message.type === 'quit') app.quit();
  else if (message.type === 'get') {
    const response = await serve?.(new Request(`${origin}${message.path}`));
    const bytes = new Uint8Array((await response?.arrayBuffer()) ?? []);
    tell({ type: 'answer', id: message.id, value: { status: response?.status, bytes } });
  } else {
    const sender = { senderFrame: { url: `${origin}/index.html`, parent: null } };
    const value = await handlers.get(message.channel)?.(sender, ...message.args);
    tell({ type: 'answer', id: message.id, value });
  }
}

process.on('message', (message: ToHollow) => void answer(message));
