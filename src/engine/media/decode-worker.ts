/** Thread entry: one decoding, so that whoever looks at the frames does not hold it up. */
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../../base/assert.ts';
import { Decoding, type DecodeJob } from './decoding.ts';

const port = must(parentPort, 'this file is the entry of a worker thread');
const decoding = new Decoding(workerData as DecodeJob);
port.once('message', () => decoding.stop('cancelled'));
port.postMessage(await decoding.run());
port.close();
