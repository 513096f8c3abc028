import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callInProcess } from '../../src/cli/in-process.ts';
import { serve } from '../../src/loopback/server.ts';
import { attachIpc } from '../../src/main/ipc.ts';
import { APP_ORIGIN, appProtocol } from '../../src/main/protocol.ts';
import { makeBridge } from '../../src/preload/bridge.ts';
import { bridgeTransport } from '../../src/renderer/transport/bridge.ts';
import { httpTransport } from '../../src/renderer/transport/http.ts';
import { importEach } from '../../src/renderer/transport/import-each.ts';
import { CallError } from '../../src/renderer/transport/transport.ts';
import { toWireError } from '../../src/base/failure.ts';
import { FakeIpc } from '../helpers/fake-electron.ts';
import { enter, sessionFetch } from '../helpers/loopback-client.ts';
import { type DoorUnderTest, transportSuite } from './transport.suite.ts';

const inMemory = (_folder: string, name: string, bytes: Buffer): Promise<File> => Promise.resolve(new File([Uint8Array.from(bytes)], name));

const inProcess: DoorUnderTest = {
  name: 'in process',
  servesBytes: false,
  open: (app, onUnknown) =>
    Promise.resolve({
      transport: {
        call: (name, input) => callInProcess(app, name, input, onUnknown),
        subscribe: (listener) => app.subscribe(listener),
        importFiles: (files, onProgress, signal) =>
          importEach(
            files,
            {
              bring: async (file) => {
                try {
                  return [await app.importBytes({ name: file.name, modifiedAtMs: null, sizeBytes: file.size, bytes: file.stream() })];
                } catch (error) {
                  throw new CallError(toWireError(error));
                }
              },
              subscribe: (listener) => app.subscribe(listener),
              cancel: () => app.call('exhibits.cancelImport', {}),
            },
            onProgress,
            signal,
          ),
        addPack: async (file) => {
          try {
            return await app.addPackBytes({ name: file.name, modifiedAtMs: null, sizeBytes: file.size, bytes: file.stream() });
          } catch (error) {
            throw new CallError(toWireError(error));
          }
        },
      },
      get: null,
      close: () => Promise.resolve(),
    }),
  file: inMemory,
};

const loopback: DoorUnderTest = {
  name: 'loopback',
  servesBytes: true,
  open: async (app, onUnknown) => {
    const server = await serve(app, { rendererFolder: tmpdir(), onUnknown });
    const fetcher = sessionFetch(server.origin, await enter(server.entryUrl));
    return {
      transport: httpTransport(server.origin, fetcher),
      get: async (path, headers = {}) => {
        const answer = await fetcher(`${server.origin}${path}`, { headers });
        return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
      },
      close: () => server.close(),
    };
  },
  file: inMemory,
};

const paths = new WeakMap<File, string>();
const electron: DoorUnderTest = {
  name: 'Electron bridge (fake runtime)',
  servesBytes: true,
  open: (app, onUnknown) => {
    const ipc = new FakeIpc();
    const detach = attachIpc({
      ipc: ipc.main,
      app,
      origin: APP_ORIGIN,
      send: (channel, value) => ipc.send(channel, value),
      pickFolder: () => Promise.resolve(null),
      onUnknown,
    });
    const handle = appProtocol(app, tmpdir());
    return Promise.resolve({
      transport: bridgeTransport(makeBridge<File>(ipc.renderer, (file) => paths.get(file) ?? '')),
      get: async (path, headers = {}) => {
        const answer = await handle(new Request(`${APP_ORIGIN}${path}`, { headers }));
        return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
      },
      close: () => {
        detach();
        return Promise.resolve();
      },
    });
  },
  file: async (folder, name, bytes) => {
    const path = join(folder, 'source', name);
    await mkdir(join(folder, 'source'), { recursive: true });
    await writeFile(path, bytes);
    const file = new File([Uint8Array.from(bytes)], name);
    paths.set(file, path);
    return file;
  },
};

for (const door of [inProcess, loopback, electron]) transportSuite(door);
