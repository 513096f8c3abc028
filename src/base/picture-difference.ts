/** How two pictures of one size differ, value by value, as decoded: no view setting is applied before or after. */

export interface Pixels {
  /** R, G, B, A of each pixel, row by row. */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export interface Difference {
  /** |a - b| times the gain, held at 255; opaque. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  /** The greatest |a - b| of any value of R, G, B, and the mean of all of them; the gain is not in it. */
  readonly most: number;
  readonly mean: number;
  /** Pixels of which at least one value differs. */
  readonly differing: number;
  readonly count: number;
}

export const GAINS = [1, 2, 4, 8, 16, 32] as const;
export type Gain = (typeof GAINS)[number];

/** `null` where the sizes differ: nothing is scaled to make pictures fit. */
export function differenceOf(a: Pixels, b: Pixels, gain: Gain): Difference | null {
  if (a.width !== b.width || a.height !== b.height) return null;
  const data = new Uint8ClampedArray(a.data.length);
  let [most, sum, differing] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    let differs = false;
    for (let k = at; k < at + 3; k++) {
      const apart = Math.abs((a.data[k] ?? 0) - (b.data[k] ?? 0));
      if (apart > 0) differs = true;
      if (apart > most) most = apart;
      sum += apart;
      data[k] = apart * gain;
    }
    if (differs) differing += 1;
    data[at + 3] = 255;
  }
  const count = a.width * a.height;
  return { data, most, mean: count === 0 ? 0 : sum / (3 * count), differing, count };
}
