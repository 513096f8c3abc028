/** A thread of detectors that takes memory without end as soon as it is asked about a frame. */
import { parentPort } from 'node:worker_threads';
import type { ToLanes } from '../../src/engine/lane-server.ts';

parentPort?.on('message', (message: ToLanes) => {
  if (message.type === 'open') parentPort?.postMessage({ type: 'opened', failed: [] });
  const kept: number[][] = [];
  while (message.type === 'observe') kept.push(new Array<number>(1e5).fill(kept.length));
});
