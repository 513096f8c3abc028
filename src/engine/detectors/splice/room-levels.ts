/** What a room sounds like in one window: its level in bands that reach from hum to sibilants. */
import { at } from '../../../base/at.ts';

/** Half octaves, as far as sound of 16 kHz goes. Our choice. */
export const ROOM_EDGES_HZ: readonly number[] = [100, 150, 225, 340, 500, 750, 1100, 1600, 2400, 3600, 5400, 7200];
export const ROOM_BANDS = ROOM_EDGES_HZ.length - 1;
/** Far below the rounding of 16 bit (-101 dB): what is weaker is no room. */
const LEAST = 1e-12;

/** Mean power of the bins of each band over that of white noise of full scale, dB; `null` where there is nothing, or the rate does not reach. `power` is |X(k)|² under a Hann window. */
export function roomLevels(power: Float64Array, rate: number): (number | null)[] {
  const size = 2 * (power.length - 1);
  return ROOM_EDGES_HZ.slice(1).map((high, band) => {
    if (high > 0.45 * rate) return null;
    const from = Math.round((at(ROOM_EDGES_HZ, band) * size) / rate);
    const end = Math.max(from + 1, Math.round((high * size) / rate));
    let sum = 0;
    for (let k = from; k < end; k += 1) sum += at(power, k);
    // The squares of a Hann window add up to three eighths of its length.
    const mean = sum / (end - from) / (0.375 * size);
    return mean < LEAST ? null : Math.round(100 * Math.log10(mean)) / 10;
  });
}
