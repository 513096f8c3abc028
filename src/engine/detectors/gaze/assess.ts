/** What one face track says: how far the two eyes disagree against this person's own habit, gaze shifts, and what they do when the head turns. */
import { mean, median, quantile } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export interface Sample {
  readonly row: ObservationRow;
  readonly usable: boolean;
  /** Difference of the irises' places, right eye less left eye, less what this person shows at this yaw; eye widths. */
  readonly horizontal: number | null;
  readonly vertical: number | null;
}

export interface Disagreement {
  readonly first: ObservationRow;
  readonly last: ObservationRow;
  readonly key: ObservationRow;
  /** Largest median over the window, eye widths; its sign as in Sample. */
  readonly size: number;
}

export interface Assessment {
  readonly trackId: number;
  readonly samples: readonly Sample[];
  readonly usableUs: number;
  readonly eyeWidthPx: number;
  /** Beyond which the eyes look apart: for this person, eye widths. */
  readonly limit: number;
  /** Largest sideways median over the window as a share of the limit. */
  readonly greatest: { readonly share: number; readonly size: number; readonly at: ObservationRow } | null;
  readonly disagreements: readonly Disagreement[];
  /** Largest median of the difference in height, eye widths. */
  readonly heights: number | null;
  readonly shiftsPerMinute: number | null;
  /** Movement of both irises for one degree of yaw, eye widths; `null` where the head hardly turns. */
  readonly perDegree: number | null;
  readonly reason: string | null;
}

type Row = ObservationRow;
const value = (row: Row, column: number): number => row.values[column] ?? Number.NaN;

export function assess(trackId: number, rows: readonly Row[]): Assessment {
  const intervalUs = median(rows.slice(1).map((row, i) => row.ptsUs - (rows[i]?.ptsUs ?? row.ptsUs)));
  const open = [AT.openness, AT.left + AT.openness].map((column) => {
    const seen = rows.flatMap((row) => row.values[column] ?? []);
    return seen.length === 0 ? 0 : quantile(seen, 0.75) * PARAMETERS.openShare.value;
  });
  const narrower = (row: Row): number => Math.min(value(row, AT.width), value(row, AT.left + AT.width));
  const usable = (row: Row): boolean =>
    Math.abs(value(row, AT.yaw)) <= PARAMETERS.maximumYaw.value &&
    narrower(row) >= PARAMETERS.minimumEyeWidthPx.value &&
    value(row, AT.openness) > (open[0] ?? 0) &&
    value(row, AT.left + AT.openness) > (open[1] ?? 0);
  const good = rows.filter(usable);
  const habits = [AT.x, AT.y].map((axis) => habitOf(good, axis));
  const samples = rows.map((row): Sample => {
    if (!usable(row)) return { row, usable: false, horizontal: null, vertical: null };
    return { row, usable: true, horizontal: habits[0]?.(row) ?? null, vertical: habits[1]?.(row) ?? null };
  });
  const usableUs = good.length * intervalUs;
  const eyeWidthPx = median(rows.map(narrower).filter(Number.isFinite));
  const deviation = median(samples.flatMap(({ horizontal }) => (horizontal === null ? [] : [Math.abs(horizontal)])));
  const limit = Math.max(PARAMETERS.leastLimit.value, PARAMETERS.noiseLimit.value * deviation);
  const windows = mediansOf(samples, 'horizontal', intervalUs).map((window) => ({ ...window, share: Math.abs(window.size) / limit }));
  const heights = mediansOf(samples, 'vertical', intervalUs).map(({ size }) => Math.abs(size));
  return {
    trackId,
    samples,
    usableUs,
    eyeWidthPx,
    limit,
    heights: heights.length === 0 ? null : heights.reduce((most, size) => Math.max(most, size), 0),
    greatest: windows.reduce<Assessment['greatest']>(
      (best, { share, size, row }) => (best === null || share > best.share ? { share, size, at: row } : best),
      null,
    ),
    disagreements: disagreementsOf(windows).map((one) => trimmed(one, samples, limit)),
    shiftsPerMinute: shifts(samples, usableUs),
    perDegree: perDegree(good),
    reason: reasonAgainst(intervalUs, eyeWidthPx, usableUs),
  };
}

/**
 * The difference of the eyes less a straight line over yaw: the median of the slopes between pairs of rows (Theil 1950, Sen 1968) and the median of what
 * is left, so that a stretch in which the eyes look apart does not bend the line.
 */
function habitOf(rows: readonly Row[], axis: number): (row: Row) => number {
  const difference = (row: Row): number => value(row, axis) - value(row, AT.left + axis);
  const yaw = (row: Row): number => value(row, AT.yaw);
  const step = Math.max(1, Math.ceil(rows.length / SLOPE_ROWS));
  const some = rows.filter((_, at) => at % step === 0);
  const slopes = some.flatMap((one, at) =>
    some.slice(at + 1).flatMap((other) => {
      const turn = yaw(other) - yaw(one);
      return Math.abs(turn) < PARAMETERS.slopeYaw.value ? [] : [(difference(other) - difference(one)) / turn];
    }),
  );
  // Few pairs that differ in yaw: the head hardly turns, and a slope would fit noise.
  const slope = slopes.length < some.length ? 0 : median(slopes);
  const offset = median(rows.map((row) => difference(row) - slope * yaw(row)));
  return (row) => difference(row) - offset - slope * yaw(row);
}

/** Rows, spread evenly, whose pairs give the slope. */
const SLOPE_ROWS = 150;

interface WindowMedian {
  readonly size: number;
  /** First, middle and last row of the window. */
  readonly first: Row;
  readonly row: Row;
  readonly last: Row;
}

/** Medians over windows of usable rows that follow each other. */
function mediansOf(samples: readonly Sample[], direction: 'horizontal' | 'vertical', intervalUs: number): WindowMedian[] {
  const length = Math.max(3, Math.round((PARAMETERS.windowS.value * 1e6) / (intervalUs || 1)));
  const usable = samples.flatMap(({ row, [direction]: size }) => (size === null ? [] : [{ row, size }]));
  const found: WindowMedian[] = [];
  for (let from = 0; from + length <= usable.length; from += 1) {
    const window = usable.slice(from, from + length);
    const [first, middle, last] = [window[0], window[length >> 1], window[length - 1]];
    if (first === undefined || middle === undefined || last === undefined) continue;
    // A blink in between is allowed, a face that was away is not.
    if (last.row.ptsUs - first.row.ptsUs > 1.3 * PARAMETERS.windowS.value * 1e6) continue;
    const size = median(window.map((one) => one.size));
    found.push({ size, first: first.row, row: middle.row, last: last.row });
  }
  return found;
}

/** Windows beyond the limit that overlap are one. */
function disagreementsOf(windows: readonly (WindowMedian & { readonly share: number })[]): Disagreement[] {
  const found: { first: Row; last: Row; key: Row; size: number }[] = [];
  for (const { size, share, first, row, last } of windows) {
    if (share <= 1) continue;
    const before = found.at(-1);
    if (before !== undefined && Math.sign(before.size) === Math.sign(size) && first.ptsUs <= before.last.ptsUs) {
      before.last = last;
      if (Math.abs(size) > Math.abs(before.size)) [before.size, before.key] = [size, row];
    } else found.push({ first, last, key: row, size });
  }
  return found;
}

/** From the first to the last frame that is itself beyond the limit: the window reaches farther. */
function trimmed(one: Disagreement, samples: readonly Sample[], limit: number): Disagreement {
  const beyond = samples.filter(
    ({ row, horizontal }) =>
      horizontal !== null && Math.abs(horizontal) > limit && row.ptsUs >= one.first.ptsUs && row.ptsUs <= one.last.ptsUs,
  );
  return { ...one, first: beyond[0]?.row ?? one.first, last: beyond.at(-1)?.row ?? one.last };
}

/** Changes of the common direction beyond the limit within a tenth of a second. */
function shifts(samples: readonly Sample[], usableUs: number): number | null {
  if (usableUs < PARAMETERS.minimumS.value * 1e6) return null;
  const common = samples.flatMap(({ row, usable }) =>
    usable ? [{ us: row.ptsUs, x: (value(row, AT.x) + value(row, AT.left + AT.x)) / 2 }] : [],
  );
  let count = 0;
  let quietUntil = Number.NEGATIVE_INFINITY;
  for (const [at, one] of common.entries()) {
    // Backwards from here: hours of film lie behind it and before it.
    let k = at - 1;
    while (k >= 0 && one.us - (common[k]?.us ?? 0) < 80_000) k -= 1;
    const earlier = common[k];
    if (earlier === undefined || one.us - earlier.us > 200_000 || one.us < quietUntil) continue;
    if (Math.abs(one.x - earlier.x) < PARAMETERS.shift.value) continue;
    count += 1;
    quietUntil = one.us + 200_000;
  }
  return count / (usableUs / 6e7);
}

function perDegree(rows: readonly Row[]): number | null {
  const yaw = rows.map((row) => value(row, AT.yaw));
  if (rows.length < 10 || quantile(yaw, 0.95) - quantile(yaw, 0.05) < 5) return null;
  const x = rows.map((row) => (value(row, AT.x) + value(row, AT.left + AT.x)) / 2);
  const [my, mx] = [mean(yaw), mean(x)];
  const square = yaw.reduce((sum, one) => sum + (one - my) ** 2, 0);
  return yaw.reduce((sum, one, at) => sum + (one - my) * ((x[at] ?? 0) - mx), 0) / square;
}

function reasonAgainst(intervalUs: number, eyeWidthPx: number, usableUs: number): string | null {
  const fps = intervalUs > 0 ? 1e6 / intervalUs : 0;
  if (fps < PARAMETERS.minimumFps.value - 0.1)
    return `${fps.toFixed(1)} frames a second are too few (at least ${PARAMETERS.minimumFps.value} are needed).`;
  if (!(eyeWidthPx >= PARAMETERS.minimumEyeWidthPx.value))
    return `The narrower eye is ${eyeWidthPx.toFixed(1)} pixels wide; below ${PARAMETERS.minimumEyeWidthPx.value} pixels the iris is not placed well enough.`;
  const seconds = usableUs / 1e6;
  if (seconds < PARAMETERS.minimumS.value)
    return `Both irises could be seen for ${seconds.toFixed(1)} s only (at least ${PARAMETERS.minimumS.value} s are needed).`;
  return null;
}
