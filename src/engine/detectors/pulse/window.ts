/** One window of one face: whether each region's pulse can be read, and whether the regions that can be read agree. */
import { median } from '../../signal/stats.ts';
import { onEvenClock } from '../../signal/even-clock.ts';
import { phasor } from '../../signal/spectrum.ts';
import type { ObservationRow } from '../interface.ts';
import { BACKGROUND_GREEN, columnOf, INTEROCULAR, YAW } from './columns.ts';
import { PARAMETERS } from './parameters.ts';
import { peakOf, readPulse, type Peak, type Reading } from './reading.ts';
import { REGIONS } from './regions.ts';

const RATE = PARAMETERS.clockHz.value;
const COUNT = Math.round(PARAMETERS.windowS.value * RATE);

/** Why a window, or a region in it, says nothing. */
export type Obstacle = 'gap' | 'turned' | 'motion' | 'small' | 'clipped' | 'noise' | 'flicker' | 'movement';

export interface RegionReading {
  readonly region: number;
  readonly reading: Reading | null;
  readonly obstacle: Obstacle | null;
}

/** The two readable regions that differ most. */
export interface Difference {
  readonly regions: readonly [number, number];
  readonly rates: readonly [number, number];
  /** Beats a minute; 0 where one rate is the double of the other. */
  readonly rate: number;
  /** Degrees, `null` where the rates differ. */
  readonly phase: number | null;
  readonly disagree: boolean;
}

export interface Window {
  readonly fromUs: number;
  readonly toUs: number;
  readonly middleUs: number;
  readonly regions: readonly RegionReading[];
  /** `null` unless at least two regions can be read. */
  readonly difference: Difference | null;
  /** Median over the readable regions, beats a minute. */
  readonly rate: number | null;
  readonly obstacle: Obstacle | null;
}

export const WINDOW_US = ((COUNT - 1) * 1e6) / RATE;

/** `rows`: those of one face in order of time, those of the window and one on each side of it. */
export function assessWindow(rows: readonly ObservationRow[], fromUs: number): Window {
  const toUs = fromUs + WINDOW_US;
  const about = { fromUs, toUs, middleUs: (fromUs + toUs) / 2 };
  const nothing = (obstacle: Obstacle): Window => ({ ...about, regions: [], difference: null, rate: null, obstacle });
  const inside = rows.filter((row) => row.ptsUs >= fromUs && row.ptsUs <= toUs);
  const timesUs = rows.map((row) => row.ptsUs);
  const series = (column: number): number[] | null => {
    if (rows.some((row) => row.values[column] == null)) return null;
    const values = rows.map((row) => row.values[column] ?? 0);
    return onEvenClock({ timesUs, values }, fromUs, 1e6 / RATE, COUNT, PARAMETERS.longestGapMs.value * 1000);
  };
  const scale = series(INTEROCULAR);
  if (scale === null || !(median(scale) > 0)) return nothing('gap');
  const yaw = median(inside.map((row) => Math.abs(row.values[YAW] ?? Number.POSITIVE_INFINITY)));
  if (!(yaw <= PARAMETERS.maximumYaw.value)) return nothing('turned');
  const places = REGIONS.map((_, region) => [series(columnOf(region, 'x')), series(columnOf(region, 'y'))] as const);
  const motions = places.flatMap(([x, y]) =>
    x === null || y === null ? [] : [Math.hypot(unsteadiness(x), unsteadiness(y)) / median(scale)],
  );
  if (motions.length === 0) return nothing('gap');
  if (Math.max(...motions) > PARAMETERS.maximumMotion.value) return nothing('motion');
  const background = series(BACKGROUND_GREEN);
  const flicker = background === null ? null : peakOf(background);
  const regions = REGIONS.map((_, region): RegionReading => {
    const mean = (what: 'pixels' | 'clipped'): number =>
      inside.reduce((sum, row) => sum + (row.values[columnOf(region, what)] ?? Number.NaN), 0) / inside.length;
    const without = (obstacle: Obstacle): RegionReading => ({ region, reading: null, obstacle });
    if (!(mean('pixels') >= PARAMETERS.minimumPixels.value)) return without('small');
    if (!(mean('clipped') <= PARAMETERS.maximumClipped.value)) return without('clipped');
    const [r, g, b] = (['red', 'green', 'blue'] as const).map((colour) => series(columnOf(region, colour)));
    if (r == null || g == null || b == null) return without('gap');
    const reading = readPulse({ r, g, b });
    return { region, reading, obstacle: obstacleTo(reading, flicker, places[region] ?? [null, null]) };
  });
  const readable = regions
    .filter(({ obstacle }) => obstacle === null)
    .flatMap(({ region, reading }) => (reading === null ? [] : [{ region, reading }]));
  const difference = greatestDifference(readable);
  return {
    ...about,
    regions,
    difference,
    rate: difference === null ? null : median(readable.map(({ reading }) => 60 * reading.hz)),
    obstacle: difference === null ? mostFrequent(regions.flatMap(({ obstacle }) => obstacle ?? [])) : null,
  };
}

function obstacleTo(reading: Reading, flicker: Peak | null, [x, y]: readonly [number[] | null, number[] | null]): Obstacle | null {
  const { fromHz, toHz, edgeHz, minimumSnrDb, sameRate } = PARAMETERS;
  const same = (hz: number): boolean => 60 * Math.abs(hz - reading.hz) <= sameRate.value;
  const atEdge = reading.hz < fromHz.value + edgeHz.value || reading.hz > toHz.value - edgeHz.value;
  if (atEdge || reading.snrDb < minimumSnrDb.value || !same(reading.chromHz)) return 'noise';
  const shares = (peak: Peak): boolean => peak.snrDb >= minimumSnrDb.value && same(peak.hz);
  if (flicker !== null && shares(flicker)) return 'flicker';
  if ([x, y].some((place) => place !== null && shares(peakOf(place)))) return 'movement';
  return null;
}

interface Readable {
  readonly region: number;
  readonly reading: Reading;
}

function greatestDifference(readable: readonly Readable[]): Difference | null {
  let greatest: Difference | null = null;
  readable.forEach((a, i) => {
    for (const b of readable.slice(i + 1)) {
      const here = differenceOf(a, b);
      if (greatest === null || weightOf(here) > weightOf(greatest)) greatest = here;
    }
  });
  return greatest;
}

/** In units of the limits, so that rates and phases can be compared. */
const weightOf = ({ rate, phase }: Difference): number =>
  Math.max(rate / PARAMETERS.otherRate.value, (phase ?? 0) / PARAMETERS.otherPhase.value);

function differenceOf(a: Readable, b: Readable): Difference {
  const rates = [60 * a.reading.hz, 60 * b.reading.hz] as const;
  const apart = Math.abs(rates[0] - rates[1]);
  const regions = [a.region, b.region] as const;
  const [low, high] = rates[0] < rates[1] ? rates : [rates[1], rates[0]];
  // The harmonic of a pulse can be stronger than its fundamental: twice the rate is no other rate.
  if (Math.abs(high - 2 * low) <= PARAMETERS.sameRate.value) return { regions, rates, rate: 0, phase: null, disagree: false };
  if (apart > PARAMETERS.sameRate.value) return { regions, rates, rate: apart, phase: null, disagree: apart >= PARAMETERS.otherRate.value };
  const hz = (a.reading.hz + b.reading.hz) / 2;
  const [p, q] = [phasor(a.reading.pulse, RATE, hz), phasor(b.reading.pulse, RATE, hz)];
  const phase = (180 / Math.PI) * Math.abs(Math.atan2(p[1] * q[0] - p[0] * q[1], p[0] * q[0] + p[1] * q[1]));
  return { regions, rates, rate: apart, phase, disagree: phase >= PARAMETERS.otherPhase.value };
}

/** Root mean square distance from the running mean of one stretch. */
function unsteadiness(values: readonly number[]): number {
  const half = Math.round((PARAMETERS.stretchS.value * RATE) / 2);
  let sum = values.slice(0, 2 * half).reduce((total, v) => total + v, 0);
  let squares = 0;
  let count = 0;
  for (let i = half; i + half < values.length; i++) {
    squares += ((values[i] ?? 0) - sum / (2 * half)) ** 2;
    count += 1;
    sum += (values[i + half] ?? 0) - (values[i - half] ?? 0);
  }
  return count > 0 ? Math.sqrt(squares / count) : 0;
}

function mostFrequent(obstacles: readonly Obstacle[]): Obstacle {
  let best: Obstacle = 'noise';
  let most = 0;
  for (const obstacle of obstacles) {
    const count = obstacles.filter((other) => other === obstacle).length;
    if (count > most) [best, most] = [obstacle, count];
  }
  return best;
}
