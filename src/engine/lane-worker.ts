/** Thread entry: the detectors of the picture, beside the thread that tracks. */
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../base/assert.ts';
import { openedNetworks } from './inference/opened-networks.ts';
import { Lanes } from './lanes.ts';
import { laneServer, type LaneTask, type ToLanes } from './lane-server.ts';
import { detectorsOf, networksOf } from './sources.ts';

const port = must(parentPort, 'this file is the entry of a worker thread');
// Written by our own engine in the same program, so it is not parsed again.
const task = workerData as LaneTask;
const networks = await openedNetworks(() => networksOf(task));
const serve = laneServer(
  async (detectorIds, structure) => {
    const lanes = new Lanes();
    const wanted = detectorsOf(task.plan).filter(({ card }) => detectorIds.includes(card.id));
    await lanes.open(wanted, { networks, facts: task.facts, structure });
    return lanes;
  },
  task.ended,
  (message) => port.postMessage(message),
);
port.on('message', (message: ToLanes) => {
  const served = serve(message);
  // Without this the open port would keep the thread alive.
  if (message.type === 'end') void served.then(() => networks.close()).finally(() => port.close());
});
