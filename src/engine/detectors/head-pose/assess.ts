/** What one head says: how far and how fast the head turns, its jumps, and how far inner face and outline disagree. */
import { angleBetween, type Quaternion } from '../../signal/rotation.ts';
import { median, quantile } from '../../signal/stats.ts';
import { PARAMETERS } from './parameters.ts';
import { backgroundChange, type Sample, type Series } from './series.ts';

export interface Jump {
  readonly before: Sample;
  readonly after: Sample;
  /** Turn from the one frame to the next, degrees. */
  readonly angle: number;
  /** By how much it exceeds what the fastest of the neighbouring steps would have turned in the same time, degrees. */
  readonly excess: number;
  /** The limit of that for a step of this duration, degrees. */
  readonly limit: number;
  /** Share of the picture beside the head that changed in the same step; `null` where none of it is seen. */
  readonly background: number | null;
}

export interface Assessment {
  readonly series: Series;
  /** The step with the greatest excess for its limit that the background does not share; `null` when no step has neighbours. */
  readonly greatest: Jump | null;
  /** Steps beyond the limit that the background does not share. */
  readonly jumps: readonly Jump[];
  /** Steps beyond the limit that the rest of the picture shares: cuts. */
  readonly shared: number;
  /** Degrees per second, running median over three steps; entry i belongs to sample i. */
  readonly speeds: readonly (number | null)[];
  /** Deviation of the inner face from the outline, against this person's own mean, degrees; entry i belongs to sample i. */
  readonly deviations: readonly (number | null)[];
  /** Why this head allows no conclusion; `null` when it does. */
  readonly reason: string | null;
}

export function assess(series: Series): Assessment {
  const steps = isolatedSteps(series);
  const beyond = steps.filter(({ excess, limit }) => excess > limit);
  const isShared = ({ background }: Jump): boolean => background !== null && background >= PARAMETERS.backgroundShare.value;
  const own = steps.filter((step) => !isShared(step));
  return {
    series,
    greatest: own.reduce<Jump | null>((best, step) => (best === null || scoreOf(step) > scoreOf(best) ? step : best), null),
    jumps: beyond.filter((step) => !isShared(step)),
    shared: beyond.filter(isShared).length,
    speeds: speeds(series),
    deviations: deviations(series.samples),
    reason: reasonAgainst(series),
  };
}

/** The excess in degrees as it would be where the limit is the one of 24 frames a second and more. */
export const scoreOf = ({ excess, limit }: Jump): number => (excess / limit) * PARAMETERS.jumpExcess.value;

/**
 * Degrees. The middle step of a sinusoidal shake of peak speed v and frequency f exceeds the steps beside it by v·dt·(1 − cos 2πf·dt): with
 * fewer frames a second a genuine shake looks ever more like a jump, so the limit grows with the step's duration.
 */
function jumpLimit(us: number): number {
  const { jumpExcess, shakeSpeed, shakeFrequency, shakeRoom } = PARAMETERS;
  const seconds = us / 1e6;
  const shake = shakeSpeed.value * seconds * (1 - Math.cos(2 * Math.PI * shakeFrequency.value * seconds));
  return Math.max(jumpExcess.value, shakeRoom.value * shake);
}

/** Every step that has neighbours on both sides, with what it exceeds them by. */
function isolatedSteps({ samples, steps, intervalUs }: Series): Jump[] {
  const within = intervalUs > 0 ? Math.floor((PARAMETERS.neighbourMs.value * 1000) / intervalUs) : 0;
  const reach = Math.max(PARAMETERS.neighbours.value, within);
  return steps.flatMap((step, at) => {
    const [before, after] = [samples[at - 1], samples[at]];
    if (step === null || before === undefined || after === undefined) return [];
    const earlier = steps.slice(Math.max(0, at - reach), at).flatMap((one) => (one === null ? [] : one.angle / one.us));
    const later = steps.slice(at + 1, at + 1 + reach).flatMap((one) => (one === null ? [] : one.angle / one.us));
    // The end of a track may be the tracker losing the face: a step needs a life before and after it.
    if (earlier.length < reach || later.length < reach) return [];
    const excess = step.angle - step.us * Math.max(...earlier, ...later);
    return [{ before, after, angle: step.angle, excess, limit: jumpLimit(step.us), background: backgroundChange(before, after) }];
  });
}

function speeds({ samples, steps }: Series): (number | null)[] {
  const half = (PARAMETERS.speedWindow.value - 1) / 2;
  return samples.map((_, at) => {
    const around = steps
      .slice(Math.max(0, at - half), at + half + 1)
      .flatMap((step) => (step === null ? [] : [(step.angle / step.us) * 1e6]));
    return around.length < PARAMETERS.speedWindow.value ? null : median(around);
  });
}

function deviations(samples: readonly Sample[]): (number | null)[] {
  const usable = samples.filter((sample) => sample.usable);
  const mean = meanRotation(usable.map(({ inner }) => inner));
  return samples.map(({ usable: good, inner }) => (good && mean !== null ? angleBetween(mean, inner) : null));
}

/** Of rotations that lie close together: the normalised mean of their quaternions (all with w >= 0). */
function meanRotation(rotations: readonly Quaternion[]): Quaternion | null {
  if (rotations.length === 0) return null;
  const sum: [number, number, number, number] = [0, 0, 0, 0];
  for (const [w, x, y, z] of rotations) {
    sum[0] += w;
    sum[1] += x;
    sum[2] += y;
    sum[3] += z;
  }
  const length = Math.hypot(...sum);
  return [sum[0] / length, sum[1] / length, sum[2] / length, sum[3] / length];
}

/** From the 5th to the 95th percentile, degrees; `null` when the track is too short to speak of a range. */
export function rangeOf({ series }: Assessment, angle: 'yaw' | 'pitch' | 'roll'): number | null {
  if (series.usableUs < PARAMETERS.rangeSeconds.value * 1e6) return null;
  const values = series.samples.filter((sample) => sample.usable).map((sample) => sample[angle]);
  return quantile(values, 0.95) - quantile(values, 0.05);
}

/** Third differences of the angle turned, degrees per second cubed: 99th percentile of their size; `null` without three steps in a row. */
export function jerkOf({ speeds: all, series }: Assessment): number | null {
  const seconds = series.intervalUs / 1e6;
  const values = all.flatMap((speed, at) => {
    const [before, after] = [all[at - 1], all[at + 1]];
    // Differences of the speed need steps of one duration.
    const even = [at, at + 1].every((to) => (series.steps[to]?.us ?? Number.POSITIVE_INFINITY) <= 1.5 * series.intervalUs);
    return !even || speed == null || before == null || after == null ? [] : [Math.abs(after - 2 * speed + before) / seconds ** 2];
  });
  return values.length === 0 ? null : quantile(values, 0.99);
}

function reasonAgainst(series: Series): string | null {
  const fps = series.intervalUs > 0 ? 1e6 / series.intervalUs : 0;
  if (fps < PARAMETERS.minimumFps.value) {
    return `${fps.toFixed(1)} frames a second are too few: a genuine turn and a jump look alike (at least ${PARAMETERS.minimumFps.value} are needed).`;
  }
  if (series.eyeDistancePx < PARAMETERS.minimumEyeDistancePx.value) {
    return `The eyes are ${series.eyeDistancePx.toFixed(1)} pixels apart; below ${PARAMETERS.minimumEyeDistancePx.value} pixels the pose is too uncertain.`;
  }
  const seconds = series.usableUs / 1e6;
  if (seconds < PARAMETERS.minimumSeconds.value)
    return `The pose could be followed for ${seconds.toFixed(1)} s only (at least ${PARAMETERS.minimumSeconds.value} s are needed).`;
  return null;
}
