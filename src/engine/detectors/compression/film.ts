/** Rows of one face of a film -> how strong a displaced grid of eight is in the face, over what is there around it. */
import { at } from '../../../base/at.ts';
import { median } from '../../signal/stats.ts';
import { byTrack } from '../by-track.ts';
import type { ObservationRow } from '../interface.ts';
import { stepsIn, type Side } from './columns.ts';
import { PARAMETERS } from './parameters.ts';

/** One direction: 0 across (places 0..7 of a row of steps), 8 down. */
type Direction = 0 | 8;

/** The place at which the face's steps stand out most. */
export interface Displaced {
  /** Pixels right or down of the film's own grid. */
  readonly place: number;
  /** Over the median place, grey levels. */
  readonly face: number;
  readonly around: number;
  /** What stands out in the face and not around it; at most `face`. */
  readonly own: number;
}

export interface FilmFace {
  readonly trackId: number;
  /** With a measure of both sides. */
  readonly samples: readonly ObservationRow[];
  readonly across: Displaced;
  readonly down: Displaced;
  /** Strength of the film's own grid, mean of both directions, grey levels. */
  readonly ownGrid: Readonly<Record<Side, number>>;
  /** Of the direction in which it stands out more, per cent of the limit. */
  readonly score: number;
}

/** Faces with enough samples. */
export function filmFaces(rows: readonly ObservationRow[]): FilmFace[] {
  return byTrack(rows).flatMap(([trackId, own]) => {
    const samples = own.filter(isMeasured);
    if (samples.length < PARAMETERS.fewestSamples.value) return [];
    const [across, down] = [displaced(samples, 0), displaced(samples, 8)];
    const score = Math.round((1000 * Math.max(0, across.own, down.own)) / PARAMETERS.displacedLimit.value) / 10;
    const grid = (side: Side): number => (standsOut(samples, side, 0, 0) + standsOut(samples, side, 8, 0)) / 2;
    return [{ trackId, samples, across, down, ownGrid: { Face: grid('Face'), Around: grid('Around') }, score }];
  });
}

export const isMeasured = ({ values }: ObservationRow): boolean => stepsIn(values, 'Face') !== null && stepsIn(values, 'Around') !== null;

function displaced(samples: readonly ObservationRow[], direction: Direction): Displaced {
  const places = Array.from({ length: 8 }, (_, place) => place).filter((place) => place % PARAMETERS.ownPeriod.value !== 0);
  const seen = places.map((place): Displaced => {
    const [face, around] = [standsOut(samples, 'Face', direction, place), standsOut(samples, 'Around', direction, place)];
    return { place, face, around, own: face - Math.max(0, around) };
  });
  return seen.reduce((best, one) => (one.own > best.own ? one : best));
}

/** Mean over the samples of the steps at one place, over the median of the eight places of that direction; grey levels. */
export function standsOut(samples: readonly ObservationRow[], side: Side, direction: Direction, place: number): number {
  const means = Array.from({ length: 8 }, (_, k) => {
    const values = samples.flatMap(({ values: row }) => stepsIn(row, side)?.[direction + k] ?? []);
    return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  });
  return at(means, place) - median(means);
}
