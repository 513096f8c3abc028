/** The last seconds up to the end of a block, at the rate of the networks of speech, with their level and how much of them is speech: what detectors of a voice look at. */
import { at } from '../../base/at.ts';
import type { Network } from '../inference/networks.ts';
import { mono, type SoundBlock } from './sound-block.ts';
import { resample } from './resampler.ts';
import { speechSteps, VOICE_RATE } from './voice.ts';

/** The rate at which voices are judged. */
export const SPEECH_RATE = VOICE_RATE;

export interface SpeechWindow {
  /** Middle of the window on the exhibit's clock. */
  readonly ptsUs: number;
  /** One channel at SPEECH_RATE. */
  readonly samples: Float32Array;
  readonly levelDb: number;
}

/** One channel at 16 kHz: the mean of all. `channels` of equal lengths at `sampleRate`. */
export const atSpeechRate = (channels: readonly Float32Array[], sampleRate: number): Float32Array =>
  resample(mono(channels), sampleRate, SPEECH_RATE);

/** The `seconds` that end with the block; `null` where the stretch has not lasted so long. */
export function speechWindow(block: SoundBlock, seconds: number): SpeechWindow | null {
  const channels = lastOf(block, Math.round(seconds * block.sampleRate));
  if (channels === null) return null;
  const samples = atSpeechRate(channels, block.sampleRate);
  const endUs = block.ptsUs + ((block.channels[0]?.length ?? 0) * 1e6) / block.sampleRate;
  return { ptsUs: Math.round(endUs - seconds * 5e5), samples, levelDb: levelOf(samples) };
}

/** Share of Silero's steps of 32 ms at which somebody rather speaks than not; the network begins anew with each window. */
export async function speechShare(samples: Float32Array, network: Network, limit: number): Promise<number> {
  const steps = await speechSteps(network, samples);
  return steps.filter((probability) => probability >= limit).length / Math.max(1, steps.length);
}

/** The last `wanted` samples of each channel. */
function lastOf(block: SoundBlock, wanted: number): Float32Array[] | null {
  const parts: SoundBlock[] = [];
  let length = 0;
  for (let one: SoundBlock | null = block; one !== null && length < wanted; one = one.previous) {
    parts.unshift(one);
    length += one.channels[0]?.length ?? 0;
  }
  if (length < wanted) return null;
  return block.channels.map((_, c) => {
    const all = new Float32Array(length);
    let filled = 0;
    for (const part of parts) {
      const samples = part.channels[c];
      if (samples === undefined) continue;
      all.set(samples, filled);
      filled += samples.length;
    }
    return all.slice(length - wanted);
  });
}

function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (let n = 0; n < samples.length; n += 1) sum += at(samples, n) ** 2;
  return 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
}
