/** Electron's two ends of a bridge without Electron: arguments and answers cross as structured clones, as they do there. */
import type { RendererIpc } from '../../src/preload/bridge.ts';
import type { IpcSender, MainIpc } from '../../src/main/ipc.ts';
import type { GuardedSession } from '../../src/main/security.ts';

type Handler = (event: IpcSender, ...args: unknown[]) => Promise<unknown>;
type Listener = (event: unknown, ...args: unknown[]) => void;

export class FakeIpc {
  readonly #handlers = new Map<string, Handler>();
  readonly #listeners = new Map<string, Set<Listener>>();
  /** Whom the main process sees as the sender. */
  senderFrame: IpcSender['senderFrame'] = { url: 'app://penumbra/index.html', parent: null };

  readonly main: MainIpc = {
    handle: (channel, listener) => {
      if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
      this.#handlers.set(channel, listener);
    },
  };

  readonly renderer: RendererIpc = {
    invoke: async (channel, ...args) => {
      const handler = this.#handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      return structuredClone(await handler({ senderFrame: this.senderFrame }, ...structuredClone(args)));
    },
    on: (channel, listener) => {
      const set = this.#listeners.get(channel) ?? new Set();
      this.#listeners.set(channel, set.add(listener));
    },
    off: (channel, listener) => this.#listeners.get(channel)?.delete(listener),
  };

  send(channel: string, value: unknown): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener({}, structuredClone(value));
  }

  listenerCount(channel: string): number {
    return this.#listeners.get(channel)?.size ?? 0;
  }
}

/** A session that asks each guard once as it is put on, and remembers what it answered. */
export class FakeSession implements GuardedSession {
  /** What was granted: a permission, the check of one, a device. */
  readonly granted: boolean[] = [];
  downloadPrevented = false;
  #request: ((details: { url: string }, callback: (response: { cancel: boolean }) => void) => void) | undefined;

  readonly webRequest: GuardedSession['webRequest'] = { onBeforeRequest: (listener) => (this.#request = listener) };

  setPermissionRequestHandler(handler: Parameters<GuardedSession['setPermissionRequestHandler']>[0]): void {
    handler({}, 'media', (granted) => this.granted.push(granted));
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.granted.push(handler());
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.granted.push(handler());
  }
  on(_event: 'will-download', listener: (event: { preventDefault(): void }) => void): void {
    listener({ preventDefault: () => (this.downloadPrevented = true) });
  }

  /** `undefined` while no guard is on. */
  cancelled(url: string): boolean | undefined {
    let answer: boolean | undefined;
    this.#request?.({ url }, ({ cancel }) => (answer = cancel));
    return answer;
  }
}
