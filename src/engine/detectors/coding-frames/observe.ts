/** One second of sound as a row: the offset of frames at which most coefficients are small, how far they stand out, and the next best offset. */
import { at } from '../../../base/at.ts';
import { mono, type SoundBlock } from '../../sound/sound-block.ts';
import type { Column, SoundRow } from '../interface.ts';
import { contrast, FRAME, FrameTrace, SPAN, type Tally } from './frame-trace.ts';
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
];
export const VALUE = { offset: 0, contrast: 1, rivalOffset: 2, rival: 3, share: 4, tested: 5, seconds: 6 } as const;

const SCANNED = PARAMETERS.scannedFrames.value;
const LEAST_SAMPLES = (SCANNED + 1) * FRAME + FRAME;

export function openFrames(): (block: SoundBlock) => readonly SoundRow[] {
  const trace = new FrameTrace();
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
    return [{ ptsUs: block.ptsUs, values }];
  };
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
