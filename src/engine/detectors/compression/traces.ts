/** Looks for an earlier quantisation in a region and asks whether another region carries it too, on every grid of eight. */
import { at } from '../../../base/at.ts';
import { coefficientsDown, countsOf, FREQUENCIES, smoothed, type Blocks, type Plane } from './histograms.ts';
import { combsOf, emptyCounts, logMeanGain, natsFor, tallyOf, type Comb, type Counts, type Tally } from './lattice.ts';
import { PARAMETERS } from './parameters.ts';

export const GRIDS = 64;

/** Steps of the file's own coding for each of FREQUENCIES, on the grid (0, 0); `null`: its pixels were stored without loss. */
export type OwnSteps = readonly number[] | null;

/** Bins in which coefficients are counted, and the steps that can be told in them, for each frequency. */
interface Lens {
  readonly widths: readonly number[];
  readonly combs: readonly (readonly Comb[])[];
}

/** On the file's own grid the bins are its own steps; off it they are one grey level wide. */
export interface Lenses {
  readonly on: Lens;
  readonly off: Lens;
}

export function lensesOf(own: OwnSteps): Lenses {
  const rounding = PARAMETERS.roundingVariance.value;
  // Off its own grid the file's quantisation is an error like noise, shared out over all frequencies.
  const blur = own === null ? 0 : own.reduce((sum, step) => sum + (step * step) / 12, 0) / own.length;
  const blurred = combsOf(1, rounding + blur);
  const off: Lens = { widths: FREQUENCIES.map(() => 1), combs: FREQUENCIES.map(() => blurred) };
  return { on: own === null ? off : { widths: own, combs: own.map((width) => combsOf(width, rounding)) }, off };
}

const partOf = (grid: number): 'on' | 'off' => (grid === 0 ? 'on' : 'off');

export interface Region {
  /** By grid (dy · 8 + dx), then by frequency. */
  readonly tallies: readonly (readonly Tally[])[];
  /** By frequency, then by step: logarithm of the mean gain under the shape that is seen on no grid in particular, the mean over all grids. */
  readonly means: Readonly<Record<'on' | 'off', readonly (readonly (number | null)[])[]>>;
}

export function regionOf(plane: Plane, blocks: Blocks, lenses: Lenses): Region {
  const sums = { on: lenses.on.widths.map(emptyCounts), off: lenses.off.widths.map(emptyCounts) };
  const tallies: (readonly Tally[])[] = Array.from({ length: GRIDS }, () => []);
  for (let dx = 0; dx < 8; dx += 1)
    for (const [dy, coefficients] of coefficientsDown(plane, blocks, dx).entries()) {
      const grid = 8 * dy + dx;
      const own = countsOf(coefficients, lenses[partOf(grid)].widths);
      if (grid !== 0) {
        // Whole numbers: the order in which they are added changes nothing.
        add(sums.off, own);
        add(sums.on, lenses.on === lenses.off ? own : countsOf(coefficients, lenses.on.widths));
      }
      tallies[grid] = own.map(tallyOf);
    }
  const meansOf = (part: 'on' | 'off') =>
    sums[part].map((counts, k) => {
      const smooth = smoothed(counts);
      return at(lenses[part].combs, k).map((comb) => logMeanGain(comb, smooth));
    });
  return { tallies, means: { on: meansOf('on'), off: meansOf('off') } };
}

function add(to: readonly Counts[], more: readonly Counts[]): void {
  for (const [k, counts] of more.entries()) {
    const sum = at(to, k);
    for (let bin = 0; bin < sum.length; bin += 1) sum[bin] = (sum[bin] ?? 0) + (counts[bin] ?? 0);
  }
}

export interface Evidence {
  readonly nats: number;
  readonly coefficients: number;
}

export interface Trace {
  /** Where the grid lies: dy · 8 + dx. */
  readonly grid: number;
  /** For each frequency the number of the step found among the lens's combs, or `null`. */
  readonly found: readonly (number | null)[];
  /** In the region where it was looked for, less what trying many steps gives by chance. */
  readonly here: Evidence;
  /** For the same steps in the other region. */
  readonly there: Evidence;
}

/** The strongest steps of one region on each grid, and what the other region says to them. */
export function tracesOf(here: Region, there: Region | null, lenses: Lenses): Trace[] {
  return here.tallies.map((tallies, grid) => {
    const part = partOf(grid);
    const best = tallies.map((tally, k) => strongest(tally, at(lenses[part].combs, k), at(here.means[part], k)));
    const others = best.map((one, k): Evidence => {
      if (one === null || there === null) return NONE;
      const [tally, mean] = [at(at(there.tallies, grid), k), at(there.means[part], k)[one.index] ?? null];
      const comb = at(at(lenses[part].combs, k), one.index);
      return mean === null ? NONE : { nats: natsFor(comb, tally.occupied, mean), coefficients: tally.coefficients };
    });
    return { grid, found: best.map((one) => one?.index ?? null), here: total(best.map((one) => one ?? NONE)), there: total(others) };
  });
}

const NONE: Evidence = { nats: 0, coefficients: 0 };

function strongest(
  { occupied, coefficients }: Tally,
  combs: readonly Comb[],
  means: readonly (number | null)[],
): (Evidence & { readonly index: number }) | null {
  if (coefficients < PARAMETERS.leastCoefficients.value) return null;
  let [index, most] = [-1, Math.log(PARAMETERS.largestStep.value)];
  for (const [k, comb] of combs.entries()) {
    const mean = means[k] ?? null;
    if (mean === null) continue;
    const nats = natsFor(comb, occupied, mean);
    if (nats > most) [index, most] = [k, nats];
  }
  return index === -1 ? null : { index, nats: most - Math.log(PARAMETERS.largestStep.value), coefficients };
}

const total = (parts: readonly Evidence[]): Evidence => ({
  nats: parts.reduce((sum, { nats }) => sum + nats, 0),
  coefficients: parts.reduce((sum, { coefficients }) => sum + coefficients, 0),
});
