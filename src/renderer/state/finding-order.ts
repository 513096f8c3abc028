/** Which findings and own notes are listed, in which order, and which one comes next. */
import type { Decision, Family, Finding } from '../../contract/analysis.ts';
import type { Note } from '../../contract/notes.ts';

/** What a detector found, or what an examiner noted. */
export type Item = Finding | Note;
export const isNote = (item: Item): item is Note => !('measure' in item);
export const isFinding = (item: Item): item is Finding => !isNote(item);

export type ReviewState = 'unreviewed' | Decision;
/** `own`: noted by an examiner; the state of a review says nothing about it. */
export type Weight = Finding['weight'] | 'own';
export type Order = 'time' | 'weight' | 'measure';

export interface FindingFilter {
  readonly states: ReadonlySet<ReviewState>;
  readonly weights: ReadonlySet<Weight>;
  readonly family: Family | null;
  readonly detectorId: string | null;
  readonly trackId: number | null;
  /** Every word must occur in the title, kind, explanation, detector or reason of a finding, or in the words of a note. */
  readonly text: string;
  /** Of all exhibits, each with its newest examination; otherwise of the selected exhibit. */
  readonly everywhere: boolean;
  readonly order: Order;
}

export const EVERYTHING: FindingFilter = {
  states: new Set<ReviewState>(['unreviewed', 'confirmed', 'rejected', 'inconclusive']),
  weights: new Set<Weight>(['anomaly', 'note', 'own']),
  family: null,
  detectorId: null,
  trackId: null,
  text: '',
  everywhere: false,
  order: 'time',
};

/** Whether a filter hides anything; where it looks and in which order is no hiding. */
export function hides(filter: FindingFilter): boolean {
  return (
    filter.states.size < EVERYTHING.states.size ||
    filter.weights.size < EVERYTHING.weights.size ||
    filter.family !== null ||
    filter.detectorId !== null ||
    filter.trackId !== null ||
    filter.text.trim() !== ''
  );
}

export const reviewState = (finding: Finding): ReviewState => finding.review?.decision ?? 'unreviewed';

/** States by shape first, colour second. */
export const STATE_GLYPH: Readonly<Record<ReviewState, string>> = {
  unreviewed: '○',
  confirmed: '●',
  rejected: '⊘',
  inconclusive: '◐',
};

export const NOTE_GLYPH = '✎';

const searched = (item: Item): string =>
  isNote(item)
    ? `${item.id} ${item.kind ?? ''} ${item.text} ${item.by}`
    : `${item.id} ${item.title} ${item.kind} ${item.detectorId} ${item.explanation} ${item.review?.reason ?? ''}`;

/** `familyOf` says which family a detector belongs to. */
export function listed<T extends Item>(items: readonly T[], filter: FindingFilter, familyOf: (detectorId: string) => Family | null): T[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = (item: T): boolean => {
    if (isNote(item)) {
      if (!filter.weights.has('own') || filter.family !== null || filter.detectorId !== null || filter.trackId !== null) return false;
    } else {
      const { weight, detectorId, trackId } = item;
      if (!filter.states.has(reviewState(item)) || !filter.weights.has(weight)) return false;
      if (filter.detectorId !== null && filter.detectorId !== detectorId) return false;
      if (filter.trackId !== null && filter.trackId !== trackId) return false;
      if (filter.family !== null && familyOf(detectorId) !== filter.family) return false;
    }
    if (words.length === 0) return true;
    const text = searched(item).toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return items.filter(shown).sort(inOrder(filter.order));
}

const numberOf = (id: string): number => Number(id.slice(1));
const rank = (item: Item): number => (isNote(item) ? 1 : item.weight === 'anomaly' ? 0 : 2);

/** Exhibit by exhibit; at the same time, what is unlike genuine media comes first, then what an examiner saw. */
const byTime = (a: Item, b: Item): number =>
  numberOf(a.exhibitId) - numberOf(b.exhibitId) ||
  a.startUs - b.startUs ||
  rank(a) - rank(b) ||
  a.id.charCodeAt(0) - b.id.charCodeAt(0) ||
  numberOf(a.id) - numberOf(b.id);

/** Only numbers of the same measure of the same detector can be set against each other, so these stand together, the greatest first. */
const byMeasure = (a: Item, b: Item): number => {
  if (isNote(a) || isNote(b)) return Number(isNote(a)) - Number(isNote(b));
  const [one, other] = [`${a.detectorId} ${a.measure.name}`, `${b.detectorId} ${b.measure.name}`];
  return one === other ? b.measure.value - a.measure.value : one < other ? -1 : 1;
};

function inOrder(order: Order): (a: Item, b: Item) => number {
  if (order === 'time') return byTime;
  if (order === 'weight') return (a, b) => rank(a) - rank(b) || byTime(a, b);
  return (a, b) => byMeasure(a, b) || byTime(a, b);
}

/** From the selected one if it is listed, otherwise from the moment shown; stays where there is no further one. */
export function neighbour<T extends Item>(list: readonly T[], selectedId: string | null, atUs: number, by: number): T | null {
  const index = list.findIndex(({ id }) => id === selectedId);
  if (index >= 0) return list[Math.min(list.length - 1, Math.max(0, index + by))] ?? null;
  if (by > 0) return list.find(({ startUs }) => startUs >= atUs) ?? list.at(-1) ?? null;
  return list.findLast(({ startUs }) => startUs <= atUs) ?? list[0] ?? null;
}

/** The next finding without a decision after the given one, from the beginning where there is none after it. */
export function nextUnreviewed(list: readonly Item[], afterId: string | null): Finding | null {
  const index = list.findIndex(({ id }) => id === afterId);
  const open = (item: Item): item is Finding => !isNote(item) && item.review === null && item.id !== afterId;
  return list.slice(index + 1).find(open) ?? list.slice(0, Math.max(0, index)).find(open) ?? null;
}

/** From one place of the list to another, both included: findings only, since notes are not decided. */
export function between(list: readonly Item[], fromId: string, toId: string): Finding[] {
  const [from, to] = [list.findIndex(({ id }) => id === fromId), list.findIndex(({ id }) => id === toId)];
  if (from < 0 || to < 0) return [];
  return list.slice(Math.min(from, to), Math.max(from, to) + 1).filter(isFinding);
}

/** Listed findings of the same detector, kind and track. */
export function alike(list: readonly Item[], finding: Finding): Finding[] {
  return list.filter(
    (item): item is Finding =>
      !isNote(item) && item.detectorId === finding.detectorId && item.kind === finding.kind && item.trackId === finding.trackId,
  );
}

/** Reasons given before, the newest first, each once. */
export function reasonsOf(findings: readonly Finding[], most: number): string[] {
  const reviews = findings.flatMap(({ review }) => (review === null ? [] : [review]));
  return [...new Set(reviews.sort((a, b) => (a.atUtc < b.atUtc ? 1 : -1)).map(({ reason }) => reason))].slice(0, most);
}

export function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

export const idsOf = (items: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(items.map(({ id }) => id));

/** The same findings, some with the decision that stands on them now. */
export function withReviews(
  findings: readonly Finding[],
  reviews: readonly { readonly findingId: string; readonly review: Finding['review'] }[],
): Finding[] {
  const changed = new Map(reviews.map(({ findingId, review }) => [findingId, review]));
  return findings.map((finding) => {
    const review = changed.get(finding.id);
    return review === undefined ? finding : { ...finding, review };
  });
}
