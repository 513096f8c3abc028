/** Steps of the room: whether the noise in the pauses before and behind a place differs beyond what varies on each side. */
import { at } from '../../../base/at.ts';
import { mean, median, quantile } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { VALUE } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { ROOM_BANDS } from './room-levels.ts';

export interface RoomStep {
  /** The last pause before and the first behind between which the room changes. */
  readonly startUs: number;
  readonly endUs: number;
  /** Median over the bands of the gap between the ranges of both sides, dB. */
  readonly gapDb: number;
  /** Mean level behind minus before, dB: mean over the bands. */
  readonly changeDb: number;
}

interface Pause {
  readonly ptsUs: number;
  readonly levels: readonly number[];
}

/** `judged`: places with enough pauses on both sides. */
export function roomStepsOf(rows: readonly ObservationRow[]): { readonly steps: readonly RoomStep[]; readonly judged: number } {
  const pauses = pausesOf(rows);
  const steps: RoomStep[] = [];
  let judged = 0;
  let group: { readonly step: RoomStep; readonly worth: number }[] = [];
  const end = (): void => {
    const most = Math.max(0, ...group.map(({ step }) => step.gapDb));
    const best = group.toSorted((a, b) => b.worth - a.worth)[0];
    if (best !== undefined && most >= PARAMETERS.roomGap.value) steps.push({ ...best.step, gapDb: most });
    group = [];
  };
  for (let place = 1; place < pauses.length; place += 1) {
    const [before, behind] = sidesOf(pauses, place);
    if (Math.min(before.length, behind.length) < PARAMETERS.roomFewest.value) continue;
    judged += 1;
    const gapDb = gapOf(before, behind);
    if (gapDb < PARAMETERS.roomSearch.value) end();
    else {
      const [startUs, endUs] = [at(pauses, place - 1).ptsUs, at(pauses, place).ptsUs + PARAMETERS.fingerprintSeconds.value * 1e6];
      group.push({ step: { startUs, endUs, gapDb, ...changeOf(before, behind).mean }, worth: changeOf(before, behind).worth });
    }
  }
  end();
  return { steps, judged };
}

/** Rows far below the loud ones, and both their neighbours too: what a voice leaves in a window is no room. */
function pausesOf(rows: readonly ObservationRow[]): Pause[] {
  const levels = rows.flatMap(({ ptsUs, values }) => {
    const room = values.slice(VALUE.room, VALUE.room + ROOM_BANDS).filter((value) => value !== null);
    return room.length < PARAMETERS.roomFewestBands.value
      ? []
      : [{ ptsUs, levels: room, db: 10 * Math.log10(room.slice(1).reduce((sum, value) => sum + 10 ** (value / 10), 0)) }];
  });
  const loud = quantile(
    levels.map(({ db }) => db),
    0.95,
  );
  const quiet = (k: number): boolean => (levels[k]?.db ?? loud) < loud - PARAMETERS.roomDepth.value;
  return levels.filter(({ levels: own }, k) => own.length === at(levels, 0).levels.length && quiet(k - 1) && quiet(k) && quiet(k + 1));
}

function sidesOf(pauses: readonly Pause[], place: number): readonly [readonly Pause[], readonly Pause[]] {
  const most = PARAMETERS.roomMost.value;
  const middle = at(pauses, place).ptsUs;
  const near = ({ ptsUs }: Pause): boolean => Math.abs(ptsUs - middle) <= PARAMETERS.roomReach.value * 1e6;
  return [pauses.slice(Math.max(0, place - most), place).filter(near), pauses.slice(place, place + most).filter(near)];
}

const band = (pauses: readonly Pause[], k: number): number[] => pauses.map(({ levels }) => at(levels, k));

/** In each band how far the lower range ends below the upper one begins, 0 where they meet; the median of all. */
function gapOf(before: readonly Pause[], behind: readonly Pause[]): number {
  const share = PARAMETERS.roomRange.value;
  const gaps = at(before, 0).levels.map((_, k) => {
    const [a, b] = [band(before, k), band(behind, k)];
    return Math.max(0, quantile(b, share) - quantile(a, 1 - share), quantile(a, share) - quantile(b, 1 - share));
  });
  return median(gaps);
}

/** What two means explain over one of the squares, summed over the bands: greatest at the place of the step. */
function changeOf(
  before: readonly Pause[],
  behind: readonly Pause[],
): { readonly mean: { readonly changeDb: number }; readonly worth: number } {
  const changes = at(before, 0).levels.map((_, k) => mean(band(behind, k)) - mean(band(before, k)));
  const weight = (before.length * behind.length) / (before.length + behind.length);
  return { mean: { changeDb: mean(changes) }, worth: weight * changes.reduce((sum, change) => sum + change * change, 0) };
}
