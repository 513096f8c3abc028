/** Tries providers away from the program; each is tried once for each process, since the machine does not change under it. */
import { join } from 'node:path';
import { startApart } from '../../base/node/apart.ts';
import type { ProviderName, ProviderReport } from '../../contract/providers.ts';
import type { Choosing } from './choose-provider.ts';
import './no-usage-reports.ts';
import type { ProviderTask } from './provider-worker.ts';

/** Our choice: the processor needs seconds for all networks, so what takes longer is no gain and may hang. A Vulkan driver in software does (docs/validation/gpu.md). */
export const TRIAL_MS = 240_000;

const tried = new Map<string, Promise<ProviderReport>>();

/** How long a provider may take for all networks. */
export type TrialLimit = (provider: ProviderName) => number;

/** `models`: the folder with the lock and the weights. A trial that is ended by a limit is a refusal that says so. */
export async function providersHere(models: string, limitMs: TrialLimit = () => TRIAL_MS): Promise<Choosing> {
  // Loaded only now: whoever stays on the processor need not load the runtime here.
  const { listSupportedBackends } = await import('./onnx-runtime.ts');
  return {
    platform: process.platform,
    built: listSupportedBackends().map(({ name }) => name),
    attempt: (provider) => {
      const limit = limitMs(provider);
      const key = `${models}|${provider}|${String(limit)}`;
      const trial = tried.get(key) ?? tryApart(provider, models, limit);
      tried.set(key, trial);
      return trial;
    },
  };
}

function tryApart(provider: ProviderName, models: string, limitMs: number): Promise<ProviderReport> {
  const task: ProviderTask = { provider, weightsFolder: join(models, 'weights'), lockPath: join(models, 'models.lock.json') };
  const { promise, resolve } = Promise.withResolvers<ProviderReport>();
  const refuse = (words: string): void =>
    resolve({ provider, state: 'refused', refusal: { code: 'PROVIDER_FAILED', words }, device: 'not known', networks: [] });
  // The build of the Electron door rewrites this name to the bundle's.
  const trial = startApart(new URL('./provider-worker.ts', import.meta.url), task, { onAnswer: resolve, onEnd: refuse });
  const timer = setTimeout(() => {
    refuse(`not tried to the end: no answer within the limit of ${String(limitMs / 1000)} s`);
    trial.stop();
  }, limitMs);
  return promise.finally(() => {
    clearTimeout(timer);
  });
}
