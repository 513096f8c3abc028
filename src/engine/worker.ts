/** Thread entry of the engine: one task from its first message to its last, then the thread ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../base/assert.ts';
import { Outbox } from './outbox.ts';
import { runPass } from './pass.ts';
import type { EngineTask, ToEngine } from './protocol.ts';
import { realSources } from './sources.ts';

const port = must(parentPort, 'this file is the entry of a worker thread');
// Written by our own core in the same program, so it is not parsed again.
const task = workerData as EngineTask;
const outbox = new Outbox((message) => port.postMessage(message));
port.on('message', (message: ToEngine) => outbox.receive(message));
try {
  await runPass(task, realSources(task), outbox);
} catch (error) {
  // The core has been told that it failed; what exactly broke is for whoever mends it.
  console.error('the engine broke:', error);
} finally {
  // Without this the open port would keep the thread alive.
  port.close();
}
