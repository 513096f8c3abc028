/** Electron's two ends of a bridge without Electron: arguments and answers cross as structured clones, as they do there. */
import type { RendererIpc } from '../../src/preload/bridge.ts';
import type { IpcSender, MainIpc } from '../../src/main/ipc.ts';

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
