/** Stretches of the recording whose seconds share one offset of frames. */
import type { ObservationRow } from '../interface.ts';
import { SECONDS_AT, type Coding } from './codings.ts';
import { PARAMETERS } from './parameters.ts';
import { largest } from '../../signal/extremes.ts';

/** From the first to the last second in which the offset is clear; seconds between them may show none. */
export interface Stretch {
  readonly offset: number;
  readonly startUs: number;
  readonly endUs: number;
  /** How many seconds show it clearly, and the median of their contrasts. */
  readonly clearSeconds: number;
  readonly medianContrast: number;
  readonly rows: readonly ObservationRow[];
}

export const valueOf = (row: ObservationRow, coding: Coding, name: keyof Coding['at']): number | null =>
  row.values[coding.at[name]] ?? null;

/** By how much the best offset of a second leads the next. */
export function leadOf(row: ObservationRow, coding: Coding): number | null {
  const [best, rival] = [valueOf(row, coding, 'contrast'), valueOf(row, coding, 'rival')];
  return best === null || rival === null ? null : Math.round(100 * (best - rival)) / 100;
}

/** The offset of a second in which it leads clearly. */
export function clearOffset(row: ObservationRow, coding: Coding): number | null {
  return (leadOf(row, coding) ?? -Infinity) >= coding.clearLead ? valueOf(row, coding, 'offset') : null;
}

const endOf = (row: ObservationRow): number => row.ptsUs + Math.round((row.values[SECONDS_AT] ?? 0) * 1e6);

/** Neighbouring clear seconds of one offset, put together; where fewer than `fewestSeconds` agree they are passed over. */
export function stretchesOf(rows: readonly ObservationRow[], coding: Coding): Stretch[] {
  const clear = rows.flatMap((row) => {
    const offset = clearOffset(row, coding);
    return offset === null ? [] : [{ row, offset }];
  });
  const enough = runs(clear).filter((run) => run.length >= PARAMETERS.fewestSeconds.value);
  // A lone second between two runs of one offset does not part them.
  return runs(enough.flat()).map((run) => {
    const [startUs, lastUs] = [run[0]?.row.ptsUs ?? 0, run.at(-1)?.row.ptsUs ?? 0];
    const contrasts = run.map(({ row }) => valueOf(row, coding, 'contrast') ?? 0).sort((a, b) => a - b);
    return {
      offset: run[0]?.offset ?? 0,
      startUs,
      endUs: largest(run.map(({ row }) => endOf(row))),
      clearSeconds: run.length,
      medianContrast: contrasts[contrasts.length >> 1] ?? 0,
      rows: rows.filter(({ ptsUs }) => ptsUs >= startUs && ptsUs <= lastUs),
    };
  });
}

interface Clear {
  readonly row: ObservationRow;
  readonly offset: number;
}

function runs(clear: readonly Clear[]): Clear[][] {
  const all: Clear[][] = [];
  for (const one of clear) {
    const last = all.at(-1);
    if (last?.[0]?.offset === one.offset) last.push(one);
    else all.push([one]);
  }
  return all;
}

/**
 * Whether the offset of one of two neighbouring stretches shows within the other too, as the best or the next best, away from the joint: then two codings
 * lie one over the other in the same sound, each in the lead where the other rounds less, and nothing was shifted.
 */
export function overlaid(before: Stretch, after: Stretch, coding: Coding): boolean {
  const shows = (row: ObservationRow, offset: number): boolean =>
    valueOf(row, coding, 'offset') === offset || valueOf(row, coding, 'rivalOffset') === offset;
  return before.rows.slice(0, -1).some((row) => shows(row, after.offset)) || after.rows.slice(1).some((row) => shows(row, before.offset));
}
