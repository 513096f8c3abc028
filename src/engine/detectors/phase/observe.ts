/** Two seconds of sound -> how unevenly its voiced frames delay the frequencies from 4 to 7.3 kHz. */
import type { Network } from '../../inference/networks.ts';
import { GroupDelay, stepSpread, type DelayFrame } from '../../signal/group-delay.ts';
import { quantile } from '../../signal/stats.ts';
import type { SoundBlock } from '../../sound/sound-block.ts';
import { SPEECH_RATE, speechShare, speechWindow } from '../../sound/speech-window.ts';
import type { Column, SoundRow } from '../interface.ts';
import { PARAMETERS } from './parameters.ts';
import { rounded } from '../../rounded.ts';

export const COLUMNS: readonly Column[] = [
  { name: 'shortSpread', unit: 'variance of logarithms' },
  { name: 'longSpread', unit: 'variance of logarithms' },
  { name: 'high', unit: 'dB re below 1 kHz' },
  { name: 'speech', unit: 'share of the window' },
  { name: 'level', unit: 'dB re full scale' },
];
/** Places of the values in a row. */
export const AT = { short: 0, long: 1, high: 2, speech: 3, level: 4 } as const;

/** One row for the window that ends with each block, at its middle; none where the sound is shorter than a window. */
export function openPhase(voice: Network): (block: SoundBlock) => Promise<SoundRow[]> {
  const [short, long] = [delays(PARAMETERS.shortFrame.value, 256), delays(PARAMETERS.longFrame.value, 512)];
  return async (block) => {
    const window = speechWindow(block, PARAMETERS.windowS.value);
    if (window === null) return [];
    const { ptsUs, samples, levelDb } = window;
    const speech = levelDb < PARAMETERS.leastLevelDb.value ? 0 : await speechShare(samples, voice, PARAMETERS.voiceLevel.value);
    const spoken = speech < PARAMETERS.leastSpeech.value ? [] : voiced(long.frames(samples));
    const high = spoken.length < PARAMETERS.leastFrames.value ? null : rounded(highDb(spoken), 1);
    const spreads =
      high === null || high < PARAMETERS.leastHighDb.value
        ? [null, null]
        : [rounded(stepSpread(voiced(short.frames(samples))), 4), rounded(stepSpread(spoken), 4)];
    return [{ ptsUs, values: [...spreads, high, rounded(speech, 2), rounded(levelDb, 1)] }];
  };
}

const delays = (frameSamples: number, fftSize: number): GroupDelay =>
  new GroupDelay({
    rate: SPEECH_RATE,
    frameSamples,
    fftSize,
    bandHz: [PARAMETERS.bandFromHz.value, PARAMETERS.bandToHz.value],
    lowHz: PARAMETERS.voicedBelowHz.value,
    highHz: PARAMETERS.highFromHz.value,
  });

/** Frames with nearly as much power at the voice's own frequencies as the loudest ones. */
function voiced(frames: readonly DelayFrame[]): DelayFrame[] {
  const loud = quantile(
    frames.map(({ low }) => low),
    0.95,
  );
  return frames.filter(({ low }) => low >= loud * 10 ** (-PARAMETERS.voicedWithinDb.value / 10));
}

function highDb(frames: readonly DelayFrame[]): number {
  const [high, low] = [frames.reduce((sum, one) => sum + one.high, 0), frames.reduce((sum, one) => sum + one.low, 0)];
  return 10 * Math.log10((high + 1e-15) / (low + 1e-15));
}
