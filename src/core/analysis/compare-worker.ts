/** Thread entry: compares what two runs left in their case files. */
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../../base/assert.ts';
import { Failure, toWireError } from '../../base/failure.ts';
import { readBesideWriter } from '../../store/open-case.ts';
import { compareJobs } from './compare-jobs.ts';
import type { CompareTask, FromComparing } from './compare-beside.ts';

const port = must(parentPort, 'this file is the entry of a worker thread');
const answer = (message: FromComparing): void => port.postMessage(message);
const [before, now] = workerData as CompareTask;

try {
  const stored = readBesideWriter(before.folder);
  const repeated = readBesideWriter(now.folder);
  const compared = compareJobs({ store: stored.read, jobId: before.jobId }, { store: repeated.read, jobId: now.jobId });
  repeated.close();
  stored.close();
  answer({ type: 'compared', compared });
} catch (error) {
  if (!(error instanceof Failure)) console.error('a repetition could not be compared:', error);
  answer({ type: 'failed', error: toWireError(error) });
}
