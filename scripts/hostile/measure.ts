/** Gives hostile files to a process and says how each ended: with a result, a typed error, a crash, or not within its limit. */
import { type ChildProcess, fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostileFile } from './corpus.ts';
import type { Ask, Told } from './examine-worker.ts';
import { watching } from './watch.ts';

export interface Measured extends Told {
  readonly family: string;
  readonly origin: string;
  readonly words: string;
  readonly how: 'result' | 'typed error' | 'broken' | 'crash' | 'hang';
  readonly seconds: number;
  /** Highest resident memory of a program that Penumbra ran, MiB; sampled, so shorter peaks may be missed. */
  readonly toolMib: number;
  /** Highest resident memory of Penumbra itself so far, MiB. */
  readonly coreMib: number;
}

export interface MeasureOptions {
  readonly folder: string;
  /** Longest that one file may take before it counts as a hang, milliseconds. */
  readonly limitMs: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The file into which strace writes what the process and its programs ask of the system; what they take of memory is then not told apart. */
  readonly traceFile?: string;
}

const WORKER = join(import.meta.dirname, 'examine-worker.ts');
const SAMPLE_MS = 30;

export async function* measure(files: AsyncIterable<HostileFile>, options: MeasureOptions): AsyncGenerator<Measured> {
  let worker: ChildProcess | null = null;
  try {
    for await (const { family, origin, words, path } of files) {
      worker ??= await started(options);
      const startedAt = performance.now();
      const { told, how, toolMib, coreMib } = await one(worker, { path }, options.limitMs);
      if (how === 'crash' || how === 'hang') worker = null;
      yield { family, origin, words, how, ...told, seconds: (performance.now() - startedAt) / 1000, toolMib, coreMib };
    }
  } finally {
    if (worker?.connected === true) {
      const gone = new Promise((resolve) => worker?.once('exit', resolve));
      worker.disconnect();
      await gone;
    }
  }
}

function started({ folder, env, traceFile }: MeasureOptions): Promise<ChildProcess> {
  const watched = traceFile === undefined ? {} : { execPath: 'strace', execArgv: [...watching(traceFile), process.execPath] };
  const worker = fork(WORKER, [folder], { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], ...watched });
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve(worker));
    worker.once('exit', () => reject(new Error('the examining process did not start')));
  });
}

const NOTHING: Told = { taken: '', code: '', detail: '', job: '', failures: '', thumbnail: '' };

type One = Pick<Measured, 'how' | 'toolMib' | 'coreMib'> & { readonly told: Told };

function one(worker: ChildProcess, ask: Ask, limitMs: number): Promise<One> {
  let toolMib = 0;
  let coreMib = 0;
  // A child that has not become its program yet still shows this process's memory, and its name.
  const own = nameOf(worker.pid ?? 0);
  const sample = (): void => {
    coreMib = Math.max(coreMib, peakMib(worker.pid ?? 0));
    for (const pid of below(worker.pid ?? 0)) if (nameOf(pid) !== own) toolMib = Math.max(toolMib, peakMib(pid));
  };
  const sampling = setInterval(sample, SAMPLE_MS);
  return new Promise<One>((resolve) => {
    const end = (how: Measured['how'], told: Told): void => {
      clearInterval(sampling);
      clearTimeout(limit);
      sample();
      worker.removeAllListeners('message');
      worker.removeAllListeners('exit');
      resolve({ how, told, toolMib, coreMib });
    };
    const limit = setTimeout(() => {
      end('hang', { ...NOTHING, detail: `longer than ${String(limitMs / 1000)} s` });
      worker.kill('SIGKILL');
    }, limitMs);
    worker.once('message', (told: Told) => end(howOf(told), told));
    worker.once('exit', (code, signal) => end('crash', { ...NOTHING, detail: `ended with ${signal ?? String(code)}` }));
    worker.send(ask);
  });
}

function howOf({ taken, code, job, failures, thumbnail }: Told): Measured['how'] {
  // A file from outside may damage no case: that it seems to is an error of the program's own.
  const internal = [code, failures, thumbnail].some((words) => /APP_INTERNAL|CASE_DAMAGED/.test(words));
  if (internal || taken === 'failed' || job === 'lost' || job === 'running') return 'broken';
  return code === '' ? 'result' : 'typed error';
}

/** All processes below one; empty where the system does not tell. */
function below(pid: number): number[] {
  const found: number[] = [];
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const task of tasks(next)) {
      const children = read(`/proc/${String(next)}/task/${task}/children`)
        .split(' ')
        .filter((word) => word !== '')
        .map(Number);
      found.push(...children);
      waiting.push(...children);
    }
  }
  return found;
}

function tasks(pid: number): string[] {
  try {
    return readdirSync(`/proc/${String(pid)}/task`);
  } catch {
    // It ended meanwhile.
    return [];
  }
}

const nameOf = (pid: number): string => /^Name:\s*(.*)$/m.exec(read(`/proc/${String(pid)}/status`))?.[1] ?? '';

const peakMib = (pid: number): number => Number(/VmHWM:\s*(\d+) kB/.exec(read(`/proc/${String(pid)}/status`))?.[1] ?? 0) / 1024;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}
