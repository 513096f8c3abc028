/** A frequency above which there is nothing, though the sample rate leaves room: a wall in the mean spectrum. */
import { at } from '../../../base/at.ts';
import { PARAMETERS } from './parameters.ts';

export interface Wall {
  /** Upper edge of the last band that holds sound, Hz. */
  readonly hz: number;
  /** By how much everything above lies below the bands just beneath, dB. */
  readonly dropDb: number;
}

/** Bands just below the edge whose mean is set against the greatest band above it; one band between them is the slope of a filter. */
const BENEATH = 3;
/** What the spectrum has lost on its way down where the cut-off is named. Our choice. */
const FLANK_DB = 10;

/** The edge with the greatest drop, whatever it is; `null` where the spectrum has no room for one. */
export function wallOf(bandsDb: readonly number[], sampleRate: number): Wall | null {
  const widthHz = sampleRate / 2 / bandsDb.length;
  const first = Math.max(BENEATH, Math.ceil(PARAMETERS.wallFromHz.value / widthHz));
  const last = Math.floor(PARAMETERS.wallUpTo.value * bandsDb.length);
  let [edge, dropDb] = [first, Number.NEGATIVE_INFINITY];
  for (let at = first; at <= last; at += 1) {
    const drop = meanOf(bandsDb, at - BENEATH, at) - Math.max(...bandsDb.slice(at + 1));
    if (drop >= dropDb) [edge, dropDb] = [at, drop];
  }
  if (last < first) return null;
  // The flank of a resampler reaches beyond the edge: the cut-off is where the spectrum has lost 10 dB on its way down.
  const below = meanOf(bandsDb, Math.max(0, edge - 2 * BENEATH), edge - BENEATH) - FLANK_DB;
  let top = edge;
  while (top > edge - BENEATH && (bandsDb[top] ?? 0) < below) top -= 1;
  return { hz: (top + 1) * widthHz, dropDb };
}

function meanOf(bandsDb: readonly number[], from: number, to: number): number {
  return bandsDb.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
}

/** Mean of powers, in dB. */
export function meanBands(rows: readonly (readonly number[])[]): number[] {
  const count = rows[0]?.length ?? 0;
  return Array.from({ length: count }, (_, band) => {
    const sum = rows.reduce((total, row) => total + 10 ** (at(row, band) / 10), 0);
    return 10 * Math.log10(sum / rows.length);
  });
}
