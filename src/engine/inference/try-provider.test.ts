import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { knownQuestion, largestDifference } from './known-answers.ts';
import { readLock } from './lock.ts';
import type { Networks, Tensor } from './networks.ts';
import { tryProvider } from './try-provider.ts';

const tensor = (...data: number[]): Tensor => ({ data: Float32Array.from(data), dims: [data.length] });
const answering = (provider: string, points: Tensor): Networks => ({
  provider,
  load: (id) => Promise.resolve({ id, run: () => Promise.resolve({ points }) }),
  close: () => Promise.resolve(),
});
const trial = (given: Tensor, networks = ['iris']) =>
  tryProvider({
    provider: 'webgpu',
    networks,
    open: (provider) => Promise.resolve(answering(provider, provider === 'cpu' ? tensor(0.5, -20) : given)),
    now: () => 0,
  });

test('every locked network has a known question, and its numbers are the same each time', () => {
  const lock = fileURLToPath(new URL('../../../models/models.lock.json', import.meta.url));
  for (const { id } of readLock(lock)) expect(knownQuestion(id), id).toBeDefined();
  expect(knownQuestion('iris')?.inputs()).toEqual(knownQuestion('iris')?.inputs());
});

test('the difference is a share of the largest value of its output, and never less than absolute', () => {
  expect(largestDifference({ a: tensor(0.5, -20) }, { a: tensor(0.5, -20.2) })).toBeCloseTo(0.01, 5);
  expect(largestDifference({ a: tensor(0.01) }, { a: tensor(0.02) })).toBeCloseTo(0.01, 5);
  expect(largestDifference({ a: tensor(1) }, { a: tensor(1, 2) })).toBe(Number.POSITIVE_INFINITY);
  expect(largestDifference({ a: tensor(1) }, { b: tensor(1) })).toBe(Number.POSITIVE_INFINITY);
  expect(largestDifference({ a: tensor(1) }, { a: tensor(Number.NaN) })).toBe(Number.POSITIVE_INFINITY);
});

test('within the tolerance it is accepted, beyond it refused', async () => {
  expect(await trial(tensor(0.5, -20.01))).toMatchObject({ state: 'accepted', refusal: null, networks: [{ id: 'iris', tolerance: 1e-3 }] });
  expect(await trial(tensor(0.5, -20.1))).toMatchObject({
    state: 'refused',
    refusal: { code: 'PROVIDER_DIFFERS', words: 'iris: 5.0e-3 where 0.001 is allowed' },
  });
  expect(await trial(tensor(0.5, -20), ['nobody'])).toMatchObject({ state: 'refused', refusal: { code: 'PROVIDER_DIFFERS' } });
});

test('one that cannot load a network is refused with the reason of the runtime', async () => {
  const report = await tryProvider({
    provider: 'cuda',
    networks: ['iris'],
    open: (provider) =>
      provider === 'cpu'
        ? Promise.resolve(answering('cpu', tensor(1)))
        : Promise.reject(new Failure('INFERENCE_FAILED', 'iris', { cause: new Error('no library\nat somewhere') })),
    now: () => 0,
  });
  expect(report).toMatchObject({ state: 'refused', refusal: { code: 'PROVIDER_FAILED', words: 'iris: no library' }, networks: [] });
});
