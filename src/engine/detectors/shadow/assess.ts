/** What the stored rows of all faces say: whether the shadows fit the light, and whether they keep still from frame to frame. */
import { median } from '../../signal/stats.ts';
import { byTrack } from '../by-track.ts';
import type { ObservationRow } from '../interface.ts';
import { changesOf, isShared, joined, stretchesOf, type Change, type Stretch } from './flicker.ts';
import { PARAMETERS } from './parameters.ts';
import { samplesOf, type Sample } from './series.ts';

/** Lateral light by two ways, medians over the samples; positive: from the person's left. */
export interface Comparison {
  readonly shading: number;
  readonly shadows: number;
  readonly error: number;
  /** How far apart they are beyond two standard errors, at least 0. */
  readonly beyond: number;
  readonly samples: readonly Sample[];
}

export interface FaceShadows {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly samples: readonly Sample[];
  readonly comparison: Comparison | null;
  readonly changes: readonly Change[];
  /** The greatest change that the picture does not share; `null` where too few pairs were measured. */
  readonly jump: Change | null;
  /** The greatest usual change of a stretch; `null` likewise. */
  readonly flicker: Stretch | null;
  readonly jumpFindings: readonly Change[];
  readonly flickerFindings: readonly Stretch[];
}

export const assess = (rows: readonly ObservationRow[], still: boolean): FaceShadows[] =>
  byTrack(rows).map(([trackId, own]) => assessFace(trackId, own, still));

function assessFace(trackId: number, rows: readonly ObservationRow[], still: boolean): FaceShadows {
  const samples = samplesOf(rows);
  const changes = still ? [] : changesOf(samples).filter((change) => !isShared(change));
  const enough = changes.length >= PARAMETERS.flickerPairs.value;
  const stretches = enough ? stretchesOf(changes) : [];
  const flickerFindings = joined(stretches, PARAMETERS.flickerLimit.value);
  const within = new Set(flickerFindings.flatMap((stretch) => stretch.changes));
  return {
    ...{ trackId, rows, samples, changes, flickerFindings },
    comparison: compare(samples, still),
    jump: enough ? changes.reduce<Change | null>((best, change) => (best === null || change.size > best.size ? change : best), null) : null,
    flicker: stretches.reduce<Stretch | null>((best, one) => (best === null || one.usual > best.usual ? one : best), null),
    // Inside a stretch that flickers each change is part of it.
    jumpFindings: enough ? changes.filter((change) => change.size > PARAMETERS.jumpLimit.value && !within.has(change)) : [],
  };
}

function compare(samples: readonly Sample[], still: boolean): Comparison | null {
  const used = samples.filter(({ directed }) => directed !== null);
  const least = still ? 1 : Math.max(PARAMETERS.leastDirected.value, PARAMETERS.directedShare.value * samples.length);
  if (used.length === 0 || used.length < least) return null;
  const usual = (value: (directed: NonNullable<Sample['directed']>) => number): number =>
    median(used.flatMap(({ directed }) => (directed === null ? [] : [value(directed)])));
  const [shading, shadows, error] = [usual((one) => one.shading), usual((one) => one.shadows), usual((one) => one.error)];
  const apart = usual((one) => one.shadows - one.shading);
  return { shading, shadows, error, beyond: Math.max(0, Math.abs(apart) - 2 * error), samples: used };
}

/** Each 1 at its limit. */
export const comparisonScore = ({ beyond }: Comparison): number => beyond / PARAMETERS.contradictionLimit.value;

/** `null` where no test could be made. */
export function scoreOf(faces: readonly FaceShadows[]): number | null {
  const scores = faces.flatMap(({ comparison, jump, flicker }) => [
    ...(comparison === null ? [] : [comparisonScore(comparison)]),
    ...(jump === null ? [] : [jump.size / PARAMETERS.jumpLimit.value]),
    ...(flicker === null ? [] : [flicker.usual / PARAMETERS.flickerLimit.value]),
  ]);
  return scores.length === 0 ? null : Math.max(...scores);
}
