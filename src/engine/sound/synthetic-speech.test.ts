import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import type { Network, Networks } from '../inference/networks.ts';
import { openNetworks } from '../inference/session.ts';
import { Resampler } from './resampler.ts';
import { atSpeechRate, SPEECH_RATE } from './speech-window.ts';
import { SPEECH_WEIGHTS, syntheticLogit } from './synthetic-speech.ts';

const models = fileURLToPath(new URL('../../../models', import.meta.url));

/** Written by models/training/audio/export.py: the statistics from PyTorch at double precision, the logit at single. */
const golden = JSON.parse(readFileSync(join(models, 'vocoder/golden.json'), 'utf8')) as {
  readonly logit: number;
  readonly shape: readonly number[];
  readonly step: number;
  readonly features: readonly number[];
};

let networks: Networks;
let network: Network;
beforeAll(async () => {
  networks = await openNetworks({ weightsFolder: join(models, 'weights'), provider: 'cpu' });
  network = await networks.load(SPEECH_WEIGHTS);
});
afterAll(() => networks.close());

/** export.py makes the same: a pulse train whose pitch and resonance move, and a little noise. */
function buzz(): Float32Array {
  let [phase, state] = [0, 1];
  return Float32Array.from({ length: 2 * SPEECH_RATE }, (_, n) => {
    const t = n / SPEECH_RATE;
    phase += (110 + 30 * Math.sin(5 * t)) / SPEECH_RATE;
    state = (state * 48_271) % 2_147_483_647;
    const voice = ((phase % 1) - 0.5) * Math.sin(2 * Math.PI * (600 + 350 * Math.sin(9 * t)) * t);
    return 0.3 * voice * (0.55 + 0.45 * Math.sin(20 * t)) + 0.01 * (state / 2_147_483_647 - 0.5);
  });
}

describe('the network', () => {
  it('measures the statistics that double precision gives, to 1e-4, and gives the logit that PyTorch gives', async () => {
    const samples = buzz();
    const { features, logit } = await network.run({ samples: { data: samples, dims: [1, samples.length] } });
    const { data, dims } = must(features, 'features');
    expect(dims).toEqual(golden.shape);
    let worst = 0;
    for (const [k, value] of golden.features.entries()) worst = Math.max(worst, Math.abs(at(data, k * golden.step) - value));
    expect(worst).toBeLessThan(1e-4);
    expect(Math.abs(at(must(logit, 'logit').data, 0) - golden.logit)).toBeLessThan(1e-3);
  });

  it('does not hear level or a constant offset', async () => {
    const samples = buzz();
    const plain = await syntheticLogit(network, samples);
    expect(
      Math.abs(
        (await syntheticLogit(
          network,
          samples.map((v) => v * 0.05),
        )) - plain,
      ),
    ).toBeLessThan(1e-2);
    expect(
      Math.abs(
        (await syntheticLogit(
          network,
          samples.map((v) => v + 0.1),
        )) - plain,
      ),
    ).toBeLessThan(1e-2);
  });
});

describe('atSpeechRate', () => {
  it('takes the mean of the channels', () => {
    expect(atSpeechRate([Float32Array.of(0.5, -0.25), Float32Array.of(0.25, 0.25)], SPEECH_RATE)).toEqual(Float32Array.of(0.375, 0));
  });

  it.each([44_100, 48_000])('brings the same logit from %i Hz', async (rate) => {
    const samples = buzz().slice(0, SPEECH_RATE);
    const up = new Resampler(SPEECH_RATE, rate);
    const wide = Float32Array.from([...up.push(samples), ...up.flush()]);
    const back = atSpeechRate([wide], rate);
    expect(back.length).toBe(samples.length);
    const [direct, through] = [await syntheticLogit(network, samples), await syntheticLogit(network, back)];
    expect(Math.abs(through - direct)).toBeLessThan(0.05);
  });
});
