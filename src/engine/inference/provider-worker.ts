/** Entry of a process or thread: tries one provider, so that a driver that is slow, hangs or crashes does so alone. */
import { doApart } from '../../base/node/apart.ts';
import { readLock } from './lock.ts';
import { openNetworks } from './session.ts';
import { tryProvider } from './try-provider.ts';
import type { ProviderName } from '../../contract/providers.ts';

export interface ProviderTask {
  readonly provider: ProviderName;
  readonly weightsFolder: string;
  readonly lockPath: string;
}

doApart(({ provider, weightsFolder, lockPath }: ProviderTask, signal) =>
  tryProvider({
    provider,
    networks: readLock(lockPath).map(({ id }) => id),
    open: (name) => openNetworks({ weightsFolder, lockPath, provider: name }),
    now: () => performance.now(),
    signal,
  }),
);
