/** Findings and own notes that are listed, the filter, what is selected of them, and the decisions on them. */
import type { Decision, Family, Finding, PastReview } from '../../contract/analysis.ts';
import type { Note } from '../../contract/notes.ts';
import type { ExhibitId, FindingId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import {
  alike,
  between,
  EVERYTHING,
  idsOf,
  isFinding,
  isNote,
  listed,
  nextUnreviewed,
  reasonsOf,
  toggled,
  withReviews,
  type FindingFilter,
  type Item,
  type ReviewState,
  type Weight,
} from './finding-order.ts';
import type { Messages } from './messages.svelte.ts';

/** What the lists need to know of the rest of the case. */
export interface Surroundings {
  familyOf(detectorId: string): Family | null;
  /** Of every exhibit the examination that is shown. */
  shownJobs(): ReadonlySet<string>;
  /** Of the selected exhibit. */
  notes(): readonly Note[];
}

/** As many as the contract takes in one act. */
const MOST_TOGETHER = 5000;
const REASONS = 5;

export class Findings {
  /** Of the selected exhibit, or of the whole case when the filter looks everywhere. */
  all = $state.raw<readonly Finding[]>([]);
  jobId = $state<string | null>(null);
  filter = $state.raw<FindingFilter>(EVERYTHING);
  /** A finding's or a note's. */
  selectedId = $state<string | null>(null);
  /** Findings that were picked beside the selected one. */
  picked = $state.raw<ReadonlySet<string>>(idsOf([]));
  /** The decision that was taken but not yet given a reason. */
  draft = $state<Decision | null>(null);
  /** Whether the decision is meant for all that were picked. */
  draftForAll = $state(false);
  /** After a decision, on to the next finding without one. */
  advance = $state(false);
  saving = $state(false);
  readonly ofJob = $derived(this.all.filter((finding) => finding.jobId === this.jobId));
  /** What the list could show. */
  readonly inScope = $derived.by((): readonly Item[] => {
    if (!this.filter.everywhere) return [...this.ofJob, ...this.#around.notes()];
    const jobs = this.#around.shownJobs();
    return [...this.all.filter((finding) => jobs.has(finding.jobId)), ...this.#around.notes()];
  });
  readonly items = $derived.by(() => listed(this.inScope, this.filter, (id) => this.#around.familyOf(id)));
  /** Of the shown examination alone: for what is drawn over time. */
  readonly list = $derived.by(() => listed(this.ofJob, this.filter, (id) => this.#around.familyOf(id)));
  readonly selectedItem = $derived(this.inScope.find(({ id }) => id === this.selectedId) ?? null);
  readonly selected = $derived(this.selectedItem === null || isNote(this.selectedItem) ? null : this.selectedItem);
  readonly reasons = $derived(reasonsOf(this.all, REASONS));
  readonly #transport: Transport;
  readonly #messages: Messages;
  readonly #around: Surroundings;
  /** Where a range of picked findings begins. */
  #anchorId: string | null = null;
  /** Acts of this window that can be taken back, the newest last. */
  #acts: (readonly FindingId[])[] = [];
  #pending: Promise<unknown> = Promise.resolve();

  constructor(transport: Transport, messages: Messages, around: Surroundings) {
    this.#transport = transport;
    this.#messages = messages;
    this.#around = around;
  }

  async load(exhibitId: ExhibitId): Promise<void> {
    const asked = this.filter.everywhere ? {} : { exhibitId };
    const found = await this.#messages.during('Reading the findings', () => this.#transport.call('analysis.findings', asked));
    if (found !== null) this.all = found;
  }

  /** Of all exhibits and examinations; what is listed stays as it is. */
  ofCase(): Promise<readonly Finding[] | null> {
    return this.#messages.during('Reading the findings', () => this.#transport.call('analysis.findings', {}));
  }

  /** Another exhibit was selected. */
  leave(): void {
    // Faces are counted anew in each exhibit: the third of another one is another person.
    this.set({ trackId: null });
    if (!this.filter.everywhere) this.all = [];
    this.select(null);
  }

  select(item: Item | null): void {
    if (this.selectedId !== (item?.id ?? null)) this.draft = null;
    this.selectedId = item?.id ?? null;
    this.picked = idsOf([]);
    this.#anchorId = this.selectedId;
  }

  /** From where picking began to this one. */
  pickTo(item: Item): void {
    this.#anchorId ??= this.selectedId ?? item.id;
    this.draft = null;
    this.selectedId = item.id;
    this.picked = idsOf(between(this.items, this.#anchorId, item.id));
  }

  /** All listed findings of the selected one's detector, kind and track. */
  pickAlike(): void {
    if (this.selected === null) return;
    this.draft = null;
    this.picked = idsOf(alike(this.items, this.selected));
  }

  set(changed: Partial<FindingFilter>): void {
    this.filter = { ...this.filter, ...changed };
  }

  /** Shows everything again; where it looks and the order stay. */
  clearFilter(): void {
    this.filter = { ...EVERYTHING, everywhere: this.filter.everywhere, order: this.filter.order };
  }

  toggleState(state: ReviewState): void {
    this.set({ states: toggled(this.filter.states, state) });
  }

  toggleWeight(weight: Weight): void {
    this.set({ weights: toggled(this.filter.weights, weight) });
  }

  decide(decision: Decision): void {
    if (this.selected === null) return;
    this.draftForAll = false;
    this.draft = decision;
  }

  /** For all that were picked; where none were, for all that are alike. */
  decideAll(decision: Decision): void {
    if (this.selected === null) return;
    if (this.picked.size < 2) this.pickAlike();
    this.draftForAll = this.picked.size > 1;
    this.draft = decision;
  }

  /** `true` when the decisions are in the custody ledger. */
  async review(reason: string): Promise<boolean> {
    const { selected, draft: decision } = this;
    if (selected === null || decision === null || this.saving) return false;
    const findingIds = this.draftForAll
      ? this.inScope.filter(isFinding).flatMap(({ id }) => (this.picked.has(id) ? [id] : []))
      : [selected.id];
    if (findingIds.length > MOST_TOGETHER) {
      this.#messages.note('Saving the review', `At most ${String(MOST_TOGETHER)} findings are decided in one act.`);
      return false;
    }
    const next = this.advance
      ? nextUnreviewed(
          this.items.filter(({ id }) => id === selected.id || !findingIds.some((one) => one === id)),
          selected.id,
        )
      : null;
    this.saving = true;
    const asked = this.#messages.during('Saving the review', () =>
      this.#transport.call('analysis.reviewAll', { findingIds, decision, reason }),
    );
    this.#pending = asked;
    const review = await asked;
    this.saving = false;
    if (review === null) return false;
    this.#acts = [...this.#acts, findingIds];
    this.all = withReviews(
      this.all,
      findingIds.map((findingId) => ({ findingId, review })),
    );
    if (this.selectedId === selected.id) {
      this.draft = null;
      if (next !== null) this.onadvance(next);
    }
    return true;
  }

  /** Set by the desk, which also shows the finding's frame. */
  onadvance: (next: Finding) => void = () => undefined;

  /** Takes back the newest act of this window. */
  async undo(): Promise<void> {
    // A decision that is still on its way is the one that is meant.
    await this.#pending;
    const act = this.#acts.at(-1);
    if (act !== undefined && (await this.takeBack(act))) this.#acts = this.#acts.slice(0, -1);
  }

  /** The decision that stands on each; it stays in the record as taken back. */
  async takeBack(findingIds: readonly FindingId[]): Promise<boolean> {
    if (this.saving) return false;
    this.saving = true;
    const answer = await this.#messages.during('Taking back the review', () =>
      this.#transport.call('analysis.withdrawReviews', { findingIds: [...findingIds] }),
    );
    this.saving = false;
    if (answer === null) return false;
    this.all = withReviews(this.all, answer);
    this.#messages.note(
      'Review',
      `The decision on ${findingIds.length === 1 ? String(findingIds[0]) : `${String(findingIds.length)} findings`} was taken back. It stays in the record.`,
    );
    return true;
  }

  /** Every decision on a finding, oldest first. */
  history(findingId: FindingId): Promise<readonly PastReview[] | null> {
    return this.#messages.during('Reading the decisions', () => this.#transport.call('analysis.reviews', { findingId }));
  }
}
