/** What one face track says: steps of its expression that its own movement does not explain, noise, symmetry, and the upper face while it speaks. */
import { mean, median, quantile } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { MEASURES, type ExpressionMeasure } from './measures.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export interface Step {
  readonly measure: ExpressionMeasure;
  readonly before: ObservationRow;
  readonly after: ObservationRow;
  /** By how much it exceeds the largest step of the neighbouring frames, inter-ocular distances. */
  readonly excess: number;
  /** Of this measure, for the duration of this step. */
  readonly limit: number;
  /** The excess as a share of the limit. */
  readonly share: number;
}

export interface Assessment {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly usableUs: number;
  readonly eyeDistancePx: number;
  /** For each pair of frames with neighbours the measure that steps out most. */
  readonly steps: readonly Step[];
  /** Noise of one frame, inter-ocular distances: lower face, upper face, and lengths that cannot change. */
  readonly noise: { readonly lower: number; readonly upper: number; readonly rigid: number } | null;
  /** 95th percentile of the difference of both sides against this person's own median: brows, corners of the mouth. */
  readonly asymmetry: { readonly brows: number; readonly corners: number } | null;
  /** Least movement of the upper face over that of the rigid lengths, in windows in which the mouth moves; `null` where it does not. */
  readonly leastUpper: number | null;
  readonly reason: string | null;
}

type Row = ObservationRow;
const value = (row: Row, column: number): number => row.values[column] ?? Number.NaN;
const usable = (row: Row): boolean => row.values[0] != null && Math.abs(value(row, AT.yaw)) <= PARAMETERS.maximumYaw.value;

export function assess(trackId: number, rows: readonly Row[]): Assessment {
  const intervalUs = median(rows.slice(1).map((row, i) => row.ptsUs - (rows[i]?.ptsUs ?? row.ptsUs)));
  const runs = unbroken(rows);
  const usableUs = runs.reduce((sum, run) => sum + (run.at(-1)?.ptsUs ?? 0) - (run[0]?.ptsUs ?? 0), 0);
  const eyeDistancePx = median(rows.flatMap((row) => row.values[AT.eyeDistance] ?? []));
  const all = runs.flat();
  return {
    trackId,
    rows,
    usableUs,
    eyeDistancePx,
    steps: runs.flatMap(isolatedSteps),
    noise: noiseOf(runs),
    asymmetry: all.length === 0 ? null : { brows: difference(all, 0, 1), corners: difference(all, 5, 6) },
    leastUpper: leastUpper(runs, intervalUs),
    reason: reasonAgainst(rows, intervalUs, eyeDistancePx, usableUs),
  };
}

/** Stretches of usable rows of neighbouring frames. */
function unbroken(rows: readonly Row[]): Row[][] {
  const runs: Row[][] = [];
  let last: Row | null = null;
  for (const row of rows) {
    if (!usable(row)) {
      last = null;
      continue;
    }
    if (last === null || row.ptsUs - last.ptsUs > PARAMETERS.longestStepMs.value * 1000) runs.push([]);
    runs.at(-1)?.push(row);
    last = row;
  }
  return runs;
}

function isolatedSteps(run: readonly Row[]): Step[] {
  const reach = PARAMETERS.neighbours.value;
  const found: Step[] = [];
  const us = (at: number): number => (run[at]?.ptsUs ?? 0) - (run[at - 1]?.ptsUs ?? 0);
  const size = (at: number, column: number): number => {
    const [before, after] = [run[at - 1], run[at]];
    return before === undefined || after === undefined ? 0 : Math.abs(value(after, column) - value(before, column));
  };
  for (let at = 1 + reach; at < run.length - reach; at += 1) {
    const [before, after] = [run[at - 1], run[at]];
    if (before === undefined || after === undefined) continue;
    // By the clock: what the neighbours' speed explains in this step's own time, and a limit that grows with a longer step.
    const longer = Math.max(1, us(at) / 1000 / PARAMETERS.usualStepMs.value);
    let most: Step | null = null;
    for (const [column, measure] of MEASURES.entries()) {
      let speed = 0;
      for (let k = 1; k <= reach; k += 1) speed = Math.max(speed, size(at - k, column) / us(at - k), size(at + k, column) / us(at + k));
      const excess = size(at, column) - speed * us(at);
      const limit = measure.step * longer;
      if (most === null || excess / limit > most.share) most = { measure, before, after, excess, limit, share: excess / limit };
    }
    if (most !== null) found.push(most);
  }
  return found;
}

/** Standard deviation of white noise that would give the second differences seen: their median size / 0.6745 / sqrt(6). */
function noiseOf(runs: readonly (readonly Row[])[]): Assessment['noise'] {
  const of = (column: number): number => {
    const sizes = runs.flatMap((run) =>
      run.slice(2).map((row, at) => Math.abs(value(row, column) - 2 * value(run[at + 1] ?? row, column) + value(run[at] ?? row, column))),
    );
    return median(sizes) / 0.6745 / Math.sqrt(6);
  };
  if (!runs.some((run) => run.length >= 3)) return null;
  const columns = (part: 'upper' | 'lower'): number[] => MEASURES.flatMap((measure, column) => (measure.part === part ? [of(column)] : []));
  return { lower: median(columns('lower')), upper: median(columns('upper')), rigid: median([0, 1, 2].map((k) => of(AT.rigid + k))) };
}

function difference(rows: readonly Row[], right: number, left: number): number {
  const own = (column: number): number => median(rows.map((row) => value(row, column)));
  const [r, l] = [own(right), own(left)];
  return quantile(
    rows.map((row) => Math.abs(value(row, right) - r - (value(row, left) - l))),
    0.95,
  );
}

function leastUpper(runs: readonly (readonly Row[])[], intervalUs: number): number | null {
  const length = Math.round((PARAMETERS.windowS.value * 1e6) / intervalUs);
  let least: number | null = null;
  for (const run of runs) {
    for (let from = 0; from + length <= run.length; from += Math.max(1, length >> 1)) {
      const window = run.slice(from, from + length);
      const spread = (column: number): number => deviation(window.map((row) => value(row, column)));
      if (Math.max(spread(8), spread(9)) < PARAMETERS.mouthMoves.value) continue;
      const ratio = median([spread(0), spread(1), spread(2)]) / median([0, 1, 2].map((k) => spread(AT.rigid + k)));
      if (Number.isFinite(ratio)) least = Math.min(least ?? ratio, ratio);
    }
  }
  return least;
}

/** Standard deviation after a straight line is taken away. */
function deviation(values: readonly number[]): number {
  const n = values.length;
  const middle = (n - 1) / 2;
  const level = mean(values);
  let [slope, square] = [0, 0];
  for (const [i, one] of values.entries()) {
    slope += (i - middle) * (one - level);
    square += (i - middle) ** 2;
  }
  slope /= square || 1;
  return Math.sqrt(values.reduce((sum, one, i) => sum + (one - level - slope * (i - middle)) ** 2, 0) / n);
}

function reasonAgainst(rows: readonly Row[], intervalUs: number, eyeDistancePx: number, usableUs: number): string | null {
  const fps = intervalUs > 0 ? 1e6 / intervalUs : 0;
  if (fps < PARAMETERS.minimumFps.value)
    return `${fps.toFixed(1)} frames a second are too few (at least ${PARAMETERS.minimumFps.value} are needed).`;
  if (eyeDistancePx < PARAMETERS.minimumEyeDistancePx.value)
    return `The eyes are ${eyeDistancePx.toFixed(1)} pixels apart; below ${PARAMETERS.minimumEyeDistancePx.value} pixels the mesh is too coarse.`;
  const seconds = usableUs / 1e6;
  if (seconds < PARAMETERS.minimumSeconds.value) {
    const unlike = rows.filter((row) => row.values[0] == null).length;
    const away = rows.filter((row) => !usable(row)).length - unlike;
    const frames = ` of ${rows.length} frames with a face`;
    const turned = away === 0 ? '' : ` In ${away}${frames} the head is turned by more than ${PARAMETERS.maximumYaw.value} degrees.`;
    const unfit = unlike === 0 ? '' : ` In ${unlike}${frames} the points are not those of an upright face.`;
    return `The face could be measured for ${seconds.toFixed(1)} s only (at least ${PARAMETERS.minimumSeconds.value} s are needed).${turned}${unfit}`;
  }
  return null;
}
