/** The list of exhibits as a person wants it: narrowed by words, kind, tag and state, in the order chosen. */
import type { Job } from '../../contract/analysis.ts';
import type { Exhibit, MediaKind } from '../../contract/exhibits.ts';
import type { ExhibitId } from '../../contract/values.ts';

export const EXHIBIT_STATES = ['not examined', 'running', 'examined', 'to review', 'reviewed', 'stopped', 'differs'] as const;
export type ExhibitState = (typeof EXHIBIT_STATES)[number];

export const ORDERS = ['number', 'name', 'length', 'size', 'kind', 'open findings'] as const;
export type Order = (typeof ORDERS)[number];

export interface Wanted {
  readonly text: string;
  readonly kind: MediaKind | null;
  readonly tag: string | null;
  readonly state: ExhibitState | null;
  readonly order: Order;
}

/** Counts of the findings of the examination that stands for the exhibit. */
export interface Reviewed {
  readonly findings: number;
  readonly reviewed: number;
}

export interface Listed {
  readonly exhibit: Exhibit;
  /** The newest that finished; the newest where none has. */
  readonly job: Job | null;
  /** One begun after it that has not finished. */
  readonly later?: Job | null;
  readonly reviewed: Reviewed;
  readonly tags: readonly string[];
  readonly differs: boolean;
}

/** Everything that is true of it; an examined exhibit is also one to review, or reviewed. */
export function statesOf({ job, later, reviewed, differs }: Omit<Listed, 'exhibit' | 'tags'>): ExhibitState[] {
  const states: ExhibitState[] = differs ? ['differs'] : [];
  if (later) states.push(later.state === 'running' ? 'running' : 'stopped');
  if (job === null) return [...states, 'not examined'];
  if (job.state === 'running') return [...states, 'running'];
  if (job.state !== 'finished') return [...states, 'stopped'];
  return [...states, 'examined', reviewed.reviewed < reviewed.findings ? 'to review' : 'reviewed'];
}

const number = (id: ExhibitId): number => Number(id.slice(1));

export function wantedOf(all: readonly Listed[], { text, kind, tag, state, order }: Wanted): Listed[] {
  const words = text.trim().toLowerCase().split(/\s+/);
  return all
    .filter(
      (one) =>
        (kind === null || one.exhibit.kind === kind) &&
        (tag === null || one.tags.includes(tag)) &&
        (state === null || statesOf(one).includes(state)) &&
        words.every((word) => haystack(one).includes(word)),
    )
    .toSorted((a, b) => BY[order](a, b) || number(a.exhibit.id) - number(b.exhibit.id));
}

/** The hash too: a list from elsewhere often has nothing but hashes. */
const haystack = ({ exhibit, tags }: Listed): string =>
  [exhibit.id, exhibit.originalName, exhibit.hashes.sha256, exhibit.hashes.md5, ...tags].join(' ').toLowerCase();

const BY: Readonly<Record<Order, (a: Listed, b: Listed) => number>> = {
  number: () => 0,
  name: (a, b) => a.exhibit.originalName.localeCompare(b.exhibit.originalName, 'en', { numeric: true }),
  length: (a, b) => (b.exhibit.facts.durationUs ?? 0) - (a.exhibit.facts.durationUs ?? 0),
  size: (a, b) => b.exhibit.sizeBytes - a.exhibit.sizeBytes,
  kind: (a, b) => a.exhibit.kind.localeCompare(b.exhibit.kind),
  'open findings': (a, b) => b.reviewed.findings - b.reviewed.reviewed - (a.reviewed.findings - a.reviewed.reviewed),
};

/** What a click selects: alone, added (Ctrl), or everything from the anchor to it (Shift). */
export function selectionAfter(
  click: { readonly id: ExhibitId; readonly range: boolean; readonly add: boolean },
  before: { readonly selected: ReadonlySet<ExhibitId>; readonly anchor: ExhibitId | null },
  shown: readonly ExhibitId[],
): { readonly selected: ReadonlySet<ExhibitId>; readonly anchor: ExhibitId } {
  const from = before.anchor === null ? -1 : shown.indexOf(before.anchor);
  const to = shown.indexOf(click.id);
  if (click.range && from >= 0 && to >= 0 && before.anchor !== null) {
    const between = shown.slice(Math.min(from, to), Math.max(from, to) + 1);
    return { selected: new Set(click.add ? [...before.selected, ...between] : between), anchor: before.anchor };
  }
  if (!click.add) return { selected: new Set([click.id]), anchor: click.id };
  const selected = new Set(before.selected);
  if (!selected.delete(click.id)) selected.add(click.id);
  return { selected, anchor: click.id };
}

const age = (job: Job): number => Number(job.id.slice(1));

/** Of the examinations of one exhibit the one that stands for it without a person's choice: one that was begun again and not finished hides no findings. */
export function standing(jobs: readonly Job[]): Job | null {
  const newestFirst = jobs.toSorted((a, b) => age(b) - age(a));
  return newestFirst.find(({ state }) => state === 'finished') ?? newestFirst[0] ?? null;
}

/** The newest, where it is another one than that which is shown. */
export function newerThan(shown: Job | null, jobs: readonly Job[]): Job | null {
  const newest = jobs.reduce<Job | null>((best, job) => (best === null || age(job) > age(best) ? job : best), null);
  return shown === null || newest === null || newest.id === shown.id ? null : newest;
}

export const byExhibit = <T extends { readonly exhibitId: ExhibitId }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((one) => [one.exhibitId, one]));
export const setOf = (ids: readonly ExhibitId[] = []): ReadonlySet<ExhibitId> => new Set(ids);
export const onceEach = (words: readonly string[]): string[] => [...new Set(words)];
