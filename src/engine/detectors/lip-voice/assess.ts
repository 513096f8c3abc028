/** One face and its sound: by how much the voice is late against the mouth, how closely the two go together, and by what chance. */
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
  /** Share of all pairings, the true one among them, that go together at least as closely at their own best offset. */
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
  const partTimes = rows.flatMap(({ frame, ptsUs }, i) => {
    // Each quarter is one of the frame's own duration, which only the frame right behind it tells.
    const next = rows[i + 1];
    const shownUs = next?.frame === frame + 1 ? next.ptsUs - ptsUs : intervalUs;
    return [0, 1, 2, 3].map((part) => ptsUs + ((part + 0.5) / 4) * shownUs);
  });
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

/**
 * The null distribution turns the mouth of each window round against its sound, each window by a shift of its own. The shifts of a window
 * divide it evenly and lie so far apart that no two search the same offsets; with the true pairing they form a group, without which a rank
 * is no p (Hemerik and Goeman, Exact testing with random permutations, TEST 2018, doi 10.1007/s11749-017-0571-1). One window has too few.
 */
function relate(windows: readonly Window[]): Relation {
  const reach = Math.round(PARAMETERS.longestLagMs.value / PARAMETERS.gridMs.value);
  const lags = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const shifted = windows.map(({ mouth, sound }) => {
    const count = Math.max(1, Math.floor(mouth.length / lags.length));
    return Array.from({ length: count }, (_, i) => {
      const turned = rolled(mouth, Math.round((i * mouth.length) / count));
      return lags.map((lag) => correlation(sound, turned, lag));
    });
  });
  const together = (choice: readonly number[]): number[] =>
    lags.map((_, lag) => choice.reduce((sum, shift, w) => sum + at(at(at(shifted, w), shift), lag), 0) / windows.length);
  const best = peak(together(windows.map(() => 0)));
  const pairings = otherPairings(shifted.map(({ length }) => length));
  const asClose = pairings.filter((choice) => peak(together(choice)).value >= best.value).length;
  return {
    offsetMs: (best.at - reach) * PARAMETERS.gridMs.value,
    correlation: best.value,
    p: (1 + asClose) / (1 + pairings.length),
    shifts: pairings.length,
  };
}

/** One shift for each window: all choices but the true one, or as many drawn ones as allowed, the same every time. */
function otherPairings(counts: readonly number[]): number[][] {
  const all = counts.reduce((product, count) => product * count, 1);
  const most = PARAMETERS.pairings.value;
  if (all <= most) {
    return Array.from({ length: all - 1 }, (_, i) => {
      let rest = i + 1;
      return counts.map((count) => {
        const shift = rest % count;
        rest = Math.floor(rest / count);
        return shift;
      });
    });
  }
  let state = 0;
  // A counter whose bits are mixed (mulberry32): successive draws must not follow each other, as they do in a plain congruential generator.
  const draw = (count: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
  };
  return Array.from({ length: most }, () => counts.map(draw));
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
