/** One face and its sound: by how much the voice is late against the mouth, how closely the two go together, and by what chance. */
import { must } from '../../../base/assert.ts';
import { at } from '../../../base/at.ts';
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { correlation, peak, rolled, smoothed } from './correlate.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export interface Assessment {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly mouthWidthPx: number;
  /** Windows with enough speech in which the mouth can be seen. */
  readonly windows: number;
  /** Time with speech while the mouth can be seen, seconds. */
  readonly speechS: number;
  /** `null` without such a window. */
  readonly relation: Relation | null;
  /** Why this face allows no conclusion; `null` when it does. */
  readonly reason: string | null;
}

export interface Relation {
  /** Voice after mouth, milliseconds; negative: before. */
  readonly offsetMs: number;
  /** Mean correlation of the windows at that offset. */
  readonly correlation: number;
  /** Share of the shifted pairings that go together at least as closely at their own best offset. */
  readonly p: number;
  readonly shifts: number;
}

interface Window {
  readonly mouth: Float64Array;
  readonly sound: Float64Array;
}

export function assess(trackId: number, rows: readonly ObservationRow[]): Assessment {
  const intervalUs = median(rows.slice(1).map((row, i) => row.ptsUs - (rows[i]?.ptsUs ?? row.ptsUs)));
  const visible = rows.filter(isVisible);
  const speechS = (visible.filter(isSpeech).length * intervalUs) / 1e6;
  const windows = cut(visible, intervalUs);
  const relation = windows.length === 0 ? null : relate(windows);
  const mouthWidthPx = median(rows.map((row) => value(row, AT.width)));
  const base = { trackId, rows, mouthWidthPx, windows: windows.length, speechS, relation };
  return { ...base, reason: reasonAgainst(base, intervalUs) };
}

const value = (row: ObservationRow, column: number): number => row.values[column] ?? 0;
const isSpeech = (row: ObservationRow): boolean => value(row, AT.voice) >= PARAMETERS.voiceLevel.value;
const isVisible = (row: ObservationRow): boolean =>
  value(row, AT.width) >= PARAMETERS.minimumMouthPx.value && Math.abs(value(row, AT.yaw)) <= PARAMETERS.maximumYaw.value;

/** Consecutive windows of unbroken rows that hold enough speech, each as two curves on the grid. */
function cut(rows: readonly ObservationRow[], intervalUs: number): Window[] {
  if (!(intervalUs > 0) || intervalUs > 1e6 / PARAMETERS.minimumFps.value + 1000) return [];
  const found: Window[] = [];
  const lengthUs = PARAMETERS.windowS.value * 1e6;
  let group: ObservationRow[] = [];
  const close = (): void => {
    const speech = (group.filter(isSpeech).length * intervalUs) / 1e6;
    const span = (group.at(-1)?.ptsUs ?? 0) - (group[0]?.ptsUs ?? 0);
    // The last window of a film may be shorter, but not by more than half.
    if (speech >= PARAMETERS.speechInWindowS.value && span >= lengthUs / 2) found.push(curves(group, intervalUs));
    group = [];
  };
  for (const row of rows) {
    const [first, last] = [group[0], group.at(-1)];
    if (first !== undefined && last !== undefined && (row.ptsUs - last.ptsUs > 2.5 * intervalUs || row.ptsUs - first.ptsUs >= lengthUs))
      close();
    group.push(row);
  }
  close();
  return found;
}

/** Opening of the mouth and level of the sound in decibels, both without what is slower than the trend and faster than a frame. */
function curves(rows: readonly ObservationRow[], intervalUs: number): Window {
  const stepUs = PARAMETERS.gridMs.value * 1000;
  const times = rows.map(({ ptsUs }) => ptsUs);
  const startUs = at(times, 0);
  const length = Math.max(2, Math.floor((at(times, times.length - 1) - startUs) / stepUs));
  const grid = Float64Array.from({ length }, (_, i) => startUs + i * stepUs);
  const mouth = interpolated(
    grid,
    times,
    rows.map((row) => value(row, AT.opening)),
  );
  const partTimes = rows.flatMap(({ ptsUs }) => [0, 1, 2, 3].map((part) => ptsUs + ((part + 0.5) / 4) * intervalUs));
  const levels = rows.flatMap((row) => [0, 1, 2, 3].map((part) => 20 * Math.log10(Math.max(1e-6, value(row, AT.parts + part)))));
  const floor = levels.reduce((most, level) => Math.max(most, level), -Infinity) - PARAMETERS.dynamicRangeDb.value;
  const sound = interpolated(
    grid,
    partTimes,
    levels.map((level) => Math.max(floor, level)),
  );
  return { mouth: moving(mouth), sound: moving(sound) };
}

function moving(curve: Float64Array): Float64Array {
  const steps = (ms: number): number => ms / PARAMETERS.gridMs.value;
  const quick = smoothed(curve, steps(PARAMETERS.smoothingMs.value));
  const slow = smoothed(curve, steps(PARAMETERS.trendMs.value));
  return quick.map((one, i) => one - at(slow, i));
}

function interpolated(grid: Float64Array, times: readonly number[], values: readonly number[]): Float64Array {
  let next = 0;
  return grid.map((time) => {
    while (next < times.length && at(times, next) < time) next += 1;
    if (next === 0) return at(values, 0);
    if (next >= times.length) return at(values, values.length - 1);
    const [before, after] = [at(times, next - 1), at(times, next)];
    const share = (time - before) / (after - before);
    return at(values, next - 1) * (1 - share) + at(values, next) * share;
  });
}

function relate(windows: readonly Window[]): Relation {
  const reach = Math.round(PARAMETERS.longestLagMs.value / PARAMETERS.gridMs.value);
  const lags = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const together = (shift: number): number[] => {
    const shifted = windows.map(({ mouth, sound }) => ({ mouth: shift === 0 ? mouth : rolled(mouth, shift), sound }));
    return lags.map((lag) => shifted.reduce((sum, { mouth, sound }) => sum + correlation(sound, mouth, lag), 0) / windows.length);
  };
  const best = peak(together(0));
  const shortest = windows.reduce((least, { mouth }) => Math.min(least, mouth.length), Infinity);
  const [away, step] = [PARAMETERS.nullShiftS, PARAMETERS.nullStepS].map((one) => Math.round((one.value * 1000) / PARAMETERS.gridMs.value));
  const shifts: number[] = [];
  for (let shift = must(away, 'a shift'); shift <= shortest - must(away, 'a shift'); shift += must(step, 'a step')) shifts.push(shift);
  const asClose = shifts.filter((shift) => peak(together(shift)).value >= best.value).length;
  return {
    offsetMs: (best.at - reach) * PARAMETERS.gridMs.value,
    correlation: best.value,
    p: (1 + asClose) / (1 + shifts.length),
    shifts: shifts.length,
  };
}

function reasonAgainst(one: Omit<Assessment, 'reason'>, intervalUs: number): string | null {
  const fps = intervalUs > 0 ? 1e6 / intervalUs : 0;
  if (fps < PARAMETERS.minimumFps.value - 0.1) return `${fps.toFixed(1)} frames a second are too few to follow syllables.`;
  if (one.mouthWidthPx < PARAMETERS.minimumMouthPx.value)
    return `The mouth is ${one.mouthWidthPx.toFixed(0)} pixels wide; at least ${PARAMETERS.minimumMouthPx.value} are needed.`;
  if (one.relation === null)
    return `Too little speech while the mouth can be seen: ${one.speechS.toFixed(1)} s in all, and no window of ${PARAMETERS.windowS.value} s holds ${PARAMETERS.speechInWindowS.value} s of it.`;
  if (one.relation.p > PARAMETERS.level.value) {
    return (
      `Mouth and voice go together no more closely than chance allows (best correlation ${one.relation.correlation.toFixed(2)}, p ${one.relation.p.toFixed(2)}), ` +
      'so no offset can be measured. The film may be too short, or somebody else is speaking.'
    );
  }
  return null;
}
