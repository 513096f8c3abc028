/** Findings of the shown examination, the filter, the selected one and its review. */
import type { Decision, Finding } from '../../contract/analysis.ts';
import type { ExhibitId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import { EVERYTHING, listed, toggled, type FindingFilter, type ReviewState } from './finding-order.ts';
import type { Messages } from './messages.svelte.ts';

export class Findings {
  all = $state.raw<readonly Finding[]>([]);
  jobId = $state<string | null>(null);
  filter = $state.raw<FindingFilter>(EVERYTHING);
  selectedId = $state<string | null>(null);
  /** The decision that was taken but not yet given a reason. */
  draft = $state<Decision | null>(null);
  saving = $state(false);
  readonly ofJob = $derived(this.all.filter((finding) => finding.jobId === this.jobId));
  readonly list = $derived(listed(this.ofJob, this.filter));
  readonly selected = $derived(this.ofJob.find((finding) => finding.id === this.selectedId) ?? null);
  readonly #transport: Transport;
  readonly #messages: Messages;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  async load(exhibitId: ExhibitId): Promise<void> {
    const found = await this.#messages.during('Reading the findings', () => this.#transport.call('analysis.findings', { exhibitId }));
    if (found !== null) this.all = found;
  }

  clear(): void {
    this.all = [];
    this.select(null);
  }

  select(finding: Finding | null): void {
    if (this.selectedId !== (finding?.id ?? null)) this.draft = null;
    this.selectedId = finding?.id ?? null;
  }

  toggleState(state: ReviewState): void {
    this.filter = { ...this.filter, states: toggled(this.filter.states, state) };
  }

  toggleWeight(weight: Finding['weight']): void {
    this.filter = { ...this.filter, weights: toggled(this.filter.weights, weight) };
  }

  decide(decision: Decision): void {
    if (this.selected !== null) this.draft = decision;
  }

  /** `true` when the review is in the custody ledger. */
  async review(reason: string): Promise<boolean> {
    const finding = this.selected;
    const decision = this.draft;
    if (finding === null || decision === null || this.saving) return false;
    this.saving = true;
    const reviewed = await this.#messages.during('Saving the review', () =>
      this.#transport.call('analysis.review', { findingId: finding.id, decision, reason }),
    );
    this.saving = false;
    if (reviewed === null) return false;
    this.all = this.all.map((other) => (other.id === reviewed.id ? reviewed : other));
    if (this.selectedId === reviewed.id) this.draft = null;
    return true;
  }
}
