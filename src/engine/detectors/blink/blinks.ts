/** Finds blinks in a series of relative eye openness, and tells them from squints and lowered gaze by speed and duration. */
import { must } from '../../../base/assert.ts';
import { PARAMETERS } from './parameters.ts';
import { longestIntervalUs, type Sample } from './series.ts';

export interface Blink {
  readonly firstFrame: number;
  readonly apexFrame: number;
  readonly lastFrame: number;
  readonly startUs: number;
  readonly apexUs: number;
  /** When the last frame of the blink gives way to the next. */
  readonly endUs: number;
  /** Both eyes together fell to this share of the baseline. */
  readonly opennessAtApex: number;
  /** Each eye's own least share within the blink; `null` where that eye was not measured. */
  readonly left: number | null;
  readonly right: number | null;
  /** Time below the level half way between the open eye and the apex, microseconds. */
  readonly halfWidthUs: number;
}

export interface Closures {
  readonly blinks: readonly Blink[];
  /** Stretches below the limit that are too long or too slow for a blink: squints, lowered gaze, closed eyes. */
  readonly longClosures: number;
}

export function findBlinks(samples: readonly Sample[]): Closures {
  const found: Blink[] = [];
  let longClosures = 0;
  for (const run of runs(samples)) {
    const taken: [number, number][] = [];
    for (const apex of minima(run)) {
      if (taken.some(([a, b]) => apex >= a && apex <= b)) continue;
      const shape = shapeAt(run, apex);
      if (shape === null) continue;
      taken.push([shape.start, shape.end]);
      if (shape.halfWidthUs > PARAMETERS.maximumHalfWidthMs.value * 1000) longClosures++;
      else if (shape.quick) found.push(describe(run, apex, shape));
    }
  }
  return { blinks: found.sort((a, b) => a.apexUs - b.apexUs), longClosures };
}

interface Open extends Sample {
  readonly both: number;
}

/** Stretches without a gap. */
function runs(samples: readonly Sample[]): Open[][] {
  const out: Open[][] = [];
  let current: Open[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const s of samples) {
    if (s.both === null || s.ptsUs - last > longestIntervalUs) {
      if (current.length > 0) out.push(current);
      current = [];
    }
    if (s.both !== null) {
      current.push({ ...s, both: s.both });
      last = s.ptsUs;
    }
  }
  if (current.length > 0) out.push(current);
  return out;
}

/** Local minima below the limit, deepest first. */
function minima(run: readonly Open[]): number[] {
  const at = (i: number): number => run[i]?.both ?? Number.POSITIVE_INFINITY;
  const out: number[] = [];
  for (let i = 1; i < run.length - 1; i++) {
    if (at(i) < PARAMETERS.closedLimit.value && at(i) <= at(i - 1) && at(i) < at(i + 1)) out.push(i);
  }
  return out.sort((a, b) => at(a) - at(b) || a - b);
}

interface Shape {
  readonly start: number;
  readonly end: number;
  readonly halfWidthUs: number;
  /** It closed and reopened as fast as a blink does. */
  readonly quick: boolean;
}

/** `null` when the dip does not stand out from its surroundings. */
function shapeAt(run: readonly Open[], apex: number): Shape | null {
  const bottom = run[apex]?.both ?? 1;
  const left = climb(run, apex, -1);
  const right = climb(run, apex, 1);
  const rise = Math.min(left.top, right.top) - bottom;
  if (rise < PARAMETERS.prominence.value) return null;
  const share = PARAMETERS.openShare.value;
  const start = walk(run, apex, -1, bottom + share * (left.top - bottom));
  const end = walk(run, apex, 1, bottom + share * (right.top - bottom));
  const half = bottom + rise / 2;
  const from = walk(run, apex, -1, half);
  const to = walk(run, apex, 1, half);
  const quick = left.reaches(PARAMETERS.closingWithinMs.value) && right.reaches(PARAMETERS.openingWithinMs.value);
  return { start, end, halfWidthUs: endUs(run, to) - (run[from]?.ptsUs ?? 0), quick };
}

interface Climb {
  /** The highest openness within reach on this side. */
  readonly top: number;
  /** Whether a rise of the required prominence is reached within so many milliseconds of the closed part's edge. */
  readonly reaches: (ms: number) => boolean;
}

/**
 * Looks from the apex to one side, as far as a blink may last, and stops where the next dip below the apex begins.
 * The closed part itself (within a quarter of the prominence of the apex) does not count as time of closing or reopening.
 */
function climb(run: readonly Open[], apex: number, step: 1 | -1): Climb {
  const bottom = run[apex]?.both ?? 1;
  const apexUs = run[apex]?.ptsUs ?? 0;
  const need = bottom + PARAMETERS.prominence.value;
  const reach = (PARAMETERS.maximumHalfWidthMs.value + PARAMETERS.openingWithinMs.value) * 1000;
  let top = bottom;
  let leftClosedUs = apexUs;
  let neededUs = Number.POSITIVE_INFINITY;
  for (let i = apex + step; i >= 0 && i < run.length; i += step) {
    const s = run[i];
    if (s === undefined || s.both < bottom) break;
    const away = Math.abs(s.ptsUs - apexUs);
    if (top >= need && away > reach) break;
    if (s.both < bottom + PARAMETERS.prominence.value / 4) leftClosedUs = s.ptsUs;
    top = Math.max(top, s.both);
    if (top >= need && neededUs === Number.POSITIVE_INFINITY) neededUs = Math.abs(s.ptsUs - leftClosedUs);
    if (top >= 1) break;
  }
  return { top: Math.min(1, top), reaches: (ms) => neededUs <= ms * 1000 };
}

/** Last index from the apex outwards at which the eye is still less open than `level`. */
function walk(run: readonly Open[], apex: number, step: 1 | -1, level: number): number {
  let i = apex;
  while (i + step >= 0 && i + step < run.length && (run[i + step]?.both ?? 1) < level) i += step;
  return i;
}

function endUs(run: readonly Open[], index: number): number {
  const s = run[index];
  return s === undefined ? 0 : s.ptsUs + s.shownUs;
}

function describe(run: readonly Open[], apex: number, shape: Shape): Blink {
  const inside = run.slice(shape.start, shape.end + 1);
  const least = (eye: 'left' | 'right'): number | null => {
    const values = inside.flatMap((s) => (s[eye] === null ? [] : [s[eye]]));
    return values.length === 0 ? null : Math.min(...values);
  };
  const at = (i: number): Open => must(run[i], 'a blink lies within its run');
  return {
    firstFrame: at(shape.start).frame,
    apexFrame: at(apex).frame,
    lastFrame: at(shape.end).frame,
    startUs: at(shape.start).ptsUs,
    apexUs: at(apex).ptsUs,
    endUs: endUs(run, shape.end),
    opennessAtApex: at(apex).both,
    left: least('left'),
    right: least('right'),
    halfWidthUs: shape.halfWidthUs,
  };
}
