/** Thread entry: draws conclusions with the program's detectors. */
import { parentPort } from 'node:worker_threads';
import { must } from '../../base/assert.ts';
import { detectors } from '../../engine/detectors/registry.ts';
import { serveConclusions } from './conclude-server.ts';

serveConclusions(must(parentPort, 'this file is the entry of a worker thread'), detectors);
