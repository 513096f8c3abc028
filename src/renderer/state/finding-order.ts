/** Which findings are listed, in which order, and which one comes next. */
import type { Decision, Finding } from '../../contract/analysis.ts';

export type ReviewState = 'unreviewed' | Decision;

export interface FindingFilter {
  readonly states: ReadonlySet<ReviewState>;
  readonly weights: ReadonlySet<Finding['weight']>;
}

export const EVERYTHING: FindingFilter = {
  states: new Set<ReviewState>(['unreviewed', 'confirmed', 'rejected', 'inconclusive']),
  weights: new Set<Finding['weight']>(['anomaly', 'note']),
};

export const reviewState = (finding: Finding): ReviewState => finding.review?.decision ?? 'unreviewed';

/** States by shape first, colour second. */
export const STATE_GLYPH: Readonly<Record<ReviewState, string>> = {
  unreviewed: '○',
  confirmed: '●',
  rejected: '⊘',
  inconclusive: '◐',
};

/** In order of time; at the same time, what is unlike genuine media comes first. */
export function listed(findings: readonly Finding[], filter: FindingFilter): Finding[] {
  return findings
    .filter((finding) => filter.states.has(reviewState(finding)) && filter.weights.has(finding.weight))
    .sort((a, b) => a.startUs - b.startUs || a.weight.localeCompare(b.weight) || a.id.localeCompare(b.id, 'en', { numeric: true }));
}

/** From the selected one if it is listed, otherwise from the moment shown; stays where there is no further one. */
export function neighbour(list: readonly Finding[], selectedId: string | null, atUs: number, direction: 1 | -1): Finding | null {
  const index = list.findIndex((finding) => finding.id === selectedId);
  if (index >= 0) return list[index + direction] ?? list[index] ?? null;
  if (direction === 1) return list.find((finding) => finding.startUs >= atUs) ?? list.at(-1) ?? null;
  return list.findLast((finding) => finding.startUs <= atUs) ?? list[0] ?? null;
}

export function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
