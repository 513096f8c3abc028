/** A stored row of a still -> what it says of the face, and how far that is from what genuine pictures show. */
import type { ObservationRow } from '../interface.ts';
import { columnOf, type Scalar, type Which } from './columns.ts';
import { PARAMETERS } from './parameters.ts';

export interface StoredTrace {
  /** Pixels right and down of the grid (0, 0). */
  readonly dx: number;
  readonly dy: number;
  readonly nats: number;
  /** Nats for each coefficient that is not zero. */
  readonly gain: number;
  readonly otherNats: number;
  readonly otherGain: number;
  /** Of the standard table, where most steps are those of one. */
  readonly quality: number | null;
}

export interface StillFace {
  readonly row: ObservationRow;
  readonly scale: number;
  readonly blocks: readonly [face: number, around: number];
  readonly past: StoredTrace;
  /** The trace of the surroundings that the face lacks most, and the face's own that they lack. */
  readonly around: StoredTrace;
  readonly face: StoredTrace;
  /** Per cent of the limit; `null`: not compared. */
  readonly score: number | null;
}

export function readStill(row: ObservationRow): StillFace {
  const value = (name: Scalar): number => row.values[columnOf(name)] ?? 0;
  const [past, around, face] = (['past', 'around', 'face'] as const).map((which) => traceOf(row, which)) as [
    StoredTrace,
    StoredTrace,
    StoredTrace,
  ];
  const blocks = [value('blocksFace'), value('blocksAround')] as const;
  const compared = Math.min(...blocks) >= PARAMETERS.fewestBlocks.value;
  const score = compared ? Math.round(1000 * Math.max(0, shareOfLimit(around), shareOfLimit(face))) / 10 : null;
  return { row, scale: value('scale'), blocks, past, around, face, score };
}

function traceOf({ values }: ObservationRow, which: Which): StoredTrace {
  const value = (name: Scalar): number => values[columnOf(name)] ?? 0;
  const [grid, nats, otherNats] = [value(`${which}Grid`), value(`${which}Nats`), value(`${which}OtherNats`)];
  return {
    dx: grid % 8,
    dy: Math.floor(grid / 8),
    nats,
    gain: nats / Math.max(1, value(`${which}Coefficients`)),
    otherNats,
    otherGain: otherNats / Math.max(1, value(`${which}OtherCoefficients`)),
    quality: values[columnOf(`${which}Quality`)] ?? null,
  };
}

/** Of whichever is least: evidence for the trace in one region and against it in the other, in all and for each coefficient. 1 is the limit. */
export function shareOfLimit({ nats, gain, otherNats, otherGain }: StoredTrace): number {
  const [limit, gainLimit] = [PARAMETERS.contrastLimit.value, PARAMETERS.gainLimit.value];
  return Math.min(nats / limit, -otherNats / limit, gain / gainLimit, -otherGain / gainLimit);
}

export const hasPast = ({ past: { nats, gain } }: StillFace): boolean =>
  nats >= PARAMETERS.pastLimit.value && gain >= PARAMETERS.pastGainLimit.value;

/** Where a grid lies and what table its steps fit, in words. */
export function wordsOf({ dx, dy, quality }: StoredTrace): string {
  const place = dx === 0 && dy === 0 ? 'on the grid that begins at the corner' : `on a grid displaced by ${dx} pixels right and ${dy} down`;
  return quality === null ? place : `${place}, steps as of the standard table at quality ${quality}`;
}
