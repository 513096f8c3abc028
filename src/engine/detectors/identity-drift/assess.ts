/** One track judged: its changes, its excursions, its typical distances, or why it cannot be judged. */
import { median, quantile } from '../../signal/stats.ts';
import { changes, contrasts, excursions, placed, type Contrast, type Excursion } from './change.ts';
import { PARAMETERS } from './parameters.ts';
import { distance, ownDistances, type Sample, type TrackSamples } from './samples.ts';

export interface Assessment extends TrackSamples {
  readonly contrasts: readonly Contrast[];
  /** The greatest of them. */
  readonly greatest: Contrast | null;
  readonly changes: readonly Contrast[];
  readonly excursions: readonly Excursion[];
  readonly greatestExcursion: number | null;
  /** Of each sample from the others of like pose. */
  readonly own: readonly (number | null)[];
  /** Median distance of faces seen from the front and turned ones. */
  readonly turned: number | null;
  /** Why nothing was measured; `null` when it was. */
  readonly reason: string | null;
}

/** Degrees of yaw: seen from the front, and turned. Our choice. */
const FRONTAL = 8;
const TURNED = 18;

export function assess(track: TrackSamples): Assessment {
  const all = contrasts(track.samples);
  const runs = excursions(track.samples);
  const greatest = all.reduce<Contrast | null>((best, one) => (best === null || one.contrast > best.contrast ? one : best), null);
  return {
    ...track,
    contrasts: all,
    greatest: greatest === null ? null : { ...greatest, index: placed(greatest.index, track.samples) },
    changes: changes(all, track.samples),
    excursions: runs.filter(({ size }) => size > PARAMETERS.excursionLimit.value),
    greatestExcursion: runs.reduce<number | null>((most, { size }) => (most === null || size > most ? size : most), null),
    own: ownDistances(track.samples),
    turned: frontalAgainstTurned(track.samples),
    reason: greatest === null ? reasonOf(track) : null,
  };
}

function reasonOf({ rows, samples, tooSmall, tooTurned }: TrackSamples): string {
  const least = 2 * PARAMETERS.leastSamples.value;
  if (samples.length >= least) {
    return (
      `The head turned so much that no moment has ${PARAMETERS.leastSamples.value} pictures of like pose (within ${PARAMETERS.likePose.value} degrees) on either ` +
      `side, in ${samples.length} described pictures.`
    );
  }
  const reasons = [
    ...(tooSmall > 0 ? [`${tooSmall} were too small (under ${PARAMETERS.minimumInterocularPx.value} px between the eyes)`] : []),
    ...(tooTurned > 0 ? [`${tooTurned} turned too far (over ${PARAMETERS.maximumYaw.value} degrees)`] : []),
  ];
  const why = reasons.length === 0 ? '' : `; ${reasons.join(', ')}`;
  return `Too few pictures of one face: ${samples.length} of ${rows.length} sampled ones can be compared, ${least} are needed${why}.`;
}

function frontalAgainstTurned(samples: readonly Sample[]): number | null {
  const every = Math.max(1, Math.ceil(samples.length / PARAMETERS.references.value));
  const some = samples.filter((_, k) => k % every === 0);
  const frontal = some.filter(({ yaw }) => Math.abs(yaw) < FRONTAL);
  const turned = some.filter(({ yaw }) => Math.abs(yaw) >= TURNED);
  if (frontal.length < PARAMETERS.leastSamples.value || turned.length < PARAMETERS.leastSamples.value) return null;
  return median(frontal.flatMap((a) => turned.map((b) => distance(a, b))));
}

export const typicalOwn = (one: Assessment, q: number): number | null => {
  const known = one.own.filter((value) => value !== null);
  return known.length === 0 ? null : quantile(known, q);
};
