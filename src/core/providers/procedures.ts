/** The provider procedures of the contract: what shall run the networks, and what could. */
import { surveyProviders } from '../../engine/inference/choose-provider.ts';
import { providersHere } from '../../engine/inference/provider-trials.ts';
import { modelsFolder } from '../analysis/models-folder.ts';
import type { Handlers } from '../context.ts';
import type { SettingsFile } from '../settings/settings.ts';

export function providerProcedures(settings: SettingsFile): Pick<Handlers, `providers.${'wish' | 'choose' | 'survey'}`> {
  return {
    'providers.wish': async () => ({ wish: await settings.providerWish() }),
    'providers.choose': async ({ wish }) => {
      await settings.setProviderWish(wish);
      return { wish };
    },
    'providers.survey': async () => ({
      wish: await settings.providerWish(),
      reports: await surveyProviders(await providersHere(modelsFolder())),
    }),
  };
}
