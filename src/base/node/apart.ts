/**
 * One task away from the program: in a process of its own, whose crash or memory is not the program's; in a thread where the program's binary is
 * not Node (Electron's fuses forbid to start it as such).
 */
import { fork } from 'node:child_process';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { must } from '../assert.ts';
import { confinementHere } from './confine.ts';

/** What is sent is copied (structured clone). `how` the task ended that posted nothing, in words. */
interface Ears<Answer> {
  readonly onAnswer: (answer: Answer) => void;
  readonly onEnd: (how: string) => void;
}

export interface Apart {
  /** Ends a process at once, at its next word a thread: one that is terminated inside a run of the networks' runtime takes the program with it. */
  stop(): void;
}

/** Kept of what a process says on stderr, for one that ends without an answer. */
const SAID = 500;

/** Starts `entry`, which calls `task`. `memoryBytes`: of a process where prlimit is there. */
export function startApart<Answer>(entry: URL, task: unknown, { onAnswer, onEnd }: Ears<Answer>, memoryBytes: number | null = null): Apart {
  return 'electron' in process.versions
    ? startThread(entry, task, { onAnswer, onEnd })
    : startProcess(entry, task, { onAnswer, onEnd }, memoryBytes);
}

function startProcess<Answer>(entry: URL, task: unknown, { onAnswer, onEnd }: Ears<Answer>, memoryBytes: number | null): Apart {
  const { prlimit } = confinementHere();
  const limited = memoryBytes !== null && prlimit !== null;
  const child = fork(entry, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...(limited
      ? { execPath: prlimit, execArgv: [`--data=${String(memoryBytes)}`, '--core=0', '--', process.execPath] }
      : { execArgv: [] }),
  });
  let said = '';
  // Drivers and the runtime write by themselves.
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-SAID)));
  // Plain data of our own process.
  child.once('message', (answer) => onAnswer(answer as Answer));
  child.on('error', (error) => onEnd(error.message));
  child.once('close', (code, signal) => onEnd(`its process ended with ${signal ?? `code ${String(code)}`}: ${said.trim()}`));
  child.send({ task });
  return { stop: () => void child.kill('SIGKILL') };
}

function startThread<Answer>(entry: URL, task: unknown, { onAnswer, onEnd }: Ears<Answer>): Apart {
  const worker = new Worker(entry, { workerData: task });
  worker.on('message', (answer: Answer) => {
    onAnswer(answer);
    void worker.terminate();
  });
  worker.on('error', (error: unknown) => onEnd(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => onEnd(`its thread ended with code ${String(code)}`));
  return { stop: () => worker.postMessage('stop') };
}

/** Called by an entry, once: does the task that it was started for and posts what comes of it. `signal`: nobody waits any more. */
export function doApart(work: (task: never, signal: AbortSignal) => Promise<unknown>): void {
  const stop = new AbortController();
  if (parentPort !== null) {
    const port = parentPort;
    port.once('message', () => stop.abort());
    // Written by our own program, so it is not parsed again.
    void work(workerData as never, stop.signal).then((answer) => port.postMessage(answer));
    return;
  }
  process.once('disconnect', () => process.exit());
  process.once('message', ({ task }: { readonly task: never }) => {
    const send = must(process.send?.bind(process), 'this file is the entry of a process with a channel');
    // What still runs then is not waited for.
    void work(task, stop.signal).then((answer) => send(answer, undefined, {}, () => process.exit()));
  });
}
