/** The reports of the open case: what the examiner writes for the next one, its draft, exporting, and what was found in those that were exported. */
import { PLAIN_CONTENT, type Draft, type Report, type ReportCheck, type ReportContent, type WantedLevel } from '../../contract/report.ts';
import type { ReportId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import { fileBase64 } from './file-base64.ts';
import type { Messages } from './messages.svelte.ts';

/** Long enough for a sentence to be finished. */
const PAUSE_MS = 900;
/** A draft that takes longer is made when it is asked for, not while someone types. */
const QUICK_MS = 3000;

export interface FileIdentity {
  readonly file: File;
  readonly passphrase: string;
}

export class Reports {
  exporting = $state(false);
  /** What the next report will say; kept until the case is closed. */
  content = $state.raw<ReportContent>(PLAIN_CONTENT);
  remarks = $state('');
  draft = $state.raw<Draft | null>(null);
  drafting = $state(false);
  #edits = $state(0);
  #drafted = $state(0);
  /** `null`: the draft. */
  shownId = $state<ReportId | null>(null);
  checks = $state.raw<Readonly<Record<string, ReportCheck>>>({});
  checking = $state<string | null>(null);
  readonly #transport: Transport;
  readonly #messages: Messages;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  /** A change of the form; the draft follows when it was quick the last time. */
  write(part: Partial<ReportContent>): void {
    this.content = { ...this.content, ...part };
    this.touched();
  }

  touched(): void {
    this.#edits += 1;
    clearTimeout(this.#timer);
    if (this.draft === null || this.draft.milliseconds > QUICK_MS) return;
    this.#timer = setTimeout(() => void this.makeDraft(), PAUSE_MS);
  }

  /** Something was changed since the draft was made. */
  get changed(): boolean {
    return this.#edits !== this.#drafted;
  }

  async makeDraft(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.drafting) return;
    this.drafting = true;
    this.#drafted = this.#edits;
    const made = await this.#messages.during('Making the draft', () =>
      this.#transport.call('report.draft', { remarks: onOneLine(this.remarks), content: this.content }),
    );
    this.drafting = false;
    if (made !== null) this.draft = made;
    // Someone went on typing meanwhile.
    if (this.changed) this.touched();
  }

  /** `identity` null: the machine's own. The file is read here and sent once; it is kept nowhere. */
  async export(identity: FileIdentity | 'sitting' | null, level: WantedLevel, remarks: string): Promise<Report | null> {
    if (this.exporting) return null;
    this.exporting = true;
    const report = await this.#messages.during('Exporting the report', async () =>
      this.#transport.call('report.export', {
        identity: identity === null ? null : await wire(identity),
        level,
        remarks: onOneLine(remarks),
        content: this.content,
      }),
    );
    this.exporting = false;
    return report;
  }

  /** A reviewer's signature: the file and its password are sent once and kept nowhere. */
  async countersign(reportId: ReportId, identity: FileIdentity | 'sitting', level: WantedLevel, reason: string): Promise<Report | null> {
    if (this.exporting) return null;
    this.exporting = true;
    const report = await this.#messages.during(`Countersigning ${reportId}`, async () =>
      this.#transport.call('report.countersign', { reportId, identity: await wire(identity), level, reason }),
    );
    this.exporting = false;
    return report;
  }

  async show(id: ReportId | null): Promise<void> {
    this.shownId = id;
    if (id !== null && this.checks[id] === undefined) await this.check(id);
  }

  async check(id: ReportId): Promise<void> {
    this.checking = id;
    const found = await this.#messages.during(`Verifying ${id}`, () => this.#transport.call('report.verify', { reportId: id }));
    this.checking = null;
    if (found !== null) this.checks = { ...this.checks, [id]: found };
  }
}

const wire = async (identity: FileIdentity | 'sitting') =>
  identity === 'sitting' ? identity : { pkcs12Base64: await fileBase64(identity.file), passphrase: identity.passphrase };
const onOneLine = (text: string): string | null => (text.trim() === '' ? null : text.trim().replace(/\s+/g, ' '));
