/** The sound that belongs to each frame: its level and how likely somebody speaks, from the exhibit's sound decoded beside its picture. */
import { must } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { Network, Networks } from '../inference/networks.ts';
import { readAudio } from '../media/audio.ts';
import type { AudioBlock } from '../media/blocks.ts';
import { VOICE_RATE, VOICE_STEP, VOICE_WEIGHTS, VoiceActivity } from './voice.ts';

/** Parts of a span whose level is told apart: about 10 ms each at 25 frames a second. */
export const SPAN_PARTS = 4;

/** What is heard while one frame is shown. */
export interface SoundSpan {
  /** Root mean square of the mono sound, full scale 1. */
  readonly level: number;
  /** The same for each quarter of the span. */
  readonly parts: readonly number[];
  /** Probability that somebody speaks: mean over the span of Silero's steps of 32 ms, 0..1. */
  readonly voice: number;
}

/** The network begins anew every so many steps of the exhibit's sound (8 s), so that a resumed examination hears exactly the same. */
export const SEGMENT_STEPS = 250;
/** So many steps before that (1 s) it is already run, so that it has settled. */
export const WARM_UP_STEPS = 32;

interface Heard {
  readonly ptsUs: number;
  readonly endUs: number;
  readonly samples: Float32Array;
  readonly voice: number;
}

export interface ListenOptions {
  readonly path: string;
  readonly ffmpegPath: string;
  readonly facts: MediaFacts;
  readonly networks: Networks;
  /** Nothing before it is asked for: sound that ends earlier is decoded and passed over. */
  readonly fromUs: number;
  readonly signal?: AbortSignal;
}

/** Rejects as `Networks.load` does. Errors of decoding come with the first span that needs the sound: those of readAudio. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { networks, fromUs, ...source } = options;
  const network = await networks.load(VOICE_WEIGHTS);
  const seconds = { num: VOICE_STEP, den: VOICE_RATE };
  return new Listener(network, readAudio({ ...source, mono: true, sampleRate: VOICE_RATE, blockSeconds: seconds }), fromUs);
}

export class Listener {
  readonly #network: Network;
  readonly #blocks: AsyncIterator<AudioBlock>;
  readonly #fromUs: number;
  #voice: VoiceActivity;
  #next: VoiceActivity | null = null;
  #kept: Heard[] = [];
  #ended = false;
  /** The first segment that can be asked for has not been reached. */
  #skipping = true;
  /** While the way to `fromUs` is skipped: what may still be needed to settle the network. */
  #recent: AudioBlock[] = [];

  constructor(network: Network, blocks: AsyncIterable<AudioBlock>, fromUs: number) {
    this.#network = network;
    this.#blocks = blocks[Symbol.asyncIterator]();
    this.#fromUs = fromUs;
    this.#voice = new VoiceActivity(network);
  }

  /** Between two moments of the exhibit's clock, in order; `null` where the exhibit has no sound. */
  async span(fromUs: number, toUs: number): Promise<SoundSpan | null> {
    while (!this.#ended && (this.#kept.at(-1)?.endUs ?? Number.NEGATIVE_INFINITY) < toUs) await this.#hear();
    this.#kept = this.#kept.filter(({ endUs }) => endUs > fromUs);
    return spanOf(this.#kept, fromUs, toUs);
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#kept = [];
    await this.#blocks.return?.();
  }

  async #hear(): Promise<void> {
    const next = await this.#blocks.next();
    if (next.done === true) {
      this.#ended = true;
      // Sound that ends before the first moment asked for was only passed over.
      return;
    }
    const block = next.value;
    if (!this.#skipping) return this.#step(block);
    this.#recent.push(block);
    if (endOf(block) <= this.#fromUs) {
      // Enough to begin where the segment of the wanted block begins, with its warm-up.
      if (this.#recent.length > SEGMENT_STEPS + WARM_UP_STEPS) this.#recent.shift();
      return;
    }
    this.#skipping = false;
    const begin = Math.floor(block.index / SEGMENT_STEPS) * SEGMENT_STEPS - WARM_UP_STEPS;
    const waiting = this.#recent.filter(({ index }) => index >= begin);
    this.#recent = [];
    for (const one of waiting) await this.#step(one);
  }

  async #step(block: AudioBlock): Promise<void> {
    const samples = must(block.channels[0], 'mono');
    const place = block.index % SEGMENT_STEPS;
    if (place === SEGMENT_STEPS - WARM_UP_STEPS) this.#next = new VoiceActivity(this.#network);
    if (place === 0 && this.#next !== null) {
      this.#voice = this.#next;
      this.#next = null;
    }
    const whole = samples.length === VOICE_STEP ? samples : padded(samples);
    const voice = await this.#voice.next(whole);
    if (this.#next !== null) await this.#next.next(whole);
    this.#kept.push({ ptsUs: block.ptsUs, endUs: endOf(block), samples, voice });
  }
}

const endOf = ({ ptsUs, channels, sampleRate }: AudioBlock): number => ptsUs + ((channels[0]?.length ?? 0) * 1e6) / sampleRate;

function padded(samples: Float32Array): Float32Array {
  const whole = new Float32Array(VOICE_STEP);
  whole.set(samples);
  return whole;
}

function spanOf(heard: readonly Heard[], fromUs: number, toUs: number): SoundSpan | null {
  const sums = new Float64Array(SPAN_PARTS);
  const counts = new Uint32Array(SPAN_PARTS);
  let voice = 0;
  let samples = 0;
  for (const one of heard) {
    const first = Math.max(0, Math.ceil(((fromUs - one.ptsUs) * VOICE_RATE) / 1e6));
    const end = Math.min(one.samples.length, Math.ceil(((toUs - one.ptsUs) * VOICE_RATE) / 1e6));
    for (let k = first; k < end; k += 1) {
      const share = (one.ptsUs + (k * 1e6) / VOICE_RATE - fromUs) / (toUs - fromUs);
      const part = Math.min(SPAN_PARTS - 1, Math.max(0, Math.floor(share * SPAN_PARTS)));
      sums[part] = (sums[part] ?? 0) + at(one.samples, k) ** 2;
      counts[part] = (counts[part] ?? 0) + 1;
    }
    if (end > first) {
      voice += one.voice * (end - first);
      samples += end - first;
    }
  }
  if (samples === 0) return null;
  const all = sums.reduce((sum, value) => sum + value, 0);
  return {
    level: Math.sqrt(all / samples),
    parts: Array.from(sums, (sum, part) => Math.sqrt(sum / Math.max(1, counts[part] ?? 0))),
    voice: voice / samples,
  };
}
