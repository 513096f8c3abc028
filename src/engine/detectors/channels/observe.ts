/** One second of sound as a row: level, offset and clipping of its channels, and how the first two of them belong together. */
import { must } from '../../../base/assert.ts';
import { at } from '../../../base/at.ts';
import { RealFft } from '../../signal/real-fft.ts';
import type { SoundBlock } from '../../sound/sound-block.ts';
import type { Column, SoundRow } from '../interface.ts';
import { mean } from '../../signal/stats.ts';
import { clippedSamples } from './clipping.ts';
import { PARAMETERS } from './parameters.ts';

export const COLUMNS: readonly Column[] = [
  { name: 'samples', unit: 'samples' },
  { name: 'levelFirst', unit: 'dB re full scale' },
  { name: 'levelSecond', unit: 'dB re full scale' },
  { name: 'offset', unit: 'of full scale' },
  { name: 'peak', unit: 'of full scale' },
  { name: 'clipped', unit: 'samples' },
  { name: 'unequal', unit: 'samples' },
  { name: 'delay', unit: 'samples' },
  { name: 'correlation', unit: '1' },
  { name: 'residual', unit: 'dB re the channel' },
];

/** Digital silence, and residuals of channels that are the same to the last bit. */
const LEAST_DB = -120;
/** Shorter blocks (the last of a recording) say nothing about a delay. */
const LEAST_SAMPLES = 4096;

export function openEars(): (block: SoundBlock) => readonly SoundRow[] {
  const fft = new RealFft(2 * PARAMETERS.correlatedSamples.value);
  return (block) => [{ ptsUs: block.ptsUs, values: valuesOf(block, fft) }];
}

function valuesOf(block: SoundBlock, fft: RealFft): (number | null)[] {
  const first = must(block.channels[0], 'sound has a channel');
  const second = block.channels[1] ?? null;
  const offsets = block.channels.map(mean);
  const pair = second === null ? null : { first: centred(first), second: centred(second) };
  const together = pair === null || first.length < LEAST_SAMPLES ? null : relation(pair.first, pair.second, block.sampleRate, fft);
  return [
    first.length,
    decibels(meanSquare(pair?.first ?? centred(first))),
    pair === null ? null : decibels(meanSquare(pair.second)),
    offsets.reduce((most, offset) => (Math.abs(offset) > Math.abs(most) ? offset : most), 0),
    Math.max(...block.channels.map(peak)),
    block.channels.reduce((sum, channel) => sum + clippedSamples(channel), 0),
    second === null ? null : first.reduce((count, value, n) => count + Number(value !== second[n]), 0),
    together?.delay ?? null,
    together?.correlation ?? null,
    together?.residualDb ?? null,
  ];
}

const meanSquare = (samples: Float64Array): number => samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
const peak = (samples: Float32Array): number => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const decibels = (power: number): number => Math.max(LEAST_DB, 10 * Math.log10(power + 1e-13));

function centred(samples: Float32Array): Float64Array {
  const offset = mean(samples);
  return Float64Array.from(samples, (value) => value - offset);
}

interface Relation {
  /** By how many samples the second channel comes later. */
  readonly delay: number;
  /** Of the whole block at that delay, -1..1. */
  readonly correlation: number;
  readonly residualDb: number;
}

/** `null` where a channel is silent. */
function relation(first: Float64Array, second: Float64Array, rate: number, fft: RealFft): Relation | null {
  const sounding = 10 ** (PARAMETERS.soundingLevel.value / 10);
  if (meanSquare(first) < sounding || meanSquare(second) < sounding) return null;
  const length = Math.min(PARAMETERS.correlatedSamples.value, first.length);
  const from = (first.length - length) >> 1;
  const lags = Math.min(length >> 1, Math.round(PARAMETERS.longestDelay.value * rate));
  const delay = bestDelay(first.subarray(from, from + length), second.subarray(from, from + length), lags, fft);
  const correlation = correlationAt(first, second, delay);
  // The least-squares remainder of one after the other: 1 - r².
  return { delay, correlation, residualDb: decibels(Math.max(0, 1 - correlation * correlation)) };
}

/** The lag of the greatest magnitude of the cross-correlation, by the product of the spectra. */
function bestDelay(first: Float64Array, second: Float64Array, lags: number, fft: RealFft): number {
  const { size } = fft;
  const padded = (samples: Float64Array): Float64Array => {
    const row = new Float64Array(size);
    row.set(samples);
    return row;
  };
  fft.transform(padded(first));
  const [re, im] = [fft.re.slice(), fft.im.slice()];
  fft.transform(padded(second));
  // conj(F) · S is the spectrum of r(lag) = Σ f(n) s(n + lag). A real sequence has Hartley's sum of its spectrum as another real
  // sequence, whose transform gives the inverse: r = Re(T) - Im(T) of h, divided by the size (Bracewell 1983).
  const h = new Float64Array(size);
  for (let k = 0; k <= size / 2; k += 1) {
    const crossRe = at(re, k) * at(fft.re, k) + at(im, k) * at(fft.im, k);
    const crossIm = at(re, k) * at(fft.im, k) - at(im, k) * at(fft.re, k);
    h[k] = crossRe - crossIm;
    if (k > 0 && k < size / 2) h[size - k] = crossRe + crossIm;
  }
  fft.transform(h);
  let best = 0;
  let most = -1;
  for (let lag = -lags; lag <= lags; lag += 1) {
    const k = Math.abs(lag);
    const value = Math.abs(lag >= 0 ? at(fft.re, k) - at(fft.im, k) : at(fft.re, k) + at(fft.im, k));
    if (value > most) [best, most] = [lag, value];
  }
  return best;
}

function correlationAt(first: Float64Array, second: Float64Array, delay: number): number {
  const from = Math.max(0, -delay);
  const end = Math.min(first.length, second.length - delay);
  let [both, one, other] = [0, 0, 0];
  for (let n = from; n < end; n += 1) {
    const [a, b] = [at(first, n), at(second, n + delay)];
    both += a * b;
    one += a * a;
    other += b * b;
  }
  return one > 0 && other > 0 ? both / Math.sqrt(one * other) : 0;
}
