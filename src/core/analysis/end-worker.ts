/** Thread entry: works out the digest over a job's rows, and stores how it ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../../base/assert.ts';
import { Failure, toWireError } from '../../base/failure.ts';
import { endBesideHolder } from '../../store/open-case.ts';
import type { JobEnd } from '../../store/records.ts';
import type { EndTask, FromEnding, ToEnding } from './store-end.ts';

const port = must(parentPort, 'this file is the entry of a worker thread');
const { folder, jobId } = workerData as EndTask;
const signals: JobEnd['signals'][number][] = [];
const answer = (message: FromEnding): void => port.postMessage(message);

try {
  const ending = endBesideHolder(folder);
  const rowsDigest = ending.digestRows(jobId);
  port.on('message', (message: ToEnding) => {
    if (message.type === 'signal') signals.push(message.signal);
    else
      attempt(() => {
        const entry = ending.end(message.actor, { ...message.end, signals, rowsDigest }, message.atUtc);
        ending.close();
        answer({ type: 'stored', entry });
      });
  });
  answer({ type: 'digested' });
} catch (error) {
  fail(error);
}

function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  if (!(error instanceof Failure)) console.error('the end of an examination could not be stored:', error);
  answer({ type: 'failed', error: toWireError(error) });
}
