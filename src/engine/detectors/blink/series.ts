/** The rows of one face track as time series: eye openness relative to the person's own baseline, gaps where nothing was measured. */
import { SlidingQuantile } from '../../signal/sliding-quantile.ts';
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { PARAMETERS } from './parameters.ts';

/** Index of each value in a row; the order of COLUMNS in observe.ts. */
const LEFT = 0;
const RIGHT = 1;
const WIDTH_LEFT = 2;
const WIDTH_RIGHT = 3;
const MOUTH = 4;
const YAW = 5;

export interface Sample {
  readonly frame: number;
  readonly ptsUs: number;
  /** How long this frame is shown, microseconds: up to the next frame of the track, at most the longest interval allowed. */
  readonly shownUs: number;
  /** Openness as a share of the person's baseline (1: open); `null` where it cannot be judged. */
  readonly left: number | null;
  readonly right: number | null;
  /** Mean of both, weighted by the eyes' widths, so that the nearer eye of a turned head counts more. */
  readonly both: number | null;
  readonly mouth: number | null;
}

export interface Series {
  readonly trackId: number;
  readonly samples: readonly Sample[];
  readonly medianIntervalUs: number;
  readonly medianEyeWidthPx: number;
  readonly assessableUs: number;
}

export const longestIntervalUs = 1e6 / PARAMETERS.minimumFps.value + 1000;

/** Rows of one track, in order of frame. */
export function seriesOf(trackId: number, rows: readonly ObservationRow[]): Series {
  const interval = median(rows.slice(1).map((row, i) => row.ptsUs - (rows[i]?.ptsUs ?? row.ptsUs)));
  const leftBase = baseline(rows, LEFT);
  const rightBase = baseline(rows, RIGHT);
  const samples = rows.map((row, i): Sample => {
    const usable = assessable(row);
    const left = usable ? ratio(row.values[LEFT], leftBase[i]) : null;
    const right = usable ? ratio(row.values[RIGHT], rightBase[i]) : null;
    const next = rows[i + 1]?.ptsUs ?? row.ptsUs + interval;
    return {
      frame: row.frame,
      ptsUs: row.ptsUs,
      shownUs: Math.min(next - row.ptsUs, longestIntervalUs),
      left,
      right,
      both: weighted(left, row.values[WIDTH_LEFT] ?? 0, right, row.values[WIDTH_RIGHT] ?? 0),
      mouth: row.values[MOUTH] ?? null,
    };
  });
  return {
    trackId,
    samples,
    medianIntervalUs: interval,
    medianEyeWidthPx: median(rows.map(eyeWidth)),
    assessableUs: samples.reduce((sum, s) => sum + (s.both === null ? 0 : s.shownUs), 0),
  };
}

function eyeWidth(row: ObservationRow): number {
  return Math.max(row.values[WIDTH_LEFT] ?? 0, row.values[WIDTH_RIGHT] ?? 0);
}

function assessable(row: ObservationRow): boolean {
  const yaw = row.values[YAW];
  return eyeWidth(row) >= PARAMETERS.minimumEyeWidthPx.value && yaw != null && Math.abs(yaw) <= PARAMETERS.maximumYaw.value;
}

/**
 * Per person and moment: the upper quantile of the eye's openness over the usable rows of the window centred on the row.
 * Centred and local, because a head that nods changes the apparent height of an open eye.
 */
function baseline(rows: readonly ObservationRow[], column: number): (number | null)[] {
  const half = (PARAMETERS.baselineWindowS.value * 1e6) / 2;
  const usable = rows.flatMap((row) => {
    const value = row.values[column];
    return value == null || !assessable(row) ? [] : [{ ptsUs: row.ptsUs, value }];
  });
  const inside = new SlidingQuantile();
  let from = 0;
  let to = 0;
  return rows.map(({ ptsUs }) => {
    for (let next = usable[to]; next !== undefined && next.ptsUs <= ptsUs + half; next = usable[to]) {
      inside.add(next.value);
      to++;
    }
    for (let first = usable[from]; first !== undefined && first.ptsUs < ptsUs - half; first = usable[from]) {
      inside.remove(first.value);
      from++;
    }
    return inside.size < 5 ? null : inside.quantile(PARAMETERS.baselineQuantile.value);
  });
}

function ratio(value: number | null | undefined, base: number | null | undefined): number | null {
  return value == null || base == null || !(base > 0) ? null : value / base;
}

function weighted(a: number | null, wa: number, b: number | null, wb: number): number | null {
  if (a === null || b === null) return a ?? b;
  return wa + wb > 0 ? (a * wa + b * wb) / (wa + wb) : null;
}
