/** Rows of one face -> how far its detail and its noise lie from those around it, frame by frame and over two seconds. */
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { columnOf, type Scalar } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export interface Sample {
  readonly frame: number;
  readonly ptsUs: number;
  /** log2 of how much coarser the face's detail is than that around it; `null` where either has too little detail. */
  readonly detail: number | null;
  /** log2 of the face's noise over that around it. */
  readonly noise: number | null;
}

export interface Stretch {
  readonly first: Sample;
  readonly last: Sample;
  /** The greatest mean over the window within it. */
  readonly value: number;
}

export interface Course {
  /** Mean over all samples. */
  readonly mean: number;
  /** The window whose mean is furthest from genuine. */
  readonly extreme: Stretch;
  /** Stretches whose windows exceed the limit. */
  readonly beyond: readonly Stretch[];
  readonly samples: number;
}

export function samplesOf(rows: readonly ObservationRow[]): Sample[] {
  return rows.map(({ frame, ptsUs, values }) => {
    const value = (name: Scalar): number | null => values[columnOf(name)] ?? null;
    const [face, around] = [value('detailFace'), value('detailAround')];
    const [noise, noiseAround] = [value('noiseFace'), value('noiseAround')];
    const hidden = PARAMETERS.roundingNoise.value;
    return {
      frame,
      ptsUs,
      detail: face === null || around === null ? null : around - face,
      noise: noise === null || noiseAround === null ? null : Math.log2((noise + hidden) / (noiseAround + hidden)),
    };
  });
}

/** `null` with fewer samples than a window has; a still has one sample and is its own window. */
export function courseOf(samples: readonly Sample[], of: 'detail' | 'noise', still: boolean): Course | null {
  const width = still ? 1 : PARAMETERS.windowSamples.value;
  const known = samples.flatMap((sample) => (sample[of] === null ? [] : [{ sample, value: sample[of] }]));
  const limit = limitOf(of, still);
  const size = (value: number): number => (of === 'noise' ? Math.abs(value) : value);
  const windows: Stretch[] = known.slice(width - 1).flatMap((end, k) => {
    const all = known.slice(k, k + width);
    const first = all[0];
    return first === undefined ? [] : [{ first: first.sample, last: end.sample, value: meanOf(all.map(({ value }) => value)) }];
  });
  const extreme = windows.toSorted((a, b) => size(b.value) - size(a.value))[0];
  if (extreme === undefined) return null;
  const merged: Stretch[] = [];
  for (const window of windows.filter(({ value }) => size(value) > limit)) {
    const before = merged.at(-1);
    if (before !== undefined && window.first.frame <= before.last.frame && window.value * before.value > 0) {
      const value = size(window.value) > size(before.value) ? window.value : before.value;
      merged[merged.length - 1] = { first: before.first, last: window.last, value };
    } else merged.push(window);
  }
  // One strong sample lifts the windows before it too: the stretch begins and ends with samples that exceed the limit themselves.
  const beyond = merged.map(({ first, last, value }) => {
    const own = known
      .filter((one) => one.sample.frame >= first.frame && one.sample.frame <= last.frame)
      .filter((one) => one.value * Math.sign(value) > limit)
      .map(({ sample }) => sample);
    return { first: own[0] ?? first, last: own.at(-1) ?? last, value };
  });
  return { mean: meanOf(known.map(({ value }) => value)), extreme, beyond, samples: known.length };
}

export function limitOf(of: 'detail' | 'noise', still: boolean): number {
  if (of === 'noise') return PARAMETERS.noiseLimit.value;
  return still ? PARAMETERS.detailLimitStill.value : PARAMETERS.detailLimitFilm.value;
}

/** What the surroundings and the face had for blocks, for the reason of an abstention. */
export function blocksSeen(
  rows: readonly ObservationRow[],
): Readonly<Record<'detailedFace' | 'detailedAround' | 'evenFace' | 'evenAround', number>> {
  const seen = (name: Scalar): number => Math.round(median(rows.flatMap(({ values }) => values[columnOf(name)] ?? [])));
  return {
    detailedFace: seen('detailedFace'),
    detailedAround: seen('detailedAround'),
    evenFace: seen('evenFace'),
    evenAround: seen('evenAround'),
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
