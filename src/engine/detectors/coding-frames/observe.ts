/** One second of sound as a row: the offset of frames at which most coefficients are small, how far they stand out, and the next best offset. */
import { at } from '../../../base/at.ts';
import { mono, type SoundBlock } from '../../sound/sound-block.ts';
import type { Column, SoundRow } from '../interface.ts';
import { contrast, FRAME, FrameTrace, SPAN, type Tally } from './frame-trace.ts';
import { contrasts, GRANULE, HybridTrace, placeSamples } from './hybrid-trace.ts';
import { PARAMETERS } from './parameters.ts';
import { rounded } from '../../rounded.ts';

export const COLUMNS: readonly Column[] = [
  { name: 'frameOffset', unit: 'samples' },
  { name: 'contrast', unit: 'standard deviations' },
  { name: 'rivalOffset', unit: 'samples' },
  { name: 'rival', unit: 'standard deviations' },
  { name: 'smallShare', unit: 'share' },
  { name: 'tested', unit: 'coefficients' },
  { name: 'seconds', unit: 's', internal: true },
  { name: 'granuleOffset', unit: 'samples' },
  { name: 'granuleContrast', unit: 'standard deviations' },
  { name: 'granuleRivalOffset', unit: 'samples' },
  { name: 'granuleRival', unit: 'standard deviations' },
];

const SCANNED = PARAMETERS.scannedFrames.value;
const LEAST_SAMPLES = (SCANNED + 1) * FRAME + FRAME;

export function openFrames(): (block: SoundBlock) => readonly SoundRow[] {
  const trace = new FrameTrace();
  const hybrid = new HybridTrace();
  return (block) => {
    const samples = Float64Array.from(mono(block.channels));
    const best = samples.length < LEAST_SAMPLES ? null : bestOffset(samples, trace);
    const seconds = rounded(samples.length / block.sampleRate, 4);
    const values =
      best === null
        ? [null, null, null, null, null, null, seconds]
        : [
            (block.firstSample + best.from) % FRAME,
            rounded(best.contrast, 2),
            (block.firstSample + best.rivalFrom) % FRAME,
            rounded(best.rival, 2),
            rounded(best.tally.small / best.tally.tested, 4),
            best.tally.tested,
            seconds,
          ];
    return [{ ptsUs: block.ptsUs, values: [...values, ...granuleOffset(samples, block.firstSample, hybrid)] }];
  };
}

const PLACES = PARAMETERS.placesMp3.value;
const GRANULES = PARAMETERS.granulesMp3.value;

/** All offsets of MP3's granules at a few places of the second: the best with its contrast, and the next. */
function granuleOffset(samples: Float64Array, firstSample: number, trace: HybridTrace): (number | null)[] {
  const room = samples.length - placeSamples(GRANULES);
  if (room < 0) return [null, null, null, null];
  const tallies = Array.from({ length: GRANULE }, () => ({ tested: 0, small: 0 }));
  for (let place = 0; place < PLACES; place += 1) trace.scan(samples, Math.floor(((place + 0.5) * room) / PLACES), GRANULES, tallies);
  const [best, second] = contrasts(tallies)
    .flatMap((value, from) => (value === null ? [] : [{ value, offset: (firstSample + from) % GRANULE }]))
    .sort((a, b) => b.value - a.value);
  if (best === undefined || second === undefined) return [null, null, null, null];
  return [best.offset, rounded(best.value, 2), second.offset, rounded(second.value, 2)];
}

interface Best {
  /** Of the frames' first sample, from the first of the block, 0 .. 1023. */
  readonly from: number;
  readonly contrast: number;
  /** The greatest contrast of the other candidates: a steady tone has many alike, a coding one. */
  readonly rival: number;
  readonly rivalFrom: number;
  readonly tally: Tally;
}

/** All offsets over a few frames in the middle, then the best of them over frames of the whole block. */
function bestOffset(samples: Float64Array, trace: FrameTrace): Best | null {
  const start = (samples.length - LEAST_SAMPLES) >> 1;
  const scanned = trace.scan(samples, start, SCANNED).map((tally, shift) => ({ from: (start + shift) % FRAME, contrast: contrast(tally) }));
  const candidates = scanned
    .flatMap(({ from, contrast: value }) => (value === null ? [] : [{ from, value }]))
    .sort((a, b) => b.value - a.value)
    .slice(0, PARAMETERS.candidates.value);
  const tried = candidates
    .map(({ from }) => ({ from, tally: tallyOf(samples, from, trace) }))
    .flatMap(({ from, tally }) => {
      const value = contrast(tally);
      return value === null ? [] : [{ from, tally, contrast: value }];
    })
    .sort((a, b) => b.contrast - a.contrast);
  const [best, second] = tried;
  return best === undefined || second === undefined ? null : { ...best, rival: second.contrast, rivalFrom: second.from };
}

/** Frames of this offset, at most so many, evenly spread over the block. */
function tallyOf(samples: Float64Array, from: number, trace: FrameTrace): Tally {
  const whole = Math.floor((samples.length - from - SPAN) / FRAME) + 1;
  const tried = Math.min(whole, PARAMETERS.triedFrames.value);
  const places = Array.from({ length: tried }, (_, n) => Math.floor((n * whole) / tried));
  const tally: Tally = { tested: 0, small: 0 };
  for (let n = 0; n < tried; n += 1) trace.frame(samples, from + at(places, n) * FRAME, tally);
  return tally;
}
