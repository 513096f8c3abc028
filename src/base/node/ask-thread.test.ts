import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { askThread, type Unanswered } from './ask-thread.ts';

const ask = (script: string, timeoutMs = 20_000, signal?: AbortSignal): Promise<string> =>
  askThread(new Worker(script, { eval: true, stderr: true }), { timeoutMs, signal, otherwise: (how: Unanswered) => `without: ${how}` });

it('gives the first answer, or tells how the thread ended without one', async () => {
  const post = "const { parentPort } = require('node:worker_threads'); parentPort.postMessage('first'); parentPort.postMessage('second');";
  expect(await ask(post)).toBe('first');
  expect(await ask("throw new Error('no')")).toBe('without: error');
  expect(await ask('process.exit(0)')).toBe('without: exit');
  expect(await ask('setInterval(() => {}, 1000)', 200)).toBe('without: timeout');
});

it('rejects with the reason of the signal and with what is thrown for an answer, and leaves no thread behind', async () => {
  const leaving = new AbortController();
  const waiting = ask('setInterval(() => {}, 1000)', 20_000, leaving.signal);
  leaving.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
  const gone = new Promise((resolve) => worker.once('exit', resolve));
  const refuse = (): never => {
    throw new Error('too long');
  };
  await expect(askThread(worker, { timeoutMs: 100, signal: undefined, otherwise: refuse })).rejects.toThrow('too long');
  await gone;
});
