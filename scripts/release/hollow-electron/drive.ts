/** Starts the Electron door's bundle under plain Node and speaks to it as its window would. */
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANNELS } from '../../../src/contract/bridge.ts';
import { type Answer, type Input, type Output, type ProcedureName, procedures } from '../../../src/contract/index.ts';
import { ImportOutcome } from '../../../src/contract/exhibits.ts';
import type { FromHollow, ToHollow } from './messages.ts';

export interface Bundle {
  call<N extends ProcedureName>(name: N, input: Input<N>): Promise<Output<N>>;
  importPaths(paths: readonly string[]): Promise<readonly ImportOutcome[]>;
  get(path: string): Promise<{ readonly status: number; readonly bytes: Uint8Array }>;
  /** What it told its window so far. */
  readonly events: readonly { readonly type: string }[];
  /** Names of the threads that were started, each once. */
  threads(): readonly string[];
  /** Ends as the program does when its window is closed; the exit code. */
  quit(): Promise<number | null>;
  /** Whatever it does. */
  kill(): void;
}

/** `program`: the folder with package.json, out/ and models/. `folder`: for the settings and the list of threads. */
export async function openBundle(program: string, folder: string): Promise<Bundle> {
  const log = join(folder, 'threads.txt');
  const child = fork(join(program, 'out/main/index.js'), {
    execArgv: ['--import', new URL('./hooks.ts', import.meta.url).href],
    // Not the program's folder: nothing may depend on where it is started.
    cwd: folder,
    env: { ...process.env, PENUMBRA_DATA: join(folder, 'data'), HOLLOW_THREADS: log },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const waiting = new Map<number, (value: unknown) => void>();
  const events: { type: string }[] = [];
  let asked = 0;
  await new Promise<void>((resolve, reject) => {
    void ended.then((code) => reject(new Error(`the bundle ended with code ${String(code)} before its window was open`)));
    child.on('message', (message: FromHollow) => {
      if (message.type === 'ready') resolve();
      else if (message.type === 'event') events.push(message.event as { type: string });
      else waiting.get(message.id)?.(message.value);
    });
  });
  const send = (message: ToHollow): void => void child.send(message);
  const ask = (make: (id: number) => ToHollow): Promise<unknown> => {
    asked += 1;
    const id = asked;
    return Promise.race([
      new Promise((resolve) => {
        waiting.set(id, resolve);
        send(make(id));
      }),
      ended.then((code) => Promise.reject(new Error(`the bundle ended with code ${String(code)}`))),
    ]);
  };
  const invoke = async (channel: string, ...args: unknown[]): Promise<unknown> => {
    const answer = (await ask((id) => ({ type: 'invoke', id, channel, args }))) as Answer;
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
    return answer.value;
  };
  return {
    call: async (name, input) => procedures[name].output.parse(await invoke(CHANNELS.call, name, input)) as never,
    importPaths: async (paths) => ImportOutcome.array().parse(await invoke(CHANNELS.import, paths)),
    get: async (path) => (await ask((id) => ({ type: 'get', id, path }))) as { status: number; bytes: Uint8Array },
    events,
    threads: () => (existsSync(log) ? [...new Set(readFileSync(log, 'utf8').trim().split('\n'))].sort() : []),
    quit: () => {
      send({ type: 'quit' });
      return ended;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
