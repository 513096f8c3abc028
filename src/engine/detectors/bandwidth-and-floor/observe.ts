/** One second of sound as a row: its mean spectrum in bands, the course of its level, and its runs of samples that do not move. */
import { must } from '../../../base/assert.ts';
import { at } from '../../../base/at.ts';
import { hann } from '../../signal/fft.ts';
import { RealFft } from '../../signal/real-fft.ts';
import type { SoundBlock } from '../../sound/sound-block.ts';
import type { Column, SoundRow } from '../interface.ts';
import { highPassed } from './high-pass.ts';
import { PARAMETERS } from './parameters.ts';

export const BANDS = PARAMETERS.bands.value;
/** Frames of level in a whole second. */
export const LEVELS = Math.round(1 / PARAMETERS.levelSeconds.value);

/** Place of the first of each kind of values. */
export const FIRST = { band: 2, level: 2 + BANDS } as const;

export const COLUMNS: readonly Column[] = [
  { name: 'stillSamples', unit: 'samples' },
  { name: 'longestStill', unit: 's' },
  ...Array.from({ length: BANDS }, (_, k) => ({ name: `band${String(k)}`, unit: 'dB', internal: true as const })),
  ...Array.from({ length: LEVELS }, (_, k) => ({ name: `level${String(k)}`, unit: 'dB', internal: true as const })),
];

/** Below the step of 24-bit sound: keeps logarithms finite. */
const LEAST_POWER = 1e-16;
const decibels = (power: number): number => Math.round(100 * 10 * Math.log10(power + LEAST_POWER)) / 100;

/** The power of two nearest above the wished length. */
export const windowOf = (sampleRate: number): number => 2 ** Math.ceil(Math.log2(PARAMETERS.windowSeconds.value * sampleRate));

export function openMeter(): (block: SoundBlock) => readonly SoundRow[] {
  // The rate is that of the stream and does not change; still, each block is measured by its own.
  const plans = new Map<number, { readonly fft: RealFft; readonly window: Float64Array }>();
  return (block) => {
    const size = windowOf(block.sampleRate);
    const plan = plans.get(size) ?? { fft: new RealFft(size), window: hann(size) };
    plans.set(size, plan);
    const still = stillRuns(block);
    return [{ ptsUs: block.ptsUs, values: [still.samples, still.longest / block.sampleRate, ...bandsOf(block, plan), ...levelsOf(block)] }];
  };
}

/** Mean power of each band of equal width from 0 to half the sample rate, over all channels; a full-scale sine in one bin is about 0 dB. */
function bandsOf(block: SoundBlock, { fft, window }: { readonly fft: RealFft; readonly window: Float64Array }): (number | null)[] {
  const { size } = fft;
  const half = size / 2;
  const power = new Float64Array(half + 1);
  const sums = new Float64Array(half + 1);
  const frame = new Float64Array(size);
  const weight = 4 / window.reduce((sum, value) => sum + value, 0) ** 2;
  let frames = 0;
  for (const channel of block.channels) {
    for (let from = 0; from + size <= channel.length; from += size) {
      for (let n = 0; n < size; n += 1) frame[n] = at(channel, from + n) * at(window, n);
      fft.power(frame, power);
      for (let k = 0; k <= half; k += 1) sums[k] = at(sums, k) + at(power, k);
      frames += 1;
    }
  }
  return Array.from({ length: BANDS }, (_, band) => {
    const [from, to] = [Math.floor((band * half) / BANDS), Math.floor(((band + 1) * half) / BANDS)];
    if (frames === 0) return null;
    let sum = 0;
    for (let k = from; k < to; k += 1) sum += at(sums, k);
    return decibels((weight * sum) / frames / (to - from));
  });
}

/** Mean square of each fiftieth of a second after a high pass, over all channels; `null` beyond the end of a short block. */
function levelsOf(block: SoundBlock): (number | null)[] {
  const channels = block.channels.map((channel, c) => highPassed(channel, block.previous?.channels[c] ?? null, block.sampleRate));
  const length = must(block.channels[0], 'sound has a channel').length;
  return Array.from({ length: LEVELS }, (_, k) => {
    const [from, to] = [Math.floor((k * block.sampleRate) / LEVELS), Math.floor(((k + 1) * block.sampleRate) / LEVELS)];
    if (to > length) return null;
    let sum = 0;
    for (const samples of channels) for (let n = from; n < to; n += 1) sum += at(samples, n) ** 2;
    return decibels(sum / (to - from) / channels.length);
  });
}

/** Runs in which every channel holds one value, of at least the stated length; a run that began in the block before counts from there. */
function stillRuns(block: SoundBlock): { readonly samples: number; readonly longest: number } {
  const least = Math.ceil(PARAMETERS.stillSeconds.value * block.sampleRate);
  const length = must(block.channels[0], 'sound has a channel').length;
  let [samples, longest, run] = [0, 0, runBefore(block, least)];
  let inside = 0;
  const end = (): void => {
    if (run >= least) samples += inside;
    longest = Math.max(longest, run);
    [run, inside] = [0, 0];
  };
  for (let n = 0; n < length; n += 1) {
    const moves = block.channels.some((channel, c) => at(channel, n) !== (n > 0 ? channel[n - 1] : block.previous?.channels[c]?.at(-1)));
    if (moves) end();
    run += 1;
    inside += 1;
  }
  end();
  return { samples, longest };
}

/** Samples at the end of the block before that hold one value; no more than are needed to know that the run is long. */
function runBefore({ previous }: SoundBlock, most: number): number {
  const length = previous?.channels[0]?.length ?? 0;
  let run = 0;
  while (run < Math.min(most, length) && (previous?.channels ?? []).every((channel) => channel.at(-1 - run) === channel.at(-1))) run += 1;
  return run;
}
