/** The bridge between Electron's two worlds, made from Electron's parts so that it can be tested without them. */
import { type Bridge, CHANNELS } from '../contract/bridge.ts';
import { ERROR_WORDS } from '../contract/errors.ts';
import { Answer, procedures } from '../contract/index.ts';

/** What is used of Electron's `ipcRenderer`. */
export interface RendererIpc {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  on(channel: string, listener: (event: unknown, ...args: unknown[]) => void): unknown;
  off(channel: string, listener: (event: unknown, ...args: unknown[]) => void): unknown;
}

const BAD_REQUEST: Answer = { ok: false, error: { code: 'APP_BAD_REQUEST', message: ERROR_WORDS.APP_BAD_REQUEST } };

/** `pathOf` is `webUtils.getPathForFile`: the window itself never sees a path, and a file that a script made up has none. */
export function makeBridge<F>(ipc: RendererIpc, pathOf: (file: F) => string): Bridge<F> {
  return {
    async call(name, input) {
      if (!Object.hasOwn(procedures, name)) return BAD_REQUEST;
      return Answer.parse(await ipc.invoke(CHANNELS.call, name, input));
    },
    subscribe(listener) {
      const forward = (_event: unknown, value: unknown): void => listener(value);
      ipc.on(CHANNELS.event, forward);
      return () => {
        ipc.off(CHANNELS.event, forward);
      };
    },
    async importFiles(files) {
      const paths = files.map((file) => pathOf(file));
      if (paths.includes('')) return BAD_REQUEST;
      return Answer.parse(await ipc.invoke(CHANNELS.import, paths));
    },
    async addPack(file) {
      const path = pathOf(file);
      return path === '' ? BAD_REQUEST : Answer.parse(await ipc.invoke(CHANNELS.pack, path));
    },
    async pickCase() {
      return Answer.parse(await ipc.invoke(CHANNELS.pickCase));
    },
  };
}
