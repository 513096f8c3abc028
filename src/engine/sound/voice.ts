/** Probability that somebody speaks, every 32 ms: Silero's voice activity network, with its memory kept here. */
import * as z from 'zod';
import { assert, must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import type { Network, Networks } from '../inference/networks.ts';

/** Ids of the networks that listening runs, as in models.lock.json. */
export const VOICE_WEIGHTS = ['silero-vad'] as const;
export const VOICE_RATE = 16_000;
/** Samples of one step at 16 kHz: what the network was trained with. */
export const VOICE_STEP = 512;

/** The end of the step before is given again in front of each step (silero-vad, utils_vad.py, OnnxWrapper). */
const CONTEXT = 64;
const STATE_DIMS = [2, 1, 128] as const;
const STATE_LENGTH = 256;

const VoiceState = z.strictObject({
  format: z.literal(1),
  state: z.array(z.number()).length(STATE_LENGTH),
  context: z.array(z.number()).length(CONTEXT),
});

export class VoiceActivity {
  readonly #network: Network;
  readonly #input = new Float32Array(CONTEXT + VOICE_STEP);
  readonly #rate = { data: BigInt64Array.of(BigInt(VOICE_RATE)), dims: [] };
  #state = new Float32Array(STATE_LENGTH);
  #context = new Float32Array(CONTEXT);

  constructor(network: Network, state: unknown) {
    this.#network = network;
    if (state === null || state === undefined) return;
    const parsed = VoiceState.safeParse(state);
    if (!parsed.success) throw new Failure('CASE_DAMAGED', 'state of the voice network', { cause: parsed.error });
    this.#state = Float32Array.from(parsed.data.state);
    this.#context = Float32Array.from(parsed.data.context);
  }

  /** Plain JSON; one made from it goes on with bit-identical results. */
  state(): unknown {
    return { format: 1, state: [...this.#state], context: [...this.#context] };
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

/** Rejects as `Networks.load` does, and with CASE_DAMAGED when the stored state has another shape. */
export async function openVoice(networks: Networks, state: unknown): Promise<VoiceActivity> {
  return new VoiceActivity(await networks.load(VOICE_WEIGHTS[0]), state);
}
