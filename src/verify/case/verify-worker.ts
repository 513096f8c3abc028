/** Thread entry: verifies one case, says how far it is and what it found. */
import { parentPort, workerData } from 'node:worker_threads';
import { verifyCase } from './verify-case.ts';

const said = await verifyCase(String(workerData), (progress) => parentPort?.postMessage({ progress }));
parentPort?.postMessage({ said });
