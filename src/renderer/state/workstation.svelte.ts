/** The root of the window's state: the list of cases, and the open one. */
import type { ListedCase, NewCase } from '../../contract/cases.ts';
import type { AppEvent, AppInfo, CaseState } from '../../contract/index.ts';
import type { SigningSettings } from '../../contract/report.ts';
import type { CaseId } from '../../contract/values.ts';
import { CallError, type LinkState, type Transport } from '../transport/transport.ts';
import { Archives } from './archives.svelte.ts';
import { Desk } from './desk.svelte.ts';
import { Messages } from './messages.svelte.ts';
import { Sitting } from './sitting.svelte.ts';

export class Workstation {
  readonly transport: Transport;
  readonly messages = new Messages();
  readonly archives: Archives;
  readonly sitting: Sitting;
  info = $state.raw<AppInfo | null>(null);
  signing = $state.raw<SigningSettings | null>(null);
  cases = $state.raw<readonly ListedCase[] | null>(null);
  desk = $state.raw<Desk | null>(null);
  link = $state<LinkState>('connected');
  help = $state(false);
  busy = $state(false);
  /** Examinations come to their checkpoint and the head of the ledger is sealed, which may wait for a timestamp authority. */
  closing = $state(false);

  constructor(transport: Transport) {
    this.transport = transport;
    this.archives = new Archives(transport, this.messages);
    this.sitting = new Sitting(transport, this.messages);
  }

  /** Returns the function that ends listening. */
  begin(): () => void {
    const endEvents = this.transport.subscribe((event) => this.#handle(event));
    const endLink = this.transport.onLink((state) => this.#linked(state));
    void this.readInfo();
    void this.sitting.read();
    void this.readCases();
    void this.#reenter();
    return () => {
      endEvents();
      endLink();
    };
  }

  async readCases(): Promise<void> {
    this.cases = (await this.messages.during('Reading the list of cases', () => this.transport.call('cases.list', {}))) ?? [];
  }

  async create(input: NewCase): Promise<void> {
    await this.#enter('Creating the case', () => this.transport.call('cases.create', input));
  }

  async open(caseId: CaseId): Promise<void> {
    await this.#enter('Opening the case', () => this.transport.call('cases.open', { caseId }));
    void this.desk?.custody.verifyOnOpening();
  }

  async openFolder(path: string): Promise<void> {
    await this.#enter('Opening the folder', () => this.transport.call('cases.openFolder', { path }));
    void this.desk?.custody.verifyOnOpening();
  }

  /** Into a folder of its own in the data folder; then it is opened. */
  async importArchive(path: string, importer: string): Promise<void> {
    await this.#enter('Importing the archive', () => this.archives.import(path, importer));
    void this.desk?.custody.verifyOnOpening();
  }

  /** Only where the door has a picker of folders. */
  async pickFolder(): Promise<void> {
    const pick = this.transport.pickCase;
    if (pick !== null) await this.#enter('Opening the folder', pick);
    void this.desk?.custody.verifyOnOpening();
  }

  async forget(caseId: CaseId): Promise<void> {
    await this.messages.during('Taking the case off the list', () => this.transport.call('cases.forget', { caseId }));
    await this.readCases();
  }

  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    this.messages.caseLeft = true;
    const closed = await this.messages.during('Closing the case', () => this.transport.call('cases.close', {}));
    this.closing = false;
    if (closed === null) {
      this.messages.caseLeft = false;
      return;
    }
    this.desk = null;
    await this.readCases();
  }

  /** A window that was reloaded finds the case that is still open behind the door. */
  async #reenter(): Promise<void> {
    try {
      const state = await this.transport.call('cases.state', {});
      this.desk ??= new Desk(this.transport, this.messages, state);
      void this.desk.custody.verifyOnOpening();
    } catch (error) {
      if (!(error instanceof CallError && error.code === 'CASE_NOT_OPEN')) this.messages.error('Looking for an open case', error);
    }
  }

  async #enter(context: string, act: () => Promise<CaseState | null>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const state = await this.messages.during(context, act);
    this.busy = false;
    if (state !== null) this.archives.exported = null;
    if (state === null) return;
    this.messages.caseLeft = false;
    this.desk = new Desk(this.transport, this.messages, state);
  }

  async readInfo(): Promise<void> {
    [this.info, this.signing] = await Promise.all([
      this.messages.during('Reading the settings', () => this.transport.call('app.info', {})),
      this.messages.during('Reading the settings', () => this.transport.call('signing.settings', {})),
    ]);
  }

  #handle(event: AppEvent): void {
    this.archives.handle(event);
    this.sitting.handle(event);
    this.desk?.handle(event);
  }

  #linked(state: LinkState): void {
    this.link = state;
    if (state !== 'connected') return;
    void this.sitting.read();
    void this.desk?.refresh();
  }
}
