/** What a machine adds to an examination: what shall run the networks there, and the model packs it has. */
import type { InstalledPack } from '../../contract/packs.ts';
import type { ProviderWish } from '../../contract/providers.ts';
import { chooseProvider, type Chosen } from '../../engine/inference/choose-provider.ts';
import { providersHere } from '../../engine/inference/provider-trials.ts';
import { modelsFolder } from '../analysis/models-folder.ts';
import { PackShelf, packsFolder } from '../packs/pack-shelf.ts';
import { SettingsFile } from '../settings/settings.ts';

export interface Machine {
  readonly chosen: Chosen;
  readonly packs: readonly InstalledPack[];
  readonly packsFolder: string;
}

export async function machineHere(asked: ProviderWish | undefined, dataFolder: string): Promise<Machine> {
  return {
    chosen: await wishedProvider(asked, dataFolder),
    packs: new PackShelf(dataFolder).list(),
    packsFolder: packsFolder(dataFolder),
  };
}

/** What was asked for; the settings say it where nobody asked. Never rejects for a provider that cannot run: the processor takes over. */
export async function wishedProvider(asked: ProviderWish | undefined, dataFolder: string): Promise<Chosen> {
  return chosenProvider(asked ?? (await new SettingsFile(dataFolder).providerWish()));
}

/** Nothing is tried, and no runtime loaded here, where the processor is asked for. */
async function chosenProvider(asked: ProviderWish): Promise<Chosen> {
  if (asked === 'cpu') return { provider: 'cpu', choice: { asked, passedOver: [] }, reports: [] };
  return chooseProvider(asked, await providersHere(modelsFolder()));
}
