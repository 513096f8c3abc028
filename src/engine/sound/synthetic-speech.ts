/** Runs our own network on a piece of speech: how much it sounds like the synthetic speech that the network was trained with. */
import { assert, must } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import type { Network } from '../inference/networks.ts';
import { SPEECH_RATE } from './speech-window.ts';

/** The network's id in models.lock.json. */
export const SPEECH_WEIGHTS = 'vocoder';

/**
 * The network's logit for a window at 16 kHz, 0.5 s or longer: above 0 more like the synthetic speech of its training than like the genuine
 * speech of it. The statistics that it judges are a part of it (models/training/audio/marks.py): there is no second front end that could differ.
 * Level and constant offset do not matter. Rejects with INFERENCE_FAILED.
 */
export async function syntheticLogit(network: Network, samples: Float32Array): Promise<number> {
  assert(samples.length >= SPEECH_RATE / 2, 'a window has half a second or more');
  const { logit } = await network.run({ samples: { data: samples, dims: [1, samples.length] } });
  return at(must(logit, 'logit').data, 0);
}
