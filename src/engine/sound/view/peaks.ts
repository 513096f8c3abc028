/** Lowest and highest samples of a recording, gathered once while it is decoded. */
import { PEAK_BUCKETS } from '../../../base/sound-grid.ts';
import { Failure } from '../../../base/failure.ts';
import { at } from '../../../base/at.ts';

/** Buckets of 256 samples are kept: 5 MB for three hours at 16 kHz, 34 MB for a channel at 48 kHz, mid and side besides. */
export const BASE_LEVEL = 8;
const BASE = 1 << BASE_LEVEL;

export class Peaks {
  readonly #channels: number;
  readonly #names: readonly string[];
  /** For each row, lowest and highest of each bucket; NaN where there is no sound. */
  readonly #rows: Float32Array[];

  constructor(channels: number, expectedSamples: number) {
    this.#channels = channels;
    this.#names = [...Array.from({ length: channels }, (_, c) => String(c)), ...(channels === 2 ? ['mid', 'side'] : [])];
    const buckets = Math.ceil(expectedSamples / BASE) + 16;
    this.#rows = this.#names.map(() => new Float32Array(2 * buckets).fill(Number.NaN));
  }

  /** Interleaved samples at a place. */
  add(place: number, interleaved: Float32Array): void {
    const width = this.#channels;
    const frames = interleaved.length / width;
    this.#reserve(Math.floor((place + frames) / BASE) + 1);
    for (let from = 0; from < frames;) {
      const bucket = Math.floor((place + from) / BASE);
      const to = Math.min(frames, (bucket + 1) * BASE - place);
      for (let c = 0; c < width; c += 1) this.#gather(c, bucket, interleaved, from, to, c, c, 0.5);
      if (width === 2) {
        this.#gather(2, bucket, interleaved, from, to, 0, 1, 0.5);
        this.#gather(3, bucket, interleaved, from, to, 0, 1, -0.5);
      }
      from = to;
    }
  }

  /** `PEAK_BUCKETS` pairs of level `level` (buckets of 2^level samples, at least BASE_LEVEL), beginning with bucket index * PEAK_BUCKETS. */
  tile(channel: string, level: number, index: number): Float32Array {
    const row = this.#rows[this.#names.indexOf(channel)];
    if (row === undefined) throw new Failure('APP_BAD_REQUEST', 'there is no such channel');
    const step = 2 ** (level - BASE_LEVEL);
    const out = new Float32Array(2 * PEAK_BUCKETS);
    for (let k = 0; k < PEAK_BUCKETS; k += 1) {
      const first = (index * PEAK_BUCKETS + k) * step;
      let [low, high] = [Number.NaN, Number.NaN];
      for (let b = first; b < first + step && 2 * b < row.length; b += 1) {
        const [lowest, highest] = [row[2 * b] ?? 0, row[2 * b + 1] ?? 0];
        if (Number.isNaN(lowest)) continue;
        // Comparisons with NaN are false, so the first real pair is taken.
        if (!(low <= lowest)) low = lowest;
        if (!(high >= highest)) high = highest;
      }
      out[2 * k] = low;
      out[2 * k + 1] = high;
    }
    return out;
  }

  #gather(row: number, bucket: number, samples: Float32Array, from: number, to: number, a: number, b: number, weight: number): void {
    const width = this.#channels;
    const kept = at(this.#rows, row);
    let low = kept[2 * bucket] ?? Number.NaN;
    let high = kept[2 * bucket + 1] ?? Number.NaN;
    if (Number.isNaN(low)) {
      low = Number.POSITIVE_INFINITY;
      high = Number.NEGATIVE_INFINITY;
    }
    for (let n = from * width; n < to * width; n += width) {
      const value = 0.5 * (samples[n + a] ?? 0) + weight * (samples[n + b] ?? 0);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    kept[2 * bucket] = low;
    kept[2 * bucket + 1] = high;
  }

  #reserve(buckets: number): void {
    this.#rows.forEach((row, k) => {
      if (2 * buckets <= row.length) return;
      const larger = new Float32Array(Math.max(2 * buckets, 2 * row.length)).fill(Number.NaN);
      larger.set(row);
      this.#rows[k] = larger;
    });
  }
}

/** Pairs of buckets of 2^level samples straight from the samples; `silent` says which places have no sound. */
export function peaksOf(samples: Float32Array, level: number, silent: (sample: number) => boolean): Float32Array {
  const size = 2 ** level;
  const out = new Float32Array(2 * PEAK_BUCKETS).fill(Number.NaN);
  for (let k = 0; k < PEAK_BUCKETS; k += 1) {
    if (silent(k * size)) continue;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let n = k * size; n < (k + 1) * size; n += 1) {
      const value = samples[n] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    out[2 * k] = low;
    out[2 * k + 1] = high;
  }
  return out;
}
