/** Signals that share a plot, put on one axis of time: one row for each place at which any of them has a value, and one empty row inside each gap. */
import { firstAbove } from '../../base/ascending.ts';
import { Failure } from '../../base/failure.ts';
import { gapsOf, type PlotExtent } from '../../base/signal-grid.ts';

/** The part of a stored signal that is drawn. */
export interface Curve {
  /** Frame numbers, or `null` for the sound, which is placed by time. */
  readonly frames: readonly number[] | null;
  readonly ptsUs: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface PlotRows extends PlotExtent {
  /** Frame numbers, of the sound the times, ascending. */
  readonly places: Float64Array;
  readonly ofSound: boolean;
  readonly ptsUs: Float64Array;
  /** NaN: no value. */
  readonly series: readonly Float64Array[];
  /** From the last value before to the first value after: stretches in which no series has one. */
  readonly gaps: readonly (readonly [number, number])[];
}

/** Reads a stored signal by hand: a schema takes ten times as long on hours of film. Throws CASE_DAMAGED. */
export function readCurve(words: string): Curve {
  const { frames, ptsUs, values } = JSON.parse(words) as Record<string, unknown>;
  const numbers = (list: unknown): list is number[] => Array.isArray(list) && list.every((one) => typeof one === 'number');
  const valued = Array.isArray(values) && values.every((one) => one === null || typeof one === 'number');
  if (!numbers(ptsUs) || !valued || values.length !== ptsUs.length || !(frames === null || numbers(frames)))
    throw new Failure('CASE_DAMAGED', 'a stored signal');
  if (frames !== null && frames.length !== ptsUs.length) throw new Failure('CASE_DAMAGED', 'a stored signal');
  return { frames, ptsUs, values: values as (number | null)[] };
}

/** `step`: the sampling of the examination; frames further apart than this, and than the detector itself usually looks, leave a gap. */
export function plotRows(curves: readonly Curve[], step: number): PlotRows {
  const ofSound = curves[0]?.frames === null;
  const looked = mergedPlaces(curves, () => true);
  const merged = mergedPlaces(curves, (value) => value !== null);
  const widest = Math.max(ofSound ? 0 : step, 1.5 * usual(looked.places));
  const places: number[] = [];
  const ptsUs: number[] = [];
  for (let at = 0; at < merged.places.length; at += 1) {
    const [place, us] = [merged.places[at] ?? 0, merged.ptsUs[at] ?? 0];
    const [before, beforeUs] = [merged.places[at - 1] ?? 0, merged.ptsUs[at - 1] ?? 0];
    if (at > 0 && place - before > widest) {
      places.push(ofSound ? beforeUs + (us - beforeUs) / 2 : before + step);
      ptsUs.push(beforeUs + (us - beforeUs) / 2);
    }
    places.push(place);
    ptsUs.push(us);
  }
  const rowOf = new Map(places.map((place, at) => [place, at]));
  const series = curves.map((curve) => {
    const values = new Float64Array(places.length).fill(Number.NaN);
    (curve.frames ?? curve.ptsUs).forEach((place, at) => {
      const row = rowOf.get(place);
      if (row !== undefined) values[row] = curve.values[at] ?? Number.NaN;
    });
    return values;
  });
  const times = Float64Array.from(ptsUs);
  return {
    places: Float64Array.from(places),
    ofSound,
    ptsUs: times,
    series,
    gaps: gapsOf(times, series),
    ...extentOf(times, series, usual(looked.ptsUs)),
  };
}

/** Every place of any curve once, in order, with its time, where the curve's value is `wanted`. */
function mergedPlaces(
  curves: readonly Curve[],
  wanted: (value: number | null) => boolean,
): { readonly places: readonly number[]; readonly ptsUs: readonly number[] } {
  const time = new Map<number, number>();
  for (const { frames, ptsUs, values } of curves)
    (frames ?? ptsUs).forEach((place, at) => {
      if (wanted(values[at] ?? null)) time.set(place, ptsUs[at] ?? 0);
    });
  const places = [...time.keys()].sort((a, b) => a - b);
  return { places, ptsUs: places.map((place) => time.get(place) ?? 0) };
}

/** Three of four neighbours stand no further apart: of a detector that looks at pairs of frames, the way from pair to pair. */
function usual(places: ArrayLike<number>): number {
  const steps = Float64Array.from({ length: Math.max(0, places.length - 1) }, (_, at) => (places[at + 1] ?? 0) - (places[at] ?? 0)).sort();
  return steps[Math.floor(0.75 * (steps.length - 1))] ?? 0;
}

function extentOf(ptsUs: Float64Array, series: readonly Float64Array[], usualUs: number): PlotExtent {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of series) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const none = low > high;
  return {
    low: none ? Number.NaN : low,
    high: none ? Number.NaN : high,
    firstUs: ptsUs[0] ?? Number.NaN,
    lastUs: ptsUs.at(-1) ?? Number.NaN,
    usualUs,
  };
}

/** Each series at exactly this frame; of the sound, at the last row that began no later than `us`. `null` where there is none. */
export function valuesAt(rows: PlotRows, here: { readonly frame: number; readonly us: number }): (number | null)[] {
  const wanted = rows.ofSound ? here.us : here.frame;
  const after = firstAbove(rows.places, wanted);
  const row = rows.ofSound || rows.places[after - 1] === wanted ? after - 1 : -1;
  return rows.series.map((values) => {
    const value = values[row] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  });
}
