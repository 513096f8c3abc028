/** Faces of the same frames: how far apart the directions are from which they are lit. */
import { angleApart, fromOf } from '../../faces/face-light.ts';
import { PARAMETERS } from './parameters.ts';
import { isDirected, meanOf, type Sample } from './series.ts';

export interface Pair {
  readonly one: Sample;
  readonly other: Sample;
  readonly first: Sample;
  readonly last: Sample;
  /** Between the mean directions in the frames that both share, degrees. */
  readonly angle: number;
  /** Standard error: of the single frame's directions, since what errs about a face errs in all of its frames. */
  readonly error: number;
  readonly samples: number;
  /** Angle less two standard errors, at least 0: what the score is made of. */
  readonly beyond: number;
}

/** Every pair of tracks that share enough frames in which both are lit from one side. */
export function pairsOf(tracks: readonly (readonly Sample[])[], least: number): Pair[] {
  return tracks.flatMap((ones, k) => tracks.slice(k + 1).flatMap((others) => pairOf(ones, others, least) ?? []));
}

function pairOf(ones: readonly Sample[], others: readonly Sample[], least: number): Pair | null {
  const byFrame = new Map(others.map((sample) => [sample.frame, sample]));
  const shared = ones.flatMap((one) => {
    const other = byFrame.get(one.frame);
    return other !== undefined && fit(one) && fit(other) ? [{ one, other }] : [];
  });
  const [first, last] = [shared[0], shared.at(-1)];
  if (first === undefined || last === undefined || shared.length < least) return null;
  const mean = (pick: 'one' | 'other') => {
    const samples = shared.map((pair) => pair[pick]);
    const [x, y] = [meanOf(samples, ({ light }) => light[0]), meanOf(samples, ({ light }) => light[1])];
    return { from: fromOf(x, y), error: meanOf(samples, ({ fromError }) => fromError) };
  };
  const [a, b] = [mean('one'), mean('other')];
  const angle = angleApart(a.from, b.from);
  const error = Math.hypot(a.error, b.error);
  const key = shared[shared.length >> 1] ?? first;
  return { ...key, first: first.one, last: last.one, angle, error, samples: shared.length, beyond: Math.max(0, angle - 2 * error) };
}

const fit = (sample: Sample): boolean => isDirected(sample) && Math.abs(sample.yaw) <= PARAMETERS.pairYaw.value;
