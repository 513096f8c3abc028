/** Rows of one face -> its seams and the softness of its contour, sample by sample and over two seconds. */
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { columnOf, type Scalar } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export const MEASURES = ['colour', 'texture', 'softness'] as const;
export type Measured = (typeof MEASURES)[number];

export interface Sample {
  readonly frame: number;
  readonly ptsUs: number;
  readonly row: ObservationRow;
  /** Strength of the seam in standard errors, or log2 of the contour's width over that of other edges; `null` where it was not measured. */
  readonly value: number;
  /** Of the way to the contour; `null` for softness, which is of the contour itself. */
  readonly place: number | null;
}

/** Samples in a row. */
export interface Stretch {
  readonly first: Sample;
  readonly last: Sample;
  readonly key: Sample;
  readonly value: number;
}

export interface Course {
  readonly samples: readonly Sample[];
  /** The window with the greatest mean. */
  readonly extreme: Stretch;
  /** Stretches whose windows exceed the limit. */
  readonly beyond: readonly Stretch[];
}

const COLUMNS = {
  colour: { value: 'colourSeam', place: 'colourAt' },
  texture: { value: 'textureSeam', place: 'textureAt' },
} as const;

export const valueOf = (row: ObservationRow, name: Scalar): number | null => row.values[columnOf(name)] ?? null;

export function limitOf(of: Measured, still: boolean): number {
  switch (of) {
    case 'colour':
      return (still ? PARAMETERS.colourLimitStill : PARAMETERS.colourLimitFilm).value;
    case 'texture':
      return (still ? PARAMETERS.textureLimitStill : PARAMETERS.textureLimitFilm).value;
    case 'softness':
      return PARAMETERS.softnessLimit.value;
  }
}

export function samplesOf(rows: readonly ObservationRow[], of: Measured): Sample[] {
  return rows.flatMap((row) => {
    const value = of === 'softness' ? softnessOf(row) : valueOf(row, COLUMNS[of].value);
    const place = of === 'softness' ? null : valueOf(row, COLUMNS[of].place);
    return value === null ? [] : [{ frame: row.frame, ptsUs: row.ptsUs, row, value, place }];
  });
}

/** log2 of the contour's median edge width over that of the other edges; `null` where either had too few edges. */
export function softnessOf(row: ObservationRow): number | null {
  const [contour, own] = [valueOf(row, 'contourWidth'), valueOf(row, 'ownWidth')];
  return contour === null || own === null || contour <= 0 || own <= 0 ? null : Math.log2(contour / own);
}

/** `null` with fewer samples than a window has; a still has one sample and is its own window. */
export function courseOf(rows: readonly ObservationRow[], of: Measured, still: boolean): Course | null {
  const samples = samplesOf(rows, of);
  const width = still ? 1 : PARAMETERS.windowSamples.value;
  const limit = limitOf(of, still);
  const windows = samples.slice(width - 1).map((_, k) => stretchOf(samples.slice(k, k + width)));
  const extreme = windows.toSorted((a, b) => b.value - a.value)[0];
  if (extreme === undefined) return null;
  const beyond: Stretch[] = [];
  for (const window of windows.filter(({ value }) => value > limit)) {
    const before = beyond.at(-1);
    if (before === undefined || window.first.frame > before.last.frame) beyond.push(window);
    else {
      const stronger = window.value > before.value ? window : before;
      beyond[beyond.length - 1] = { ...stronger, first: before.first, last: window.last };
    }
  }
  return { samples, extreme, beyond: beyond.map((stretch) => trimmed(samples, stretch, limit)) };
}

/** A seam belongs to the face and stays at its place: a sample whose strongest step lies elsewhere than that of most counts as none. */
function stretchOf(samples: readonly Sample[]): Stretch {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) throw new Error('unreachable: a window has samples');
  const usual = median(samples.flatMap(({ place }) => place ?? []));
  const counted = samples.filter(({ place }) => place === null || Math.abs(place - usual) <= PARAMETERS.samePlace.value);
  const value = counted.reduce((sum, sample) => sum + sample.value, 0) / samples.length;
  const key = counted.toSorted((a, b) => b.value - a.value)[0] ?? first;
  return { first, last, key, value };
}

/** One strong sample lifts the windows before it too: the stretch begins and ends with samples that exceed the limit themselves. */
function trimmed(samples: readonly Sample[], stretch: Stretch, limit: number): Stretch {
  const own = samples.filter(({ frame, value }) => frame >= stretch.first.frame && frame <= stretch.last.frame && value > limit);
  return { ...stretch, first: own[0] ?? stretch.first, last: own.at(-1) ?? stretch.last };
}
