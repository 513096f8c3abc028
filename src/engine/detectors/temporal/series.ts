/** The stored rows of the whole picture, by name. */
import { at } from '../../../base/at.ts';
import type { ObservationRow } from '../interface.ts';
import { CELLS } from './parameters.ts';

export interface Moment {
  readonly frame: number;
  readonly ptsUs: number;
  /** Mean difference to the frame before, luma steps; `null` where there was none. */
  readonly change: number | null;
  /** Distance of THIS frame from the mean of its two neighbours over half the distance of these; known from the row after it. */
  readonly blend: number | null;
  /** Half the mean difference of the two neighbours, luma steps. */
  readonly around: number | null;
  /** First 96 bits of the SHA-256 over the working picture, hexadecimal. */
  readonly fingerprint: string;
  readonly cells: readonly number[];
}

const FIRST_CELL = 5;

export function readMoments(rows: readonly ObservationRow[]): Moment[] {
  return rows.map((row, index) => {
    const next = rows[index + 1];
    // The row after tells about this frame only when it is its neighbour.
    const neighbour = next?.frame === row.frame + 1 ? next.values : null;
    const twoFrames = neighbour?.[1] ?? null;
    const distance = neighbour?.[2] ?? null;
    return {
      frame: row.frame,
      ptsUs: row.ptsUs,
      change: row.values[0] ?? null,
      blend: twoFrames === null || distance === null || twoFrames === 0 ? null : distance / (twoFrames / 2),
      around: twoFrames === null ? null : twoFrames / 2,
      fingerprint: hexOf(row.values[3]) + hexOf(row.values[4]),
      cells: Array.from({ length: CELLS * CELLS }, (_, cell) => row.values[FIRST_CELL + cell] ?? 0),
    };
  });
}

export const hexOf = (value: number | null | undefined): string => (value ?? 0).toString(16).padStart(12, '0');

/** Median of the changes within `reach` frames on either side, for each moment. */
export function localChange(moments: readonly Moment[], reach: number): number[] {
  return moments.map((_, index) => {
    const near: number[] = [];
    for (let k = Math.max(0, index - reach); k <= Math.min(moments.length - 1, index + reach); k += 1) {
      const change = at(moments, k).change;
      if (change !== null) near.push(change);
    }
    near.sort((a, b) => a - b);
    return near.length === 0 ? 0 : at(near, near.length >> 1);
  });
}
