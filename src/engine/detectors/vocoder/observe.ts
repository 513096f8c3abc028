/** Two seconds of sound -> how much of it is speech, and the network's logit where it is. */
import { at } from '../../../base/at.ts';
import type { Network } from '../../inference/networks.ts';
import type { SoundBlock } from '../../sound/sound-block.ts';
import { atSpeechRate, SPEECH_RATE, syntheticLogit } from '../../sound/synthetic-speech.ts';
import { speechSteps } from '../../sound/voice.ts';
import type { Column, SoundRow } from '../interface.ts';
import { PARAMETERS } from './parameters.ts';
import { rounded } from '../../rounded.ts';

export const COLUMNS: readonly Column[] = [
  { name: 'logit', unit: 'logit' },
  { name: 'speech', unit: 'share of the window' },
  { name: 'level', unit: 'dB re full scale' },
];

/** Places of the values in a row. */
export const AT = { logit: 0, speech: 1, level: 2 } as const;

export interface Hearing {
  readonly voice: Network;
  readonly vocoder: Network;
}

/** One row for the window that ends with the block, at its middle; none where the sound is shorter than a window. */
export async function observeBlock(block: SoundBlock, { voice, vocoder }: Hearing): Promise<SoundRow[]> {
  const channels = windowOf(block);
  if (channels === null) return [];
  const samples = atSpeechRate(channels, block.sampleRate);
  const endUs = block.ptsUs + ((block.channels[0]?.length ?? 0) * 1e6) / block.sampleRate;
  const level = levelOf(samples);
  const speech = level < PARAMETERS.leastLevelDb.value ? 0 : await speechShare(samples, voice);
  const logit = speech < PARAMETERS.leastSpeech.value ? null : await syntheticLogit(vocoder, samples);
  const values = [logit === null ? null : rounded(logit, 3), rounded(speech, 2), rounded(level, 1)];
  return [{ ptsUs: Math.round(endUs - PARAMETERS.windowS.value * 5e5), values }];
}

/** The last seconds up to the block's end, each channel; `null` where the stretch has not lasted so long. */
function windowOf(block: SoundBlock): Float32Array[] | null {
  const wanted = Math.round(PARAMETERS.windowS.value * block.sampleRate);
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

/** Share of Silero's steps of 32 ms at which somebody rather speaks than not; the network begins anew with each window. */
async function speechShare(samples: Float32Array, network: Network): Promise<number> {
  const steps = await speechSteps(network, samples);
  return steps.filter((probability) => probability >= PARAMETERS.voiceLevel.value).length / Math.max(1, steps.length);
}

function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (let n = 0; n < samples.length; n += 1) sum += at(samples, n) ** 2;
  return 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
}

/** Samples of a window at the network's rate. */
export const WINDOW_SAMPLES = PARAMETERS.windowS.value * SPEECH_RATE;
