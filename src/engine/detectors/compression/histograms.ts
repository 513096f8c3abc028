/** Histograms of low-frequency coefficients of many blocks, on each of the 64 grids of eight that there can be. */
import { at } from '../../../base/at.ts';
import { blockTransform, lowFrequencies } from '../../signal/dct.ts';
import { emptyCounts, type Counts } from './lattice.ts';
import { PARAMETERS } from './parameters.ts';

export const FREQUENCIES = lowFrequencies(PARAMETERS.highestSum.value);
const transform = blockTransform(FREQUENCIES);

export interface Plane {
  readonly luma: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Upper left pixels of blocks on the grid (0, 0); each has room to be moved by up to 7 pixels right and down. */
export type Blocks = readonly (readonly [number, number])[];

/** One coefficient for each block and frequency, block by block. */
export function coefficientsOf({ luma, width }: Plane, blocks: Blocks, dx: number, dy: number): Float64Array {
  const out = new Float64Array(FREQUENCIES.length * blocks.length);
  let to = 0;
  for (const [x, y] of blocks) {
    transform.into(out, to, luma, width, x + dx, y + dy);
    to += FREQUENCIES.length;
  }
  return out;
}

/** The coefficients of the eight grids that are moved right by `dx`, by how far they are moved down. */
export function coefficientsDown({ luma, width }: Plane, blocks: Blocks, dx: number): Float64Array[] {
  const outs = Array.from({ length: 8 }, () => new Float64Array(FREQUENCIES.length * blocks.length));
  let to = 0;
  for (const [x, y] of blocks) {
    transform.downInto(outs, to, luma, width, x + dx, y);
    to += FREQUENCIES.length;
  }
  return outs;
}

/** One histogram for each frequency, in bins of the frequency's own width. */
export function countsOf(coefficients: Float64Array, widths: readonly number[]): Counts[] {
  const all = widths.map(emptyCounts);
  const kinds = widths.length;
  for (const [k, counts] of all.entries()) {
    const width = at(widths, k);
    for (let n = k; n < coefficients.length; n += kinds) {
      const bin = Math.round(Math.abs(coefficients[n] ?? 0) / width);
      if (bin < counts.length) counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return all;
}

/** With weights 1/4, 1/2, 1/4 over neighbouring bins; zero is not mixed in. */
export function smoothed(counts: Counts): Counts {
  const out = counts.slice();
  for (let k = 2; k + 1 < counts.length; k += 1) out[k] = (at(counts, k - 1) + 2 * at(counts, k) + at(counts, k + 1)) / 4;
  return out;
}
