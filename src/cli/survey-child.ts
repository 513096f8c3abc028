/** Process entry of `doctor`: tries every provider and sends what came of it. Drivers write to stderr by themselves, and may take their process with them. */
import type { ProviderName, ProviderReport } from '../contract/providers.ts';
import { assert } from '../base/assert.ts';
import { surveyProviders } from '../engine/inference/choose-provider.ts';
import { providersHere, TRIAL_MS } from '../engine/inference/provider-trials.ts';

/** To this process. */
export interface Survey {
  readonly models: string;
  /** For each provider but the processor, which is needed and has the whole limit of a trial, milliseconds. */
  readonly limitMs: number;
}

process.once('message', ({ models, limitMs }: Survey) => {
  const limit = (provider: ProviderName): number => (provider === 'cpu' ? TRIAL_MS : limitMs);
  void (async () => {
    const reports: ProviderReport[] = await surveyProviders(await providersHere(models, limit));
    assert(process.send !== undefined, 'this file is the entry of a process with a channel');
    // A run that took longer than its limit is not waited for.
    process.send(reports, undefined, {}, () => process.exit());
  })();
});
process.once('disconnect', () => process.exit());
