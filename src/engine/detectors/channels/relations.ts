/** How the first two channels belong together, second by second, and where that changes. */
import { at } from '../../../base/at.ts';
import type { ObservationRow } from '../interface.ts';
import { PARAMETERS } from './parameters.ts';

/** In words of findings; `different`: two channels that are no copies of one another. */
export const RELATIONS = ['different', 'identical', 'scaled', 'inverted', 'delayed', 'one-silent'] as const;
export type Relation = (typeof RELATIONS)[number];

export interface Second {
  readonly row: ObservationRow;
  readonly startUs: number;
  readonly endUs: number;
  /** `null`: both channels are silent, or there is too little to compare. */
  readonly relation: Relation | null;
  readonly delaySamples: number;
}

export interface Stretch {
  readonly relation: Relation;
  readonly startUs: number;
  readonly endUs: number;
  readonly seconds: readonly Second[];
}

export const VALUE = {
  samples: 0,
  levelFirst: 1,
  levelSecond: 2,
  offset: 3,
  peak: 4,
  clipped: 5,
  unequal: 6,
  delay: 7,
  correlation: 8,
  residual: 9,
} as const;

export const valueOf = (row: ObservationRow, name: keyof typeof VALUE): number | null => row.values[VALUE[name]] ?? null;

export function seconds(rows: readonly ObservationRow[], sampleRate: number): Second[] {
  return rows.map((row) => ({
    row,
    startUs: row.ptsUs,
    endUs: row.ptsUs + Math.round(((valueOf(row, 'samples') ?? 0) * 1e6) / sampleRate),
    relation: relationOf(row),
    delaySamples: valueOf(row, 'delay') ?? 0,
  }));
}

function relationOf(row: ObservationRow): Relation | null {
  const limit = PARAMETERS.soundingLevel.value;
  const [first, second] = [valueOf(row, 'levelFirst'), valueOf(row, 'levelSecond')];
  if (first === null || second === null || (first < limit && second < limit)) return null;
  if (valueOf(row, 'unequal') === 0) return 'identical';
  if (first < limit || second < limit) return 'one-silent';
  const residual = valueOf(row, 'residual');
  if (residual === null) return null;
  if (residual > PARAMETERS.copyResidual.value) return 'different';
  if ((valueOf(row, 'correlation') ?? 0) < 0) return 'inverted';
  return valueOf(row, 'delay') === 0 ? 'scaled' : 'delayed';
}

/** Neighbours of one relation (and, delayed, of one delay) together; silent seconds between them belong to none and part nothing. */
export function stretches(all: readonly Second[]): Stretch[] {
  const found: { relation: Relation; startUs: number; endUs: number; seconds: Second[] }[] = [];
  for (const one of all) {
    if (one.relation === null) continue;
    const last = found.at(-1);
    const same = last?.relation === one.relation && last.seconds.at(-1)?.delaySamples === one.delaySamples;
    const alike = last?.relation === one.relation && one.relation !== 'delayed';
    if (last !== undefined && (same || alike)) {
      last.endUs = one.endUs;
      last.seconds.push(one);
    } else found.push({ relation: one.relation, startUs: one.startUs, endUs: one.endUs, seconds: [one] });
  }
  return found;
}

/** The relation of most seconds that sound, and the share of the others; `null` where no second could be compared. */
export function commonest(
  all: readonly Second[],
): { readonly relation: Relation; readonly others: number; readonly compared: number } | null {
  const compared = all.flatMap(({ relation }) => (relation === null ? [] : [relation]));
  if (compared.length === 0) return null;
  const counts = RELATIONS.map((relation) => compared.filter((one) => one === relation).length);
  const most = counts.indexOf(Math.max(...counts));
  return { relation: at(RELATIONS, most), others: 1 - at(counts, most) / compared.length, compared: compared.length };
}
