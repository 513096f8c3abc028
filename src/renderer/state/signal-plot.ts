/** Signals as they are plotted: those of one detector, person and unit share one plot and one time axis. */
import type { Signal } from '../../contract/analysis.ts';

export interface Series {
  readonly signal: Signal;
  /** One value or gap for each entry of the plot's `ptsUs`. */
  readonly values: readonly (number | null)[];
}

export interface Plot {
  readonly key: string;
  readonly detectorId: string;
  readonly trackId: number | null;
  readonly unit: string;
  /** Of each entry; `null`: a plot of the sound, which has no frames. */
  readonly frames: readonly number[] | null;
  readonly ptsUs: readonly number[];
  readonly series: readonly Series[];
  readonly levels: readonly { readonly name: string; readonly value: number }[];
  /** Stretches without any value, microseconds: drawn as hatching. */
  readonly gaps: readonly (readonly [number, number])[];
}

/** `step`: the sampling of the examination; frames further apart than this leave a gap. */
export function plots(signals: readonly Signal[], step: number): Plot[] {
  const groups = new Map<string, Signal[]>();
  for (const signal of signals) {
    const key = `${signal.detectorId}/${signal.trackId ?? '-'}/${signal.unit}`;
    groups.set(key, [...(groups.get(key) ?? []), signal]);
  }
  return [...groups].map(([key, members]) => plot(key, members, step));
}

function plot(key: string, members: readonly Signal[], step: number): Plot {
  const heard = members[0]?.frames === null;
  /** Places by which values are matched: frames, of the sound times. */
  const placesOf = (signal: Signal): readonly number[] => signal.frames ?? signal.ptsUs;
  const time = new Map<number, number>();
  for (const signal of members) placesOf(signal).forEach((place, at) => time.set(place, signal.ptsUs[at] ?? 0));
  const sorted = [...time].sort((a, b) => a[0] - b[0]);
  const widest = heard ? 1.5 * usualStep(sorted.map(([place]) => place)) : step;
  const places: number[] = [];
  const ptsUs: number[] = [];
  let previous: readonly [number, number] | null = null;
  for (const [place, us] of sorted) {
    // One empty entry inside each gap, so that no line is drawn across it.
    if (previous !== null && place - previous[0] > widest) {
      places.push(heard ? previous[1] + (us - previous[1]) / 2 : previous[0] + step);
      ptsUs.push(previous[1] + (us - previous[1]) / 2);
    }
    places.push(place);
    ptsUs.push(us);
    previous = [place, us];
  }
  const series = members.map((signal) => {
    const byPlace = new Map(placesOf(signal).map((place, at) => [place, signal.values[at] ?? null]));
    return { signal, values: places.map((place) => byPlace.get(place) ?? null) };
  });
  const first = members[0];
  return {
    key,
    detectorId: first?.detectorId ?? '',
    trackId: first?.trackId ?? null,
    unit: first?.unit ?? '',
    frames: heard ? null : places,
    ptsUs,
    series,
    levels: distinct(members.flatMap((signal) => signal.levels)),
    gaps: gaps(ptsUs, series),
  };
}

/** The median distance of neighbours. */
function usualStep(places: readonly number[]): number {
  const steps = places.slice(1).map((place, at) => place - (places[at] ?? 0));
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0;
}

function distinct(levels: readonly { name: string; value: number }[]): { name: string; value: number }[] {
  return [...new Map(levels.map((level) => [`${level.name} ${level.value}`, level])).values()];
}

/** From the last value before to the first value after. */
function gaps(ptsUs: readonly number[], series: readonly Series[]): [number, number][] {
  const found: [number, number][] = [];
  let from: number | null = null;
  let lastValued = ptsUs[0] ?? 0;
  for (const [at, us] of ptsUs.entries()) {
    const valued = series.some((one) => one.values[at] !== null);
    if (!valued) from ??= lastValued;
    else {
      if (from !== null) found.push([from, us]);
      from = null;
      lastValued = us;
    }
  }
  if (from !== null) found.push([from, ptsUs.at(-1) ?? from]);
  return found;
}

/** Where the examiner is: a frame of the picture and its time; of a recording without picture only the time counts. */
export interface Here {
  readonly frame: number;
  readonly us: number;
}

/** The value measured for exactly this frame; of the sound, the last one that began no later than now. `null` where there is none. */
export function valueAt(plot: Plot, series: Series, here: Here): number | null {
  const wanted = plot.frames === null ? here.us : here.frame;
  const places = plot.frames ?? plot.ptsUs;
  let low = 0;
  let high = places.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const place = places[middle] ?? 0;
    if (place === wanted) return series.values[middle] ?? null;
    if (place < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return plot.frames === null && high >= 0 ? (series.values[high] ?? null) : null;
}

/** Titles without the words that all of them begin with: "left eye" and "right eye" of "Openness of the left eye". */
export function distinctTitles(titles: readonly string[]): string[] {
  if (titles.length < 2) return [...titles];
  const words = titles.map((title) => title.split(' '));
  const shortest = Math.min(...words.map((list) => list.length));
  let shared = 0;
  while (shared < shortest - 1 && words.every((list) => list[shared] === words[0]?.[shared])) shared += 1;
  return words.map((list) => list.slice(shared).join(' '));
}

/** Lowest and highest that the axis must show. */
export function extent(plot: Plot): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const see = (value: number | null) => {
    if (value === null) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const { values } of plot.series) values.forEach(see);
  plot.levels.forEach((level) => see(level.value));
  if (low > high) return [0, 1];
  const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 && low < high / 2 ? 0 : low - room, high + room];
}
