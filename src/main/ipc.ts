/** The main process's end of the bridge: one wrapper checks who sends, then the application answers. */
import * as z from 'zod';
import { CHANNELS } from '../contract/bridge.ts';
import type { Answer, AppEvent } from '../contract/index.ts';
import type { Application } from '../core/application.ts';
import { answerCall, answerWith, BAD_REQUEST } from '../core/door.ts';
import { isOn } from './security.ts';

/** What is used of Electron's IpcMainInvokeEvent. */
export interface IpcSender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** What is used of Electron's `ipcMain`. */
export interface MainIpc {
  handle(channel: string, listener: (event: IpcSender, ...args: unknown[]) => Promise<unknown>): void;
}

export interface IpcParts {
  readonly ipc: MainIpc;
  readonly app: Application;
  /** The page's own origin, `app://penumbra`. */
  readonly origin: string;
  /** Sends to every open window of ours. */
  readonly send: (channel: string, value: AppEvent) => void;
  /** Asks the person for a folder; null when none was picked. */
  readonly pickFolder: () => Promise<string | null>;
  readonly onUnknown?: (error: unknown) => void;
}

const Path = z.string().min(1).max(32_768);
const Paths = z.array(Path).min(1).max(100_000);

/** Returns the function that ends the stream of events. */
export function attachIpc({ ipc, app, origin, send, pickFolder, onUnknown = console.error }: IpcParts): () => void {
  /** Only the top frame of our own page is heard; all else gets the same short answer. */
  const fromOurPage = (channel: string, act: (...args: unknown[]) => Promise<Answer>): void => {
    ipc.handle(channel, (event, ...args) => (isOurs(event, origin) ? act(...args) : Promise.resolve(BAD_REQUEST)));
  };
  fromOurPage(CHANNELS.call, (name, input) => answerCall(app, name, input, onUnknown));
  fromOurPage(CHANNELS.import, async (given) => {
    const paths = Paths.safeParse(given);
    if (!paths.success) return BAD_REQUEST;
    return answerWith(async () => ({ ok: true, value: await app.importPaths(paths.data) }), onUnknown);
  });
  fromOurPage(CHANNELS.pack, async (given) => {
    const path = Path.safeParse(given);
    if (!path.success) return BAD_REQUEST;
    return answerWith(async () => ({ ok: true, value: await app.addPack(path.data) }), onUnknown);
  });
  fromOurPage(CHANNELS.pickCase, () =>
    answerWith(async () => {
      const folder = await pickFolder();
      return { ok: true, value: folder === null ? null : await app.openCaseAt(folder) };
    }, onUnknown),
  );
  return app.subscribe((event) => send(CHANNELS.event, event));
}

function isOurs(event: IpcSender, origin: string): boolean {
  const frame = event.senderFrame;
  if (frame?.parent !== null) return false;
  return isOn(frame.url, origin);
}
