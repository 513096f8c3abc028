/** Shadows that change from one frame to the next, set against the cheeks or the other side, so that exposure and skin tone drop out. */
import { median } from '../../signal/stats.ts';
import { PARAMETERS } from './parameters.ts';
import type { Sample } from './series.ts';

export interface Change {
  readonly before: Sample;
  readonly after: Sample;
  /** Greatest change of the places that expressions hardly move: sides of the nose, cheeks beside it, under the nose, neck; turning allowed for, log light. */
  readonly size: number;
  /** Greatest change of a pose angle, degrees. */
  readonly turn: number;
  /** Share of the cells beside the head that changed too; `null` where none could be compared. */
  readonly shared: number | null;
}

/** Pairs of neighbouring frames, those left out in which a place cannot be read. */
export function changesOf(samples: readonly Sample[]): Change[] {
  return samples.flatMap((after, k) => {
    const before = samples[k - 1];
    return before?.frame === after.frame - 1 ? (changeOf(before, after) ?? []) : [];
  });
}

function changeOf(before: Sample, after: Sample): Change | null {
  const apart = (was: number | null | undefined, is: number | null | undefined): number | null =>
    was == null || is == null ? null : Math.abs(is - was);
  const places = [apart(before.sides[0], after.sides[0]), apart(before.sides[1], after.sides[1]), apart(before.depths[0], after.depths[0])];
  const known = places.filter((change) => change !== null);
  if (known.length < places.length) return null;
  // Collars, beards and the edge of the picture leave many films without a neck.
  const neck = PARAMETERS.neckWeight.value * (apart(before.depths[3], after.depths[3]) ?? 0);
  const turn = Math.max(...after.pose.map((angle, k) => Math.abs(angle - (before.pose[k] ?? angle))));
  return {
    ...{ before, after, turn },
    size: Math.max(...known, neck) / (1 + turn / PARAMETERS.flickerTurn.value),
    shared: sharedBy(before, after),
  };
}

function sharedBy(before: Sample, after: Sample): number | null {
  const compared = before.cells.flatMap((value, k) => {
    const now = after.cells[k];
    return value === null || now == null ? [] : [Math.abs(now - value) > PARAMETERS.besideStep.value];
  });
  return compared.length === 0 ? null : compared.filter((changed) => changed).length / compared.length;
}

export const isShared = ({ shared }: Change): boolean => shared !== null && shared >= PARAMETERS.besideShare.value;

export interface Stretch {
  readonly changes: readonly Change[];
  /** Median size of the changes. */
  readonly usual: number;
}

/** Every run of so many pairs. */
export function stretchesOf(changes: readonly Change[]): Stretch[] {
  const length = PARAMETERS.flickerPairs.value;
  return Array.from({ length: Math.max(0, changes.length - length + 1) }, (_, k) => {
    const part = changes.slice(k, k + length);
    return { changes: part, usual: median(part.map(({ size }) => size)) };
  });
}

/** Stretches over the limit that overlap, joined; `usual` is that of the strongest. */
export function joined(stretches: readonly Stretch[], limit: number): Stretch[] {
  const found: Stretch[] = [];
  for (const stretch of stretches.filter(({ usual }) => usual > limit)) {
    const last = found.at(-1);
    const begins = stretch.changes[0]?.before.frame ?? 0;
    if (last === undefined || begins > (last.changes.at(-1)?.after.frame ?? -1)) found.push(stretch);
    else {
      const ends = last.changes.at(-1)?.after.frame ?? -1;
      const added = stretch.changes.filter(({ after }) => after.frame > ends);
      found[found.length - 1] = { changes: [...last.changes, ...added], usual: Math.max(last.usual, stretch.usual) };
    }
  }
  return found;
}
