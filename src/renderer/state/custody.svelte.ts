/** The custody ledger as read and filtered, and what the last verification said. */
import type { CaseVerification, VerificationProgress } from '../../contract/cases.ts';
import type { CustodyEntry, LedgerExport, LedgerFormat, Seal } from '../../contract/custody.ts';
import { CallError, type Transport } from '../transport/transport.ts';
import { filtered, type LedgerFilter, NO_FILTER } from './ledger-filter.ts';
import type { Messages } from './messages.svelte.ts';

const PAGE = 1000;

export class Custody {
  entries = $state.raw<readonly CustodyEntry[]>([]);
  filter = $state.raw<LedgerFilter>(NO_FILTER);
  selectedSeq = $state<number | null>(null);
  verification = $state.raw<CaseVerification | null>(null);
  verifying = $state(false);
  progress = $state.raw<VerificationProgress | null>(null);
  exporting = $state(false);
  exported = $state.raw<LedgerExport | null>(null);
  sealing = $state(false);
  sealed = $state.raw<Seal | null>(null);
  /** Newest first, as filtered. */
  readonly shown = $derived.by(() => filtered(this.entries, this.filter).toReversed());
  readonly actors = $derived.by(() => Object.keys(Object.groupBy(this.entries, ({ actor }) => actor)).sort());
  readonly selected = $derived.by(() => (this.selectedSeq === null ? null : (this.entries[this.selectedSeq - 1] ?? null)));
  readonly #transport: Transport;
  readonly #messages: Messages;
  #reading = false;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  /** Reads on from the last entry that is known; the ledger only grows. */
  async read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    for (;;) {
      const fromSeq = (this.entries.at(-1)?.seq ?? 0) + 1;
      const page = await this.#messages.during('Reading the custody ledger', () =>
        this.#transport.call('custody.entries', { fromSeq, limit: PAGE }),
      );
      if (page === null || page.length === 0) break;
      this.entries = [...this.entries, ...page];
      if (page.length < PAGE) break;
    }
    this.#reading = false;
  }

  /** In the background: a case that has just been opened is verified at once; a window that comes back asks what was said. */
  async verifyOnOpening(): Promise<void> {
    try {
      this.verification = await this.#transport.call('cases.lastVerification', {});
      if (this.verification !== null || this.verifying) return;
      this.verifying = true;
      this.verification = await this.#transport.call('cases.verify', {});
    } catch (error) {
      // The case was closed while it was being verified: nobody waits for the answer any more.
      if (!(error instanceof CallError && error.code === 'CASE_NOT_OPEN')) this.#messages.error('Verifying the case', error);
    } finally {
      this.verifying = false;
    }
  }

  /** To the entry so many rows further down in what is shown. */
  step(rows: number): number {
    const at = this.shown.findIndex(({ seq }) => seq === this.selectedSeq);
    const next = Math.max(0, Math.min(this.shown.length - 1, at + rows));
    this.selectedSeq = this.shown[next]?.seq ?? null;
    return next;
  }

  async verify(): Promise<void> {
    if (this.verifying) return;
    this.verifying = true;
    this.progress = null;
    const result = await this.#messages.during('Verifying the case', () => this.#transport.call('cases.verify', {}));
    this.verifying = false;
    if (result !== null) this.verification = result;
    await this.read();
  }

  async export(format: LedgerFormat): Promise<void> {
    if (this.exporting) return;
    this.exporting = true;
    const exported = await this.#messages.during('Exporting the custody ledger', () => this.#transport.call('custody.export', { format }));
    this.exporting = false;
    if (exported !== null) this.exported = exported;
  }

  /** With the examiner's identity, while it is unlocked. */
  async seal(): Promise<void> {
    // A verification that runs would see the file before its entry.
    if (this.sealing || this.verifying) return;
    this.sealing = true;
    const sealed = await this.#messages.during('Sealing the ledger', () => this.#transport.call('custody.seal', { identity: 'sitting' }));
    this.sealing = false;
    if (sealed !== null) this.sealed = sealed;
  }
}
