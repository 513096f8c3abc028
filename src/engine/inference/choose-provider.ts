/** Chooses what runs the networks: what was asked for where it gives the processor's numbers, otherwise the processor, and says why. */
import type { ProviderChoice, ProviderName, ProviderReport, ProviderWish } from '../../contract/providers.ts';

/** In the order in which `auto` tries them: the makers' own libraries before the general ones. */
const BY_SYSTEM: Readonly<Partial<Record<NodeJS.Platform, readonly ProviderName[]>>> = {
  linux: ['tensorrt', 'cuda', 'webgpu', 'cpu'],
  win32: ['tensorrt', 'cuda', 'dml', 'webgpu', 'cpu'],
  darwin: ['coreml', 'webgpu', 'cpu'],
};

export const providersOf = (platform: NodeJS.Platform): readonly ProviderName[] => BY_SYSTEM[platform] ?? ['cpu'];

export interface Choosing {
  readonly platform: NodeJS.Platform;
  /** Names of the providers in this build of the runtime. */
  readonly built: readonly string[];
  /** Never rejects. */
  readonly attempt: (provider: ProviderName) => Promise<ProviderReport>;
}

export interface Chosen {
  readonly provider: ProviderName;
  readonly choice: ProviderChoice;
  /** Of those that were tried or found absent. */
  readonly reports: readonly ProviderReport[];
}

/** The processor is used without a trial: it is what the others are compared with. */
export async function chooseProvider(asked: ProviderWish, choosing: Choosing): Promise<Chosen> {
  const reports: ProviderReport[] = [];
  const wanted = asked === 'auto' ? providersOf(choosing.platform) : [asked];
  for (const provider of wanted) {
    if (provider === 'cpu') break;
    const report = await reportOn(provider, choosing);
    reports.push(report);
    if (report.state === 'accepted') return { provider, choice: { asked, passedOver: passedOver(reports) }, reports };
  }
  return { provider: 'cpu', choice: { asked, passedOver: passedOver(reports) }, reports };
}

/** Every provider that a system like this could have, tried one after the other. */
export async function surveyProviders(choosing: Choosing): Promise<ProviderReport[]> {
  const reports: ProviderReport[] = [];
  for (const provider of providersOf(choosing.platform)) reports.push(await reportOn(provider, choosing));
  return reports;
}

async function reportOn(provider: ProviderName, { platform, built, attempt }: Choosing): Promise<ProviderReport> {
  const absent = (words: string): ProviderReport => ({
    provider,
    state: 'absent',
    refusal: { code: 'PROVIDER_ABSENT', words },
    device: 'none',
    networks: [],
  });
  if (!providersOf(platform).includes(provider)) return absent(`not on this system (${platform})`);
  if (!built.includes(provider)) return absent('not in this build of the runtime');
  return attempt(provider);
}

const passedOver = (reports: readonly ProviderReport[]): ProviderChoice['passedOver'] =>
  reports.flatMap(({ provider, refusal }) => (refusal === null ? [] : [{ provider, ...refusal }]));
