/** Thread entry: tries one provider, so that a slow or hanging driver holds up no window. */
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../../base/assert.ts';
import type { ProviderName } from '../../contract/providers.ts';
import { readLock } from './lock.ts';
import { openNetworks } from './session.ts';
import { tryProvider } from './try-provider.ts';

export interface ProviderTask {
  readonly provider: ProviderName;
  readonly weightsFolder: string;
  readonly lockPath: string;
}

const port = must(parentPort, 'this file is the entry of a worker thread');
// Written by our own core in the same program, so it is not parsed again.
const { provider, weightsFolder, lockPath } = workerData as ProviderTask;
const stop = new AbortController();
port.once('message', () => stop.abort());
port.postMessage(
  await tryProvider({
    provider,
    networks: readLock(lockPath).map(({ id }) => id),
    open: (name) => openNetworks({ weightsFolder, lockPath, provider: name }),
    now: () => performance.now(),
    signal: stop.signal,
  }),
);
