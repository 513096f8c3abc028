/** Rows of one face -> the samples that count for each measure, and windows over them. */
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { valueOf, type Scalar } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export const MEASURES = ['highlights', 'colour', 'teeth'] as const;
export type MeasureName = (typeof MEASURES)[number];

export interface Sample {
  readonly row: ObservationRow;
  readonly value: number;
}

/** Consecutive samples judged together, and the median of their values. */
export interface Stretch {
  readonly samples: readonly Sample[];
  readonly value: number;
}

export interface Course {
  readonly samples: readonly Sample[];
  /** The window furthest from genuine. */
  readonly extreme: Stretch;
  /** Windows beyond the limit, those that touch joined. */
  readonly beyond: readonly Stretch[];
}

const PAIRS: Readonly<Record<MeasureName, number>> = {
  highlights: PARAMETERS.highlightLimit.value,
  colour: PARAMETERS.colourLimit.value,
  teeth: PARAMETERS.teethLimit.value,
};
export const limitOf = (name: MeasureName): number => PAIRS[name];

/** 1 at the limit; teeth are unusual when their detail is small. */
export const shareOf = (name: MeasureName, value: number): number =>
  name === 'teeth' ? limitOf(name) / Math.max(1e-3, value) : value / limitOf(name);

/** `null` where this row says nothing: turned away, too small, too blurred, no highlight in both eyes, no teeth to be seen. */
export function measureOf(name: MeasureName, { values }: ObservationRow): number | null {
  if (!isFrontal({ values })) return null;
  if (name === 'teeth') return teethOf(values);
  if (!areEyesSeen({ values })) return null;
  if (name === 'colour') return valueOf(values, 'irisColourGap');
  return areBothLit({ values }) && areTogether({ values }) ? valueOf(values, 'highlightGap') : null;
}

type Row = Pick<ObservationRow, 'values'>;
const atLeast = ({ values }: Row, name: Scalar, least: number): boolean => (valueOf(values, name) ?? Number.NEGATIVE_INFINITY) >= least;

export const isFrontal = ({ values }: Row): boolean =>
  Math.abs(valueOf(values, 'eyesYaw') ?? 180) <= PARAMETERS.mostYaw.value &&
  Math.abs(valueOf(values, 'eyesPitch') ?? 180) <= PARAMETERS.mostPitch.value;

/** Large and sharp enough, and the rim of both irises free. */
export const areEyesSeen = (row: Row): boolean =>
  atLeast(row, 'irisDiameter', PARAMETERS.leastIris.value) && atLeast(row, 'limbusEdge', PARAMETERS.leastEdge.value);

export const areBothLit = (row: Row): boolean =>
  atLeast(row, 'highlightRight', PARAMETERS.strongContrast.value) && atLeast(row, 'highlightLeft', PARAMETERS.strongContrast.value);

/** Not squinting. */
export const areTogether = ({ values }: Row): boolean =>
  (valueOf(values, 'eyesTowards') ?? Number.POSITIVE_INFINITY) <= PARAMETERS.mostTowards.value;

function teethOf(values: ObservationRow['values']): number | null {
  const row = { values };
  const { leastMouth, leastTeeth, leastEyeDetail } = PARAMETERS;
  if (!atLeast(row, 'mouthWidth', leastMouth.value) || !atLeast(row, 'teethShare', leastTeeth.value)) return null;
  const [detail, eyes] = [valueOf(values, 'teethDetail'), valueOf(values, 'eyeDetail')];
  return detail === null || eyes === null || eyes < leastEyeDetail.value ? null : detail / Math.sqrt(eyes);
}

/** `null` with fewer samples than a window has; a still is one sample. */
export function courseOf(name: MeasureName, rows: readonly ObservationRow[], still: boolean): Course | null {
  const samples = rows.flatMap((row): Sample[] => {
    const value = measureOf(name, row);
    return value === null ? [] : [{ row, value }];
  });
  const width = still ? 1 : PARAMETERS.windowSamples.value;
  const windows = samples.slice(width - 1).map((_, k): Stretch => {
    const own = samples.slice(k, k + width);
    return { samples: own, value: median(own.map(({ value }) => value)) };
  });
  const [first, ...others] = windows;
  if (first === undefined) return null;
  const share = ({ value }: Stretch): number => shareOf(name, value);
  const extreme = others.reduce((most, window) => (share(window) > share(most) ? window : most), first);
  const beyond: Stretch[] = [];
  for (const window of windows.filter((one) => share(one) > 1)) {
    const before = beyond.at(-1);
    const last = before?.samples.at(-1);
    if (before !== undefined && last !== undefined && window.samples.includes(last)) {
      const added = window.samples.slice(window.samples.indexOf(last) + 1);
      const worse = share(window) > share(before) ? window.value : before.value;
      beyond[beyond.length - 1] = { samples: [...before.samples, ...added], value: worse };
    } else beyond.push(window);
  }
  return { samples, extreme, beyond };
}
