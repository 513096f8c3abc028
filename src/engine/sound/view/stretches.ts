/** Spectrogram and waveform of a few stretches of a recording, from one decoding that ends after the last of them; nothing is written to a disk. */
import { setImmediate } from 'node:timers/promises';
import { NOTHING, PEAK_BUCKETS, TILE_COLUMNS, WINDOW_SECONDS, type WindowName } from '../../../base/sound-grid.ts';
import { hopAt } from '../../../base/sound-levels.ts';
import { assert } from '../../../base/assert.ts';
import { wantedStream } from '../../media/audio.ts';
import { ShortTime } from '../../signal/short-time.ts';
import { decodeSound, type SoundSource } from './decode-sound.ts';
import { peaksOf } from './peaks.ts';
import { endOf, spectrogramTile } from './tile.ts';

export interface StretchAsk {
  readonly channel: number;
  readonly window: WindowName;
  /** On the exhibit's clock. */
  readonly startUs: number;
  readonly endUs: number;
}

/** Columns of the window's own tiles, from `firstColumn` on. */
export interface SoundStretch {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly level: number;
  /** Of sample 0 of the recording on the exhibit's clock. */
  readonly zeroUs: number;
  readonly firstColumn: number;
  readonly columns: number;
  /** Column by column, `fftSize` / 2 + 1 levels each: codes of base/sound-grid. */
  readonly codes: Uint16Array;
  /** Lowest and highest sample of each column's stretch; NaN where there is no sound. */
  readonly peaks: Float32Array;
}

/** A picture is at most so many columns wide; the level of the tiles follows from it. Below the number of buckets in a tile of peaks. */
export const MOST_COLUMNS = 640;
/** All stretches of a channel are kept in memory: 60 s at 192 kHz are 46 MB. */
const MOST_SECONDS = 60;

interface Kept {
  readonly ask: StretchAsk;
  readonly level: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly from: number;
  readonly samples: Float32Array;
}

/** In the order of `asks`; columns behind the end of the recording are not there. Rejects as `decodeSound` does. */
export async function soundStretches(source: SoundSource, asks: readonly StretchAsk[], signal: AbortSignal): Promise<SoundStretch[]> {
  const { sampleRate, channels } = wantedStream(source);
  const shorts = new Map<WindowName, ShortTime>();
  for (const { window } of asks) if (!shorts.has(window)) shorts.set(window, new ShortTime(sampleRate, WINDOW_SECONDS[window]));
  const shortOf = (window: WindowName): ShortTime => shorts.get(window) ?? new ShortTime(sampleRate, WINDOW_SECONDS[window]);
  const enough = new AbortController();
  let zeroUs = 0;
  let kept: Kept[] = [];
  let decoded = 0;
  const gaps: [number, number][] = [];
  const plan = (clockSample: number): void => {
    zeroUs = Math.round((clockSample * 1e6) / sampleRate);
    kept = asks.map((ask) => keep(ask, sampleRate, zeroUs, shortOf(ask.window).span));
  };
  try {
    await decodeSound(
      source,
      {
        begin: plan,
        gap: (from, to) => void gaps.push([from, to]),
        piece: (place, interleaved) => {
          const frames = interleaved.length / channels;
          decoded = place + frames;
          for (const { ask, from, samples } of kept) {
            const [first, end] = [Math.max(place, from), Math.min(place + frames, from + samples.length)];
            for (let n = first; n < end; n += 1) samples[n - from] = interleaved[(n - place) * channels + ask.channel] ?? 0;
          }
          if (kept.every(({ from, samples }) => decoded >= from + samples.length)) enough.abort();
        },
      },
      AbortSignal.any([signal, enough.signal]),
    );
  } catch (error) {
    if (!enough.signal.aborted || signal.aborted) throw error;
  }
  const silent = (sample: number): boolean => sample < 0 || sample >= decoded || gaps.some(([from, to]) => sample >= from && sample < to);
  const found: SoundStretch[] = [];
  for (const one of kept) found.push({ ...(await picture(one, shortOf(one.ask.window), sampleRate, decoded, silent)), zeroUs });
  return found;
}

/** Which columns, and which samples they and their tiles' windows need. */
function keep(ask: StretchAsk, sampleRate: number, zeroUs: number, span: number): Kept {
  const from = Math.max(0, ((ask.startUs - zeroUs) * sampleRate) / 1e6);
  const to = Math.max(from + 1, ((ask.endUs - zeroUs) * sampleRate) / 1e6);
  assert(to - from <= MOST_SECONDS * sampleRate, 'a stretch that fits into memory');
  let level = 0;
  while ((to - from) / hopAt({ sampleRate, level }) > MOST_COLUMNS - 2) level += 1;
  const hop = hopAt({ sampleRate, level });
  const [firstColumn, lastColumn] = [Math.floor(from / hop), Math.ceil(to / hop)];
  const [firstTile, lastTile] = [firstColumn, lastColumn].map((column) => Math.floor(column / TILE_COLUMNS)) as [number, number];
  const first = firstTile * TILE_COLUMNS * hop - hop - span;
  const end = Math.max(endOf({ sampleRate, level, index: lastTile }, span), (lastColumn + 1) * hop);
  return { ask, level, firstColumn, lastColumn, from: first, samples: new Float32Array(end - first) };
}

async function picture(
  { level, firstColumn, lastColumn, from, samples }: Kept,
  short: ShortTime,
  sampleRate: number,
  decoded: number,
  silent: (sample: number) => boolean,
): Promise<Omit<SoundStretch, 'zeroUs'>> {
  const hop = hopAt({ sampleRate, level });
  const last = Math.max(firstColumn, Math.min(lastColumn, Math.floor((decoded - 1) / hop)));
  const columns = last - firstColumn + 1;
  /** Zeros outside what was kept: the recording's own beginning and end. */
  const read = (place: number, count: number): Float32Array => {
    const out = new Float32Array(count);
    const [begin, end] = [Math.max(place, from), Math.min(place + count, from + samples.length)];
    if (end > begin) out.set(samples.subarray(begin - from, end - from), begin - place);
    return out;
  };
  // Columns of a tile that are not shown need not be computed.
  const skipped = (sample: number): boolean => silent(sample) || sample < firstColumn * hop || sample > last * hop;
  const codes = new Uint16Array(columns * short.bins).fill(NOTHING);
  for (let index = Math.floor(firstColumn / TILE_COLUMNS); index * TILE_COLUMNS <= last; index += 1) {
    const tile = spectrogramTile({ sampleRate, level, index }, short, read, skipped);
    const begin = Math.max(firstColumn, index * TILE_COLUMNS);
    const end = Math.min(last + 1, (index + 1) * TILE_COLUMNS);
    codes.set(
      tile.subarray((begin % TILE_COLUMNS) * short.bins, (begin % TILE_COLUMNS) * short.bins + (end - begin) * short.bins),
      (begin - firstColumn) * short.bins,
    );
    // Whoever else runs in this thread is let through.
    await setImmediate();
  }
  assert(columns <= PEAK_BUCKETS, 'the waveform fits into one tile of peaks');
  const first = firstColumn * hop;
  const peaks = peaksOf(read(first, columns * hop), Math.log2(hop), (sample) => sample >= columns * hop || silent(first + sample));
  return { sampleRate, fftSize: short.fftSize, level, firstColumn, columns, codes, peaks: peaks.slice(0, 2 * columns) };
}
