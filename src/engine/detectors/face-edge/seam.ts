/** Where, on the way outward, the picture changes together around the whole contour, and by how much: the trace of a blend. */
import { at } from '../../../base/at.ts';
import { median } from '../../signal/stats.ts';
import { PARAMETERS } from './parameters.ts';
import { filtered, stepFilter } from './step-filter.ts';
import { SECTORS, type Channel, type Unrolled } from './unroll.ts';

/** Which channels are looked at together. */
const KINDS = { colour: ['luma', 'blue', 'red'], texture: ['texture'] } as const satisfies Record<string, readonly Channel[]>;
export type SeamKind = keyof typeof KINDS;

export interface Seam {
  /** Of the way from the middle to the contour. */
  readonly share: number;
  /** Of the step that fits best, working pixels. */
  readonly width: number;
  /** Median step over its standard error, the channels' squares added: 3 to 5 by chance. */
  readonly strength: number;
  /** Median over the sectors, outward, for each channel of its kind: grey levels, or log2 for texture. */
  readonly steps: readonly number[];
  /** For each sector the share of the common step that it has; 0 where it has none or the opposite. */
  readonly sectors: readonly number[];
}

/** Values of all sectors at one place and filter, per channel. */
interface Layer {
  readonly rows: readonly Float64Array[];
  readonly middle: Float64Array;
  readonly spread: Float64Array;
  /** Median of the spread over all places. */
  readonly usual: number;
}

/**
 * The strongest common step inside the contour; `null` where none could be measured. What is compared ends near the contour: beyond it hair, hat
 * and background frame a face evenly. Steps too high for a blend that nobody notices are ordinary edges and left out.
 */
export function findSeam(kind: SeamKind, { radius, from, profiles }: Unrolled, widths: readonly number[] = WIDTHS): Seam | null {
  const first = Math.max(0, Math.ceil(PARAMETERS.nearest.value * radius) - from);
  let best: Seam | null = null;
  for (const width of widths) {
    const half = halfWindow(width, radius);
    const last = Math.floor(PARAMETERS.outermost.value * radius) - half - from;
    const filter = stepFilter(width, half);
    const layers = KINDS[kind].map((channel) => layerOf(profiles[channel], filter, first, last));
    for (let k = first; k <= last; k += 1) {
      if (kind === 'colour' && Math.abs(at(at(layers, 0).middle, k)) > PARAMETERS.highestLuma.value) continue;
      const strength = Math.hypot(...layers.map((layer) => at(layer.middle, k) / errorOf(layer, k)));
      if (strength > (best?.strength ?? 0)) best = seamAt(layers, k, { share: (from + k) / radius, width, strength });
    }
  }
  return best;
}

function seamAt(layers: readonly Layer[], k: number, found: Pick<Seam, 'share' | 'width' | 'strength'>): Seam {
  return { ...found, steps: layers.map(({ middle }) => at(middle, k)), sectors: agreement(layers, k) };
}

/** Widths of a step that are tried, working pixels. */
const WIDTHS = [1, 2, 4, 6, 10];

/** Values on either side of a step's middle: half its own width, and enough of both sides to tell a step from a slope. */
function halfWindow(width: number, radius: number): number {
  return Math.round(width / 2 + Math.max(PARAMETERS.leastSide.value, PARAMETERS.side.value * radius));
}

/** Standard error of a median of normal values, from the median deviation (1.4826 and 1.2533: their ratios to the deviation and the mean's error). */
function errorOf({ spread, usual }: Layer, k: number): number {
  const share = PARAMETERS.usualSpread.value;
  const mixed = Math.sqrt((1 - share) * at(spread, k) ** 2 + share * usual ** 2);
  return (1.4826 * 1.2533 * (mixed + PARAMETERS.leastSpread.value)) / Math.sqrt(SECTORS);
}

function layerOf(profiles: readonly Float64Array[], filter: Float64Array, first: number, last: number): Layer {
  const rows = profiles.map((profile) => filtered(profile, filter, first, last));
  const count = rows[0]?.length ?? 0;
  const middle = new Float64Array(count).fill(Number.NaN);
  const spread = new Float64Array(count).fill(Number.NaN);
  const values = new Float64Array(SECTORS);
  const known: number[] = [];
  for (let k = first; k <= Math.min(last, count - 1); k += 1) {
    let n = 0;
    for (const row of rows) {
      const value = row[k] ?? Number.NaN;
      if (!Number.isNaN(value)) values[n++] = value;
    }
    if (n < PARAMETERS.fewestSectors.value) continue;
    const m = medianOf(values, n);
    for (let j = 0; j < n; j += 1) values[j] = Math.abs((values[j] ?? 0) - m);
    middle[k] = m;
    spread[k] = medianOf(values, n);
    known.push(at(spread, k));
  }
  return { rows, middle, spread, usual: known.length === 0 ? Number.NaN : median(known) };
}

/** Of the first `count` values, which it sorts by insertion: there are sixteen. */
function medianOf(values: Float64Array, count: number): number {
  for (let k = 1; k < count; k += 1) {
    const value = values[k] ?? 0;
    let j = k - 1;
    for (; j >= 0; j -= 1) {
      const before = values[j] ?? 0;
      if (!(before > value)) break;
      values[j + 1] = before;
    }
    values[j + 1] = value;
  }
  return (at(values, count >> 1) + at(values, (count - 1) >> 1)) / 2;
}

function agreement(layers: readonly Layer[], k: number): number[] {
  return Array.from({ length: SECTORS }, (_, sector) => {
    let [sum, whole] = [0, 0];
    for (const layer of layers) {
      const [own, common, error] = [at(at(layer.rows, sector), k), at(layer.middle, k), errorOf(layer, k)];
      if (Number.isNaN(own)) continue;
      sum += (own * common) / (error * error);
      whole += (common * common) / (error * error);
    }
    return whole > 0 ? Math.max(0, Math.min(1, sum / whole)) : 0;
  });
}
