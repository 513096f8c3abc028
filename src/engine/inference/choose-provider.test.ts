import { expect, test } from 'vitest';
import type { ProviderName, ProviderReport } from '../../contract/providers.ts';
import { chooseProvider, providersOf, surveyProviders } from './choose-provider.ts';

const accepted = (provider: ProviderName): ProviderReport => ({ provider, state: 'accepted', refusal: null, device: 'd', networks: [] });
const differs = (provider: ProviderName): ProviderReport => ({
  ...accepted(provider),
  state: 'refused',
  refusal: { code: 'PROVIDER_DIFFERS', words: 'iris: 1e-1' },
});
const linux = (attempt: (provider: ProviderName) => ProviderReport) => ({
  platform: 'linux' as const,
  built: ['cpu', 'cuda', 'webgpu'],
  attempt: (provider: ProviderName) => Promise.resolve(attempt(provider)),
});

test('the processor is used without a trial', async () => {
  const choosing = linux(() => {
    throw new Error('nothing is tried');
  });
  expect(await chooseProvider('cpu', choosing)).toEqual({ provider: 'cpu', choice: { asked: 'cpu', passedOver: [] }, reports: [] });
});

test('auto takes the first that agrees, and names those before it', async () => {
  const { provider, choice } = await chooseProvider(
    'auto',
    linux((name) => (name === 'cuda' ? differs(name) : accepted(name))),
  );
  expect(provider).toBe('webgpu');
  expect(choice).toEqual({
    asked: 'auto',
    passedOver: [
      { provider: 'tensorrt', code: 'PROVIDER_ABSENT', words: 'not in this build of the runtime' },
      { provider: 'cuda', code: 'PROVIDER_DIFFERS', words: 'iris: 1e-1' },
    ],
  });
});

test('where the one that was asked for is refused or absent, the processor takes over and the reason stands in the choice', async () => {
  expect((await chooseProvider('webgpu', linux(differs))).choice.passedOver).toEqual([
    { provider: 'webgpu', code: 'PROVIDER_DIFFERS', words: 'iris: 1e-1' },
  ]);
  const foreign = await chooseProvider('coreml', linux(accepted));
  expect(foreign.provider).toBe('cpu');
  expect(foreign.choice.passedOver).toEqual([{ provider: 'coreml', code: 'PROVIDER_ABSENT', words: 'not on this system (linux)' }]);
});

test('a survey tells all that such a system could have, the processor among them', async () => {
  const reports = await surveyProviders(linux(accepted));
  expect(reports.map(({ provider, state }) => `${provider} ${state}`)).toEqual([
    'tensorrt absent',
    'cuda accepted',
    'webgpu accepted',
    'cpu accepted',
  ]);
  expect(providersOf('darwin')).toEqual(['coreml', 'webgpu', 'cpu']);
  expect(providersOf('aix')).toEqual(['cpu']);
});
