/** The list of exhibits: what is on each, which are shown, which are selected, and acts on several at once. */
import type { Job } from '../../contract/analysis.ts';
import type { CaseProblem } from '../../contract/cases.ts';
import type { Exhibit, ExhibitCoverage, ExhibitRecord } from '../../contract/exhibits.ts';
import type { Mark, NewMarks } from '../../contract/marks.ts';
import { USUAL_TAGS } from '../../contract/marks.ts';
import type { ExhibitId, MarkId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import { cannotBeExamined, exhibitOf } from './differences.ts';
import { byExhibit, type Listed, newerThan, onceEach, selectionAfter, setOf, standing, type Wanted, wantedOf } from './evidence-order.ts';
import type { Messages } from './messages.svelte.ts';

/** What the rest of the desk knows that the list shows. */
export interface EvidenceSource {
  readonly exhibits: readonly Exhibit[];
  readonly jobs: readonly Job[];
  readonly problems: readonly CaseProblem[];
}

const ALL: Wanted = { text: '', kind: null, tag: null, state: null, order: 'number' };
/** Many acts in a row (a group of reviews) are read once. */
const SOON_MS = 150;

export class Evidence {
  marks = $state.raw<readonly Mark[]>([]);
  wanted = $state.raw<Wanted>(ALL);
  selected = $state.raw<ReadonlySet<ExhibitId>>(setOf());
  saving = $state(false);
  #coverage = $state.raw<ReadonlyMap<string, ExhibitCoverage>>(byExhibit<ExhibitCoverage>([]));
  #anchor: ExhibitId | null = null;
  readonly #source: () => EvidenceSource;
  readonly #jobs = $derived.by(() => Map.groupBy(this.#source().jobs, ({ exhibitId }) => exhibitId));
  readonly #standing = $derived(
    Map.groupBy(
      this.marks.filter(({ withdrawn }) => withdrawn === null),
      ({ exhibitId }) => exhibitId,
    ),
  );
  readonly #problems = $derived.by(() => {
    const { problems, exhibits } = this.#source();
    return Map.groupBy(problems, (problem) => exhibitOf(problem, exhibits)?.id ?? null);
  });
  readonly listed: readonly Listed[] = $derived.by(() =>
    this.#source().exhibits.map((exhibit) => {
      const jobs = this.#jobs.get(exhibit.id) ?? [];
      const job = standing(jobs);
      return {
        ...{ exhibit, job, later: newerThan(job, jobs) },
        reviewed: this.coverage(exhibit.id) ?? { findings: 0, reviewed: 0 },
        tags: this.tagsOf(exhibit.id).map(({ text }) => text),
        differs: this.problems(exhibit.id).length > 0,
      };
    }),
  );
  readonly shown: readonly Listed[] = $derived(wantedOf(this.listed, this.wanted));
  readonly narrowed = $derived(
    this.wanted.text.trim() !== '' || this.wanted.kind !== null || this.wanted.tag !== null || this.wanted.state !== null,
  );
  /** In the order of the list; what the filter hides is not acted on. */
  readonly chosen = $derived(this.shown.filter(({ exhibit }) => this.selected.has(exhibit.id)));
  readonly usedTags = $derived(onceEach([...USUAL_TAGS, ...this.listed.flatMap(({ tags }) => tags)]));
  readonly #transport: Transport;
  readonly #messages: Messages;
  #soon: ReturnType<typeof setTimeout> | null = null;

  constructor(transport: Transport, messages: Messages, source: () => EvidenceSource) {
    this.#transport = transport;
    this.#messages = messages;
    this.#source = source;
  }

  coverage(exhibitId: ExhibitId): ExhibitCoverage | null {
    return this.#coverage.get(exhibitId) ?? null;
  }

  tagsOf(exhibitId: ExhibitId): readonly Mark[] {
    return (this.#standing.get(exhibitId) ?? []).filter(({ kind }) => kind === 'tag');
  }

  problems(exhibitId: ExhibitId): readonly CaseProblem[] {
    return this.#problems.get(exhibitId) ?? [];
  }

  want(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change };
  }

  wantAll(): void {
    this.wanted = { ...ALL, order: this.wanted.order };
  }

  /** Reads what the list needs beside the case's state. */
  async read(): Promise<void> {
    const read = await this.#messages.during('Reading the list of exhibits', () =>
      Promise.all([this.#transport.call('exhibits.coverage', {}), this.#transport.call('exhibits.marks', {})]),
    );
    if (read === null) return;
    this.#coverage = byExhibit(read[0]);
    this.marks = read[1];
  }

  readSoon(): void {
    if (this.#soon !== null) return;
    this.#soon = setTimeout(() => {
      this.#soon = null;
      void this.read();
    }, SOON_MS);
  }

  /** What a click or a key selects. */
  pick(id: ExhibitId, range: boolean, add: boolean): void {
    const shown = this.shown.map(({ exhibit }) => exhibit.id);
    const after = selectionAfter({ id, range, add }, { selected: this.selected, anchor: this.#anchor }, shown);
    this.selected = after.selected;
    this.#anchor = after.anchor;
  }

  pickAll(): void {
    this.selected = setOf(this.shown.map(({ exhibit }) => exhibit.id));
  }

  /** `true` when it stands in the custody ledger. */
  async mark(exhibitIds: readonly ExhibitId[], content: NewMarks['content']): Promise<boolean> {
    const words = content.kind === 'tag' ? 'Putting the tag on' : 'Keeping the note';
    const kept = await this.#save(words, () => this.#transport.call('exhibits.mark', { exhibitIds: [...exhibitIds], content }));
    if (kept === null) return false;
    this.marks = [...this.marks, ...kept];
    if (kept.length < exhibitIds.length && exhibitIds.length > 1)
      this.#messages.note('Tags', `“${content.text}” was put on ${kept.length}; ${exhibitIds.length - kept.length} carried it already.`);
    return true;
  }

  async withdraw(markId: MarkId, reason: string | null): Promise<boolean> {
    const mark = await this.#save('Taking it back', () => this.#transport.call('exhibits.withdrawMark', { markId, reason }));
    if (mark !== null) this.marks = this.marks.map((old) => (old.id === mark.id ? mark : old));
    return mark !== null;
  }

  record(exhibitId: ExhibitId): Promise<ExhibitRecord | null> {
    return this.#messages.during('Reading the record of the exhibit', () => this.#transport.call('exhibits.record', { exhibitId }));
  }

  /** Those that may be examined, and those that may not, because their files are no longer what was imported. */
  examinable(): { readonly yes: readonly Exhibit[]; readonly no: readonly Exhibit[] } {
    const all = this.chosen.map(({ exhibit }) => exhibit);
    const no = all.filter(({ id }) => cannotBeExamined(this.problems(id)));
    return { yes: all.filter((exhibit) => !no.includes(exhibit)), no };
  }

  async #save<T>(words: string, act: () => Promise<T>): Promise<T | null> {
    if (this.saving) return null;
    this.saving = true;
    const done = await this.#messages.during(words, act);
    this.saving = false;
    return done;
  }
}
