/** Sound as rows of 16 ms: the strongest break of the waveform in each, the fingerprint and the room of the window that begins there, and the hum before. */
import { must } from '../../../base/assert.ts';
import { at } from '../../../base/at.ts';
import type { SoundBlock } from '../../sound/sound-block.ts';
import type { Column, SoundRow } from '../interface.ts';
import { breaksOf } from './breaks.ts';
import { fingerprint, openBands, type Bands } from './fingerprint.ts';
import { HUM_LINES_HZ, humOf } from './hum-lines.ts';
import { PARAMETERS } from './parameters.ts';
import { ROOM_BANDS, ROOM_EDGES_HZ } from './room-levels.ts';

export const COLUMNS: readonly Column[] = [
  { name: 'breakRatio', unit: 'times the greatest error around' },
  { name: 'breakUnexplained', unit: 'share' },
  { name: 'breakOffset', unit: 'samples', internal: true },
  { name: 'fingerprint', unit: '32 bits', internal: true },
  ...ROOM_EDGES_HZ.slice(1).map((hz) => ({ name: `roomTo${String(hz)}Hz`, unit: 'dB', internal: true as const })),
  ...HUM_LINES_HZ.flatMap((hz) => [
    { name: `hum${String(hz)}HzReal`, unit: 'millionths of full scale', internal: true as const },
    { name: `hum${String(hz)}HzImaginary`, unit: 'millionths of full scale', internal: true as const },
  ]),
];
const ROOM = 4;
export const VALUE = { ratio: 0, unexplained: 1, offset: 2, fingerprint: 3, room: ROOM, hum: ROOM + ROOM_BANDS } as const;

export const hopOf = (sampleRate: number): number => Math.round(PARAMETERS.hopSeconds.value * sampleRate);

const NO_ROOM: readonly null[] = Array.from({ length: ROOM_BANDS }, () => null);

/** A fingerprint of sound that is weaker than this in all bands together is that of rounding. */
const LEAST_POWER = 1e-9;
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

export function openSeam(): (block: SoundBlock) => readonly SoundRow[] {
  const plans = new Map<number, Bands>();
  return (block) => {
    const rate = block.sampleRate;
    const plan = plans.get(rate) ?? openBands(rate);
    plans.set(rate, plan);
    const samples = middle(block);
    const start = block.previous?.firstSample ?? block.firstSample;
    return rowsOf(samples, block.firstSample - start, { block, start, plan });
  };
}

/** The block before and this one, all channels as their mean. */
function middle(block: SoundBlock): Float64Array {
  const parts = block.previous === null ? [block] : [block.previous, block];
  const joined = new Float64Array(parts.reduce((sum, part) => sum + lengthOf(part), 0));
  let from = 0;
  for (const part of parts) {
    for (const channel of part.channels)
      for (let n = 0; n < channel.length; n += 1) joined[from + n] = at(joined, from + n) + at(channel, n) / part.channels.length;
    from += lengthOf(part);
  }
  return joined;
}

const lengthOf = (block: SoundBlock): number => must(block.channels[0], 'sound has a channel').length;

interface Place {
  readonly block: SoundBlock;
  /** Number of the first of the samples in the recording. */
  readonly start: number;
  readonly plan: Bands;
}

/** Rows lie on a grid of the whole recording; one is made as soon as its window is complete, so each in one block. */
function rowsOf(samples: Float64Array, own: number, { block, start, plan }: Place): SoundRow[] {
  const rate = block.sampleRate;
  const hop = hopOf(rate);
  const first = Math.max(Math.ceil(start / hop), block.previous === null ? 0 : Math.floor((block.firstSample - plan.window) / hop) + 1);
  const places: number[] = [];
  for (let row = first; row * hop + plan.window <= start + samples.length; row += 1) places.push(row * hop - start);
  const spans = places.map((from) => ({ from, end: from + hop }));
  const breaks = breaksOf(samples, rate, spans);
  const known = new Map<number, ReturnType<Bands['bands']>>();
  const spectrum = (from: number): ReturnType<Bands['bands']> => {
    const one = known.get(from) ?? plan.bands(samples, from);
    known.set(from, one);
    return one;
  };
  const bands = (from: number): Float64Array => spectrum(from).print;
  return places.map((from, k) => {
    const found = breaks[k] ?? null;
    const before = from - PARAMETERS.fingerprintStep.value * hop;
    const print = before < 0 || isSilent(bands(from)) || isSilent(bands(before)) ? null : fingerprint(bands(from), bands(before));
    const number = first + k;
    return {
      ptsUs: block.ptsUs + Math.round(((from - own) * 1e6) / rate),
      values: [
        found && rounded(found.ratio),
        found && rounded(found.unexplained),
        found && found.sample - from,
        print,
        ...(number % PARAMETERS.roomStep.value === 0 ? spectrum(from).room : NO_ROOM),
        ...humOf(samples, { from, number, start, hop, rate }),
      ],
    };
  });
}

/** Bands are sums of |X|²: of noise of mean square p about p times the window's energy for each bin. */
const isSilent = (bands: Float64Array): boolean => bands.reduce((sum, value) => sum + value, 0) < LEAST_POWER;
