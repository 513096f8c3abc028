import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import type { Networks } from '../../src/engine/inference/networks.ts';
import { LOCK_PATH, WEIGHTS_FOLDER, convertNetwork } from './convert.ts';
import { cut, decodePhotograph, INPUTS, type Photograph } from './golden/recipe.ts';
import { NETWORKS } from './networks.ts';
import { readLock } from '../../src/engine/inference/lock.ts';

interface GoldenOutput {
  readonly count: number;
  readonly step: number;
  readonly peak: number;
  readonly peakValue: number;
  readonly values: readonly number[];
}
const golden = JSON.parse(readFileSync(new URL('golden/golden.json', import.meta.url), 'utf8')) as {
  readonly photograph: { readonly planesSha256: string };
  readonly networks: Readonly<Record<string, Readonly<Record<string, GoldenOutput>>>>;
};

/**
 * Greatest absolute difference from TensorFlow.js that is accepted: five times what was measured and more
 * (blazeface 6.1e-4 with logits to -530, facemesh 1.0e-4 px, iris 3.5e-5 px, faceres 3.7e-6, movenet 9e-7), far below anything that a measure could feel.
 */
const TOLERANCE: Readonly<Record<string, number>> = { blazeface: 3e-3, facemesh: 5e-4, iris: 2e-4, faceres: 5e-5, movenet: 5e-5 };

let photograph: Photograph;
let networks: Networks;
beforeAll(async () => {
  photograph = decodePhotograph();
  networks = await openNetworks({ weightsFolder: WEIGHTS_FOLDER, provider: 'cpu' });
});

test('the photograph is decoded to the planes that TensorFlow.js saw', () => {
  expect(photograph.sha256).toBe(golden.photograph.planesSha256);
});

test.each(NETWORKS.map((source) => source.id))('%s gives what TensorFlow.js gives on a real face', async (id) => {
  const input = must(INPUTS[id], 'an input');
  const network = await networks.load(id);
  const outputs = await network.run({ image: { data: cut(photograph, input), dims: [1, 3, input.side, input.side] } });
  const expected = must(golden.networks[id], 'golden values');
  expect(Object.keys(outputs).sort()).toEqual(Object.keys(expected).sort());
  let worst = 0;
  for (const [name, wanted] of Object.entries(expected)) {
    const { data } = must(outputs[name], name);
    expect(data.length).toBe(wanted.count);
    for (const [k, value] of wanted.values.entries()) worst = Math.max(worst, Math.abs(must(data[k * wanted.step], name) - value));
    worst = Math.max(worst, Math.abs(must(data[wanted.peak], name) - wanted.peakValue));
  }
  expect(worst).toBeLessThan(must(TOLERANCE[id], 'a tolerance'));
});

test.each(NETWORKS)('$id converts again to exactly the locked bytes', (source) => {
  const locked = readLock(LOCK_PATH).find((entry) => entry.id === source.id);
  expect(convertNetwork(source).entry).toEqual(locked);
});
