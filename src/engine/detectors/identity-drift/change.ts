/** Where a track's face becomes another: contrast between the samples before and after each moment, and short excursions. */
import { median } from '../../signal/stats.ts';
import { PARAMETERS } from './parameters.ts';
import { distance, likePose, type Sample } from './samples.ts';

const WINDOW = PARAMETERS.windowSamples.value;
const LEAST = PARAMETERS.leastSamples.value;

/** A moment between two neighbouring samples. */
export interface Contrast {
  /** The first sample after the moment is this one of the track's samples. */
  readonly index: number;
  /** Medians of the distances of like pose: across the moment, and the greater of those within either side. */
  readonly across: number;
  readonly within: number;
  /** across - within. */
  readonly contrast: number;
}

/** For each moment with enough samples of like pose on both sides. */
export function contrasts(samples: readonly Sample[]): Contrast[] {
  const found: Contrast[] = [];
  for (let index = LEAST; index <= samples.length - LEAST; index += 1) {
    const before = samples.slice(Math.max(0, index - WINDOW), index);
    const after = samples.slice(index, index + WINDOW);
    const across = pairsAcross(before, after);
    if (across === null) continue;
    const within = Math.max(median(pairsWithin(before)), median(pairsWithin(after)));
    found.push({ index, across, within, contrast: across - within });
  }
  return found;
}

/** `null` unless enough samples of each side find a partner of like pose on the other. */
function pairsAcross(before: readonly Sample[], after: readonly Sample[]): number | null {
  const distances: number[] = [];
  const [left, right] = [new Set<Sample>(), new Set<Sample>()];
  for (const a of before) {
    for (const b of after) {
      if (!likePose(a, b)) continue;
      distances.push(distance(a, b));
      left.add(a);
      right.add(b);
    }
  }
  return left.size < LEAST || right.size < LEAST ? null : median(distances);
}

function pairsWithin(samples: readonly Sample[]): number[] {
  const distances: number[] = [];
  for (const [k, a] of samples.entries()) for (const b of samples.slice(k + 1)) if (likePose(a, b)) distances.push(distance(a, b));
  return distances;
}

/** The moments above the limit; those within half a window of a greater one belong to it. */
export function changes(all: readonly Contrast[], samples: readonly Sample[]): Contrast[] {
  const kept: Contrast[] = [];
  for (const one of all.toSorted((a, b) => b.contrast - a.contrast)) {
    if (one.contrast < PARAMETERS.changeContrast.value) break;
    if (kept.every((other) => Math.abs(other.index - one.index) >= WINDOW / 2)) kept.push(one);
  }
  return kept.map((one) => ({ ...one, index: placed(one.index, samples) })).sort((a, b) => a.index - b.index);
}

/** How far round a moment its exact place is looked for, samples. */
const NEAR = 2;

/**
 * Medians hardly feel one sample on the wrong side. So each sample near the moment is asked to which side it is nearer, by those further
 * away, and the moment is put where most agree.
 */
export function placed(index: number, samples: readonly Sample[]): number {
  const before = samples.slice(Math.max(0, index - WINDOW), index - NEAR);
  const after = samples.slice(index + NEAR, index + WINDOW);
  const near = samples.slice(index - NEAR, index + NEAR).map((sample) => {
    const [fromBefore, fromAfter] = [before, after].map((side) =>
      side.filter((other) => likePose(sample, other)).map((other) => distance(sample, other)),
    );
    if (!fromBefore?.length || !fromAfter?.length) return 0;
    return median(fromBefore) - median(fromAfter);
  });
  let best = { index, agreement: Number.NEGATIVE_INFINITY };
  for (const shift of [0, -1, 1, -2, 2]) {
    const agreement = near.reduce((sum, vote, k) => sum + (k < NEAR + shift ? -vote : vote), 0);
    if (agreement > best.agreement) best = { index: index + shift, agreement };
  }
  return best.index;
}

export interface Excursion {
  /** First and last of the track's samples that differ. */
  readonly first: number;
  readonly last: number;
  /** Least distance to the samples on either side, less the distance of those two from each other. */
  readonly size: number;
}

/** Stretches of one to four samples that differ from both neighbours more than these from each other, all at like pose. */
export function excursions(samples: readonly Sample[]): Excursion[] {
  const found: Excursion[] = [];
  for (let length = 1; length <= PARAMETERS.excursionSamples.value; length += 1) {
    for (let first = 1; first + length < samples.length; first += 1) {
      const [before, after] = [samples[first - 1], samples[first + length]];
      if (before === undefined || after === undefined || !likePose(before, after)) continue;
      const inside = samples.slice(first, first + length);
      if (!inside.every((sample) => likePose(sample, before) && likePose(sample, after))) continue;
      const away = Math.min(...inside.flatMap((sample) => [distance(sample, before), distance(sample, after)]));
      found.push({ first, last: first + length - 1, size: away - distance(before, after) });
    }
  }
  return found;
}
