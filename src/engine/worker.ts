/** Thread entry of the engine: one task from its first message to its last, then the thread ends. */
import { availableParallelism } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../base/assert.ts';
import type { DecodedAhead } from './decode-ahead.ts';
import './inference/no-usage-reports.ts';
import { laneThreadsFor, leaveLanes, startLanes } from './lane-port.ts';
import { Outbox } from './outbox.ts';
import type { EngineTask, ToEngine } from './protocol.ts';

const port = must(parentPort, 'this file is the entry of a worker thread');
// Written by our own core in the same program, so it is not parsed again.
const task = workerData as EngineTask;
const outbox = new Outbox((message) => port.postMessage(message));
port.on('message', (message: ToEngine) => outbox.receive(message));
const threads = laneThreadsFor(task, availableParallelism());
// They read their modules, and the decoder starts, while this thread reads its own, which takes a quarter of a second.
const lanes = threads === 0 ? undefined : startLanes(task, threads);
let ahead: DecodedAhead | undefined;
try {
  ahead = threads === 0 ? undefined : (await import('./decode-ahead.ts')).decodeAhead(task, threads, outbox.cancelSignal);
  const [{ runPass }, { realSources }] = await Promise.all([import('./pass.ts'), import('./sources.ts')]);
  await runPass(task, realSources(task, { ...(lanes && { lanes }), ...(ahead && { ahead }) }), outbox);
} catch (error) {
  // The core has been told that it failed, or sees that this thread ends; what exactly broke is for whoever mends it.
  console.error('the engine broke:', error);
} finally {
  // Where what broke broke before the pass: these would keep the thread alive, and the examination would never end.
  await ahead?.decoding.leave();
  if (lanes !== undefined) await leaveLanes(lanes);
  // So would the open port.
  port.close();
}
