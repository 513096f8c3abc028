/** Two seconds of sound -> how much of it is speech, and the network's logit where it is. */
import type { Network } from '../../inference/networks.ts';
import type { SoundBlock } from '../../sound/sound-block.ts';
import { SPEECH_RATE, speechShare, speechWindow } from '../../sound/speech-window.ts';
import { syntheticLogit } from '../../sound/synthetic-speech.ts';
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
  const window = speechWindow(block, PARAMETERS.windowS.value);
  if (window === null) return [];
  const { ptsUs, samples, levelDb } = window;
  const speech = levelDb < PARAMETERS.leastLevelDb.value ? 0 : await speechShare(samples, voice, PARAMETERS.voiceLevel.value);
  const logit = speech < PARAMETERS.leastSpeech.value ? null : await syntheticLogit(vocoder, samples);
  const values = [logit === null ? null : rounded(logit, 3), rounded(speech, 2), rounded(levelDb, 1)];
  return [{ ptsUs, values }];
}

/** Samples of a window at the network's rate. */
export const WINDOW_SAMPLES = PARAMETERS.windowS.value * SPEECH_RATE;
