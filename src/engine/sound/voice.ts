/** Probability that somebody speaks, every 32 ms: Silero's voice activity network, with its memory kept here. */
import { assert, must } from '../../base/assert.ts';
import type { Network } from '../inference/networks.ts';

/** The network's id in models.lock.json. */
export const VOICE_WEIGHTS = 'silero-vad';
export const VOICE_RATE = 16_000;
/** Samples of one step at 16 kHz: what the network was trained with. */
export const VOICE_STEP = 512;

/** The end of the step before is given again in front of each step (silero-vad, utils_vad.py, OnnxWrapper). */
const CONTEXT = 64;
const STATE_DIMS = [2, 1, 128] as const;
const STATE_LENGTH = 256;

/** The probability of each whole step of 32 ms of one channel at 16 kHz, 0..1, heard without memory of anything before. */
export async function speechSteps(network: Network, samples: Float32Array): Promise<number[]> {
  const voice = new VoiceActivity(network);
  const steps: number[] = [];
  for (let from = 0; from + VOICE_STEP <= samples.length; from += VOICE_STEP)
    steps.push(await voice.next(samples.subarray(from, from + VOICE_STEP)));
  return steps;
}

/** Begins without memory, as at the start of a recording. */
export class VoiceActivity {
  readonly #network: Network;
  readonly #input = new Float32Array(CONTEXT + VOICE_STEP);
  readonly #rate = { data: BigInt64Array.of(BigInt(VOICE_RATE)), dims: [] };
  #state = new Float32Array(STATE_LENGTH);
  #context = new Float32Array(CONTEXT);

  constructor(network: Network) {
    this.#network = network;
  }

  /** 512 samples of one channel at 16 kHz, -1..1, in order; the probability, 0..1. */
  async next(samples: Float32Array): Promise<number> {
    assert(samples.length === VOICE_STEP, 'a step has 512 samples');
    this.#input.set(this.#context);
    this.#input.set(samples, CONTEXT);
    const { output, stateN } = await this.#network.run({
      input: { data: this.#input, dims: [1, this.#input.length] },
      state: { data: this.#state, dims: STATE_DIMS },
      sr: this.#rate,
    });
    this.#state = Float32Array.from(must(stateN, 'stateN').data);
    this.#context = samples.slice(VOICE_STEP - CONTEXT);
    return must(must(output, 'output').data[0], 'a probability');
  }
}
