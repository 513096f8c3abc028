/** One spectrum as 32 signs: how the differences of neighbouring bands changed since a moment before (Haitsma & Kalker 2002, eq. 1, with other bands and step). */
import { at } from '../../../base/at.ts';
import { hann } from '../../signal/fft.ts';
import { RealFft } from '../../signal/real-fft.ts';
import { PARAMETERS } from './parameters.ts';
import { roomLevels } from './room-levels.ts';

export const BITS = 32;

export interface Bands {
  readonly window: number;
  /** Of the window that begins here: power of the 33 bands of the fingerprint, and the levels of the room. */
  bands(samples: Float64Array, from: number): { readonly print: Float64Array; readonly room: readonly (number | null)[] };
}

const windowOf = (rate: number): number => 2 ** Math.round(Math.log2(PARAMETERS.fingerprintSeconds.value * rate));
const highestOf = (rate: number): number => Math.min(PARAMETERS.fingerprintHighest.value, rate / 2);

/** Whether each band holds a line of the spectrum of its own; where several share one, sound without repetitions seems to repeat itself. */
export function tellsBandsApart(rate: number): boolean {
  return (highestOf(rate) - PARAMETERS.fingerprintLowest.value) / (BITS + 1) >= rate / windowOf(rate);
}

export function openBands(rate: number): Bands {
  const window = windowOf(rate);
  const fft = new RealFft(window);
  const weights = hann(window);
  const frame = new Float64Array(window);
  const power = new Float64Array(window / 2 + 1);
  const lowest = PARAMETERS.fingerprintLowest.value;
  const highest = highestOf(rate);
  const edge = (band: number): number => Math.round(((lowest + ((highest - lowest) * band) / (BITS + 1)) * window) / rate);
  return {
    window,
    bands(samples, from) {
      for (let n = 0; n < window; n += 1) frame[n] = at(samples, from + n) * at(weights, n);
      fft.power(frame, power);
      const print = Float64Array.from({ length: BITS + 1 }, (_, band) => {
        let sum = 0;
        for (let k = edge(band); k < Math.max(edge(band) + 1, edge(band + 1)); k += 1) sum += at(power, Math.min(k, window / 2));
        return sum;
      });
      return { print, room: roomLevels(power, rate) };
    },
  };
}

/** Bit m is set where band m gained on band m + 1 since before. As an unsigned number. */
export function fingerprint(now: Float64Array, before: Float64Array): number {
  let bits = 0;
  for (let m = 0; m < BITS; m += 1) {
    const change = at(now, m) - at(now, m + 1) - (at(before, m) - at(before, m + 1));
    if (change > 0) bits |= 1 << m;
  }
  return bits >>> 0;
}

/** How many of the 32 signs differ. */
export function differing(a: number, b: number): number {
  let bits = (a ^ b) >>> 0;
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
