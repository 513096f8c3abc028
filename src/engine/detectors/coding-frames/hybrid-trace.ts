/**
 * How many coefficients of MP3's hybrid filter bank are nearly zero, at each of the 576 offsets that its granules may have.
 *
 * [Note: granules] Layer III (ISO/IEC 11172-3, 13818-3) divides sound into 32 bands by a filter of 512 taps, every 32 samples, takes 36 values of each band
 * through an MDCT of 18 coefficients under a sine window, mixes neighbours across the edges of bands (alias reduction) and rounds, many to zero. The same
 * analysis of the decoded sound at the same offset gives those coefficients again. The norm tabulates its filter; a sinc under a Kaiser window (β = 9) with
 * half power at the edge of the band is used instead: near-zeros need no more likeness (the test decodes a real MP3).
 * A coefficient is small against the mean power of its eight neighbours, and what is expected by chance is the share over all offsets of the same samples.
 */
import { at } from '../../../base/at.ts';
import { bessel } from './bessel.ts';
import type { Tally } from './frame-trace.ts';
import { PARAMETERS } from './parameters.ts';

export const GRANULE = PARAMETERS.granuleSamples.value;
const HOP = 32;
const SLOTS = GRANULE / HOP;
const BLOCK = 2 * SLOTS;
const TAPS = 512;
const [FIRST, BANDS] = [PARAMETERS.firstBand.value, PARAMETERS.bands.value];
const COUNT = BANDS * SLOTS;
/** Neighbours on each side whose mean power a coefficient is set against; the outermost bands lack half of their alias reduction. */
const REACH = 4;
const MARGIN = 9 + REACH;
const SHARE = PARAMETERS.smallShareMp3.value;

const FILTER = lowPass();
/** cos((2b + 1)(n - 16) π / 64) is even about n = 16 and repeats, but for its sign, after 64: 33 values of a band are enough. */
const BAND_COSINES = Float64Array.from({ length: BANDS * 33 }, (_, i) =>
  Math.cos(((2 * (FIRST + Math.floor(i / 33)) + 1) * (i % 33) * Math.PI) / 64),
);
const WINDOW = Float64Array.from({ length: BLOCK }, (_, k) => Math.sin((Math.PI / BLOCK) * (k + 0.5)));
const HALF = SLOTS / 2;
/** The MDCT of 36 values is that of type IV of 18 folded ones (Princen, Johnson & Bradley 1987). */
const COSINES = Float64Array.from({ length: SLOTS * SLOTS }, (_, i) =>
  Math.cos((Math.PI / SLOTS) * (Math.floor(i / SLOTS) + 0.5) * ((i % SLOTS) + 0.5)),
);
/** The norm's eight coefficients of alias reduction. */
const ALIAS = [-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037];
const KEPT = Float64Array.from(ALIAS, (c) => 1 / Math.sqrt(1 + c * c));
const MIXED = Float64Array.from(ALIAS, (c) => c / Math.sqrt(1 + c * c));
/** Power of a coefficient for white sound of the stated power: the filter's sum of squares and the transform's, each times the mean square of a cosine. */
const LEAST =
  PARAMETERS.leastPowerMp3.value *
  FILTER.reduce((sum, value) => sum + value * value, 0) *
  0.5 *
  WINDOW.reduce((sum, value) => sum + value * value, 0) *
  0.5;

/** Samples of one place: so many granules at each offset, with what the filter needs before. */
export const placeSamples = (granules: number): number => TAPS + (granules + 2) * GRANULE;

export class HybridTrace {
  readonly #folded = new Float64Array(64);
  readonly #even = new Float64Array(33);
  readonly #block = new Float64Array(BLOCK);
  readonly #coefficients = new Float64Array(COUNT);
  readonly #powers = new Float64Array(COUNT + 1);

  /** Adds `granules` granules at each offset to `tallies` (576); reads placeSamples(granules) from `from`. Offsets count from the first sample of `samples`. */
  scan(samples: Float64Array, from: number, granules: number, tallies: readonly Tally[]): void {
    const hops = (granules + 2) * SLOTS;
    const bands = new Float64Array(hops * BANDS);
    for (let phase = 0; phase < HOP; phase += 1) {
      for (let hop = 0; hop < hops; hop += 1) this.#filter(samples, from + TAPS + phase + hop * HOP, bands, hop * BANDS);
      for (let slot = 0; slot < SLOTS; slot += 1) {
        const tally = at(tallies, (from + TAPS + phase + slot * HOP) % GRANULE);
        for (let granule = 0; granule < granules; granule += 1) {
          this.#transform(bands, slot + granule * SLOTS);
          this.#count(tally);
        }
      }
    }
  }

  /** The bands' values at sample `end`, from it and the 511 before. */
  #filter(samples: Float64Array, end: number, into: Float64Array, place: number): void {
    const [folded, even] = [this.#folded, this.#even];
    folded.fill(0);
    for (let n = 0; n < TAPS; n += 1) {
      const value = (samples[end - n] ?? 0) * (FILTER[n] ?? 0);
      folded[n & 63] = (folded[n & 63] ?? 0) + ((n & 64) === 0 ? value : -value);
    }
    // The cosine of index n is that of |n - 16|, and of n = 49 .. 63 that of 128 - (n - 16) with its sign turned.
    even.fill(0);
    for (let n = 0; n < 64; n += 1) {
      const distance = n < 16 ? 16 - n : n - 16;
      if (distance <= 32) even[distance] = (even[distance] ?? 0) + (folded[n] ?? 0);
      else even[64 - distance] = (even[64 - distance] ?? 0) - (folded[n] ?? 0);
    }
    for (let band = 0; band < BANDS; band += 1) {
      let sum = 0;
      for (let n = 0, c = band * 33; n < 33; n += 1, c += 1) sum += (even[n] ?? 0) * (BAND_COSINES[c] ?? 0);
      into[place + band] = sum;
    }
  }

  /** Coefficients of the 36 values of each band from `hop` on. */
  #transform(bands: Float64Array, hop: number): void {
    const [out, block, folded] = [this.#coefficients, this.#block, this.#folded];
    for (let band = 0; band < BANDS; band += 1) {
      // Every second value of every second band is turned (frequency inversion).
      const turned = (band + FIRST) % 2 === 1 ? -1 : 1;
      for (let k = 0, b = hop * BANDS + band; k < BLOCK; k += 2, b += 2 * BANDS) {
        block[k] = (bands[b] ?? 0) * (WINDOW[k] ?? 0);
        block[k + 1] = turned * (bands[b + BANDS] ?? 0) * (WINDOW[k + 1] ?? 0);
      }
      for (let n = 0; n < HALF; n += 1) {
        folded[n] = -(block[3 * HALF - 1 - n] ?? 0) - (block[3 * HALF + n] ?? 0);
        folded[HALF + n] = (block[n] ?? 0) - (block[SLOTS - 1 - n] ?? 0);
      }
      for (let j = 0, c = 0; j < SLOTS; j += 1) {
        let sum = 0;
        for (let n = 0; n < SLOTS; n += 1, c += 1) sum += (folded[n] ?? 0) * (COSINES[c] ?? 0);
        out[band * SLOTS + j] = sum;
      }
    }
    for (let edge = SLOTS; edge < COUNT; edge += SLOTS)
      for (let i = 0; i < ALIAS.length; i += 1) {
        const [up, down] = [out[edge - 1 - i] ?? 0, out[edge + i] ?? 0];
        out[edge - 1 - i] = up * (KEPT[i] ?? 0) + down * (MIXED[i] ?? 0);
        out[edge + i] = down * (KEPT[i] ?? 0) - up * (MIXED[i] ?? 0);
      }
  }

  #count(tally: Tally): void {
    const [out, powers] = [this.#coefficients, this.#powers];
    for (let i = 0; i < COUNT; i += 1) powers[i + 1] = (powers[i] ?? 0) + (out[i] ?? 0) ** 2;
    for (let i = MARGIN; i < COUNT - MARGIN; i += 1) {
      const own = (out[i] ?? 0) ** 2;
      const around = ((powers[i + REACH + 1] ?? 0) - (powers[i - REACH] ?? 0) - own) / (2 * REACH);
      if (around < LEAST) continue;
      tally.tested += 1;
      if (own < SHARE * around) tally.small += 1;
    }
  }
}

/** For each offset how many standard deviations more coefficients are small than over all offsets; `null` where too few were asked. */
export function contrasts(tallies: readonly Tally[]): (number | null)[] {
  const [tested, small] = tallies.reduce(([t, s], tally) => [t + tally.tested, s + tally.small], [0, 0]);
  const share = Math.max(1, small) / Math.max(1, tested);
  return tallies.map((tally) =>
    tally.tested < PARAMETERS.fewestTested.value
      ? null
      : (tally.small - tally.tested * share) / Math.sqrt(tally.tested * share * (1 - share)),
  );
}

/** Sinc under a Kaiser window, centred on tap 256; the cut-off is where its power at the edge of a band, π / 64, is half of that at zero. */
export function lowPass(): Float64Array {
  const centre = TAPS / 2;
  const kaiser = Float64Array.from({ length: TAPS }, (_, n) => bessel(PARAMETERS.filterShape.value * Math.sqrt(1 - (n / centre - 1) ** 2)));
  const taps = (cutOff: number): Float64Array =>
    kaiser.map((weight, n) => weight * (n === centre ? cutOff / Math.PI : Math.sin(cutOff * (n - centre)) / (Math.PI * (n - centre))));
  const gain = (filter: Float64Array, angle: number): number =>
    filter.reduce((sum, value, n) => sum + value * Math.cos(angle * (n - centre)), 0);
  let [low, high] = [Math.PI / 128, Math.PI / 32];
  for (let round = 0; round < 40; round += 1) {
    const middle = (low + high) / 2;
    const filter = taps(middle);
    if (gain(filter, Math.PI / 64) / gain(filter, 0) < Math.SQRT1_2) low = middle;
    else high = middle;
  }
  const filter = taps(low);
  const whole = gain(filter, 0);
  return filter.map((value) => value / whole);
}
