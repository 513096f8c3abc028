/** The networks that look at faces give in the program what PyTorch gave in training. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { at } from '../../src/base/at.ts';
import { must } from '../../src/base/assert.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { OWN_FACE_NETWORKS } from './own.ts';

const models = fileURLToPath(new URL('..', import.meta.url));
const SIDE = 224;

interface Golden {
  readonly logit: number;
  readonly shape: readonly number[] | null;
  /** Every so manieth value, about 50 of them. */
  readonly map: readonly number[] | null;
}

/** models/training/faces/export.py makes the same: smooth waves and a fine pattern. */
function picture(): Float32Array {
  return Float32Array.from({ length: 3 * SIDE * SIDE }, (_, k) => {
    const [c, y, x] = [Math.floor(k / (SIDE * SIDE)), Math.floor(k / SIDE) % SIDE, k % SIDE];
    return 0.5 + 0.3 * Math.sin(x / 17 + c) * Math.cos(y / 23) + (0.1 * ((x * 7 + y * 13 + c * 5) % 11)) / 11;
  });
}

test.each(OWN_FACE_NETWORKS)('%s gives the numbers of the training, and its map is the logit up to a constant', async (id) => {
  const golden = JSON.parse(readFileSync(`${models}/${id}/golden.json`, 'utf8')) as Golden;
  const networks = await openNetworks({ weightsFolder: `${models}/weights`, provider: 'cpu' });
  const network = await networks.load(id);
  const image = picture();
  const { logit, map } = await network.run({ image: { data: image, dims: [1, 3, SIDE, SIDE] } });
  expect(Math.abs(at(must(logit, 'logit').data, 0) - golden.logit)).toBeLessThan(1e-3);
  expect(map?.dims ?? null).toEqual(golden.shape);
  if (golden.shape !== null && golden.map !== null) {
    const shown = must(map, 'map').data;
    const step = Math.max(1, Math.floor(shown.length / 50));
    for (const [k, value] of golden.map.entries()) expect(Math.abs(at(shown, k * step) - value)).toBeLessThan(2e-3);
    const constant = (data: Float32Array, value: number): number => value - data.reduce((sum, one) => sum + one, 0) / data.length;
    const other = await network.run({ image: { data: image.map((value) => 1 - value), dims: [1, 3, SIDE, SIDE] } });
    const [first, second] = [
      constant(shown, at(must(logit, 'logit').data, 0)),
      constant(must(other.map, 'map').data, at(must(other.logit, 'logit').data, 0)),
    ];
    expect(Math.abs(first - second)).toBeLessThan(1e-3);
  }
  await networks.close();
});
