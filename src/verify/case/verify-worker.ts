/** Thread entry: verifies one case and says what it found. */
import { parentPort, workerData } from 'node:worker_threads';
import { verifyCase } from './verify-case.ts';

parentPort?.postMessage(await verifyCase(String(workerData)));
