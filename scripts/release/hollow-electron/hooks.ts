/** For `--import`, in the process and in each of its threads: `electron` is the stand-in beside this file, and every thread says its name. */
import { registerHooks } from 'node:module';
import { appendFileSync } from 'node:fs';
import { isMainThread, threadName } from 'node:worker_threads';

const standIn = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context)),
});

const threads = process.env.HOLLOW_THREADS;
if (!isMainThread && threads !== undefined) appendFileSync(threads, `${threadName ?? ''}\n`);
