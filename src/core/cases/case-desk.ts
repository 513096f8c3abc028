/** The one open case: creating, opening, closing, and what a window is told about it. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { makeFolder } from '../../base/node/make-folder.ts';
import { Failure } from '../../base/failure.ts';
import { systemCode } from '../../base/node/system-code.ts';
import type { CaseSummary, CaseVerification, ListedCase, NewCase, UnfinishedImport } from '../../contract/cases.ts';
import type { AppEvent, CaseState } from '../../contract/index.ts';
import { CaseId } from '../../contract/values.ts';
import { caseFiles } from '../../store/case-files.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { createCase, INTERRUPTED, openCase } from '../../store/open-case.ts';
import { storeEnd } from '../analysis/store-end.ts';
import { clearIncoming } from '../exhibits/incoming.ts';
import type { OpenCase } from '../context.ts';
import type { Ports } from '../ports.ts';
import type { SettingsFile } from '../settings/settings.ts';
import { isDue, lastVerified } from './last-verified.ts';
import { slug } from './slug.ts';
import { unfinishedImport } from './unfinished-import.ts';

export interface CaseDeskParts {
  readonly ports: Ports;
  readonly settings: SettingsFile;
  readonly emit: (event: AppEvent) => void;
  /** Runs before a case is closed: ends what still writes to it. */
  readonly beforeClose: (why: 'case-closed' | 'quit') => Promise<void>;
  /** Runs when a case stands open. */
  readonly afterOpen: () => void;
}

export class CaseDesk {
  readonly #parts: CaseDeskParts;
  #open: OpenCase | null = null;
  #openedAtUtc: string | null = null;
  #changeTold = true;
  #verification: CaseVerification | null = null;
  #unfinished: UnfinishedImport | null = null;

  constructor(parts: CaseDeskParts) {
    this.#parts = parts;
  }

  current(): OpenCase {
    if (this.#open === null) throw new Failure('CASE_NOT_OPEN');
    return this.#open;
  }

  get opened(): OpenCase | null {
    return this.#open;
  }

  async create(folder: string, input: NewCase): Promise<CaseState> {
    return this.#exchange(createCase(folder, input, this.#storeOptions()));
  }

  /** A case made in a window lives in the data folder, under a name that a person can recognise. */
  async createInDataFolder(input: NewCase): Promise<CaseState> {
    const cases = join(this.#parts.ports.dataFolder, 'cases');
    makeFolder(cases);
    return this.create(join(cases, `${slug(input.name)}-${randomBytes(4).toString('hex')}`), input);
  }

  async open(folder: string): Promise<CaseState> {
    const here = this.#open;
    if (here !== null && here.folder === resolve(folder)) return this.state();
    const store = openCase(folder, { ...this.#storeOptions(), leavesRunning: true });
    let unfinished: UnfinishedImport | null;
    try {
      await this.#interruptLeftovers(store);
      await clearIncoming(store);
      unfinished = unfinishedImport(store);
      store.note({
        actor: store.info().examiner,
        action: 'case.opened',
        subject: store.info().id,
        payload: { penumbraVersion: this.#parts.ports.version, door: this.#parts.ports.door },
      });
    } catch (error) {
      store.close();
      throw error;
    }
    return this.#exchange(store, unfinished);
  }

  async openById(caseId: CaseId): Promise<CaseState> {
    if (this.#open !== null && this.#open.store.info().id === caseId) return this.state();
    const recent = (await this.#parts.settings.recentCases()).find((one) => one.summary.id === caseId);
    if (recent === undefined) throw new Failure('CASE_NOT_FOUND', caseId);
    return this.open(recent.folder);
  }

  /** Those whose folder is not there now too: a disk may be missing only for today. */
  async list(): Promise<ListedCase[]> {
    if (this.#open !== null) await this.#remember();
    const days = await this.#parts.settings.reverifyDays();
    return (await this.#parts.settings.recentCases()).map(({ folder, summary, verified }) => ({
      ...summary,
      folderName: basename(folder),
      reachable: existsSync(caseFiles(folder).database),
      verified: verified ?? null,
      verificationDue: isDue(verified ?? null, summary.createdAtUtc, days, this.#parts.ports.now()),
    }));
  }

  lastVerification(): CaseVerification | null {
    this.current();
    return this.#verification;
  }

  /** Keeps what a verification said, for windows that come later and for the list of cases. */
  async verified(opened: OpenCase, said: CaseVerification): Promise<void> {
    if (this.#open === opened) this.#verification = said;
    const { ok, checkedAtUtc, problems } = said;
    await unlessUnwritable(
      this.#parts.settings.rememberVerification(opened.folder, { ok, atUtc: checkedAtUtc, problems: problems.length }),
    );
  }

  async state(): Promise<CaseState> {
    this.current();
    const days = await this.#parts.settings.reverifyDays();
    const { store } = this.current();
    const verified = lastVerified(store);
    return {
      case: this.#summary(),
      exhibits: store.exhibits(),
      jobs: store.jobs(),
      reports: store.reports(),
      ledgerHead: store.head(),
      verified,
      verificationDue: isDue(verified, store.info().createdAtUtc, days, this.#parts.ports.now()),
      unfinishedImport: this.#unfinished,
    };
  }

  async close(why: 'case-closed' | 'quit' = 'case-closed'): Promise<void> {
    if (this.#open === null) return;
    await this.#parts.beforeClose(why);
    const { store } = this.current();
    await this.#remember();
    this.#open = null;
    store.close();
    this.#parts.emit({ type: 'case.changed' });
  }

  /** What a crash left running; a long one is read by a thread, while the window goes on. */
  async #interruptLeftovers(store: CaseStore): Promise<void> {
    const opened = { folder: store.folder, store, actor: store.info().examiner };
    const left = store.jobs().filter(({ state }) => state === 'running');
    for (const { id } of left) await storeEnd(opened, { ...INTERRUPTED, jobId: id }, { now: this.#parts.ports.now });
  }

  /** The case that was open is closed only when the next one really stands open: a failed opening changes nothing. */
  async #exchange(store: CaseStore, unfinished: UnfinishedImport | null = null): Promise<CaseState> {
    try {
      await this.close();
    } catch (error) {
      store.close();
      throw error;
    }
    return this.#take(store, unfinished);
  }

  async #take(store: CaseStore, unfinished: UnfinishedImport | null): Promise<CaseState> {
    this.#verification = null;
    this.#unfinished = unfinished;
    this.#open = { folder: store.folder, store, actor: store.info().examiner };
    this.#openedAtUtc = this.#parts.ports.now().toISOString();
    store.onEntry((entry) => {
      if (entry.action === 'import.ended') this.#unfinished = null;
      this.#parts.emit({ type: 'custody.appended', seq: entry.seq, hash: entry.hash });
      this.#tellChange();
    });
    await this.#remember();
    this.#parts.afterOpen();
    this.#parts.emit({ type: 'case.changed' });
    return this.state();
  }

  /** Many entries in one turn of the event loop (an import of a folder) are one change to a window. */
  #tellChange(): void {
    if (!this.#changeTold) return;
    this.#changeTold = false;
    setImmediate(() => {
      this.#changeTold = true;
      this.#parts.emit({ type: 'case.changed' });
    });
  }

  #summary(): CaseSummary {
    const { store } = this.current();
    const info = store.info();
    return { ...info, id: CaseId.parse(info.id), openedAtUtc: this.#openedAtUtc, exhibitCount: store.exhibitCount() };
  }

  #remember(): Promise<void> {
    const { folder, store } = this.current();
    const verified = lastVerified(store);
    return unlessUnwritable(
      this.#parts.settings.remember({ folder, summary: this.#summary(), ...(verified === null ? {} : { verified }) }),
    );
  }

  #storeOptions(): { now: () => Date; penumbraVersion: string } {
    return { now: this.#parts.ports.now, penumbraVersion: this.#parts.ports.version };
  }
}

/** The list of cases is a convenience of this machine: where its disk is full or read-only, cases are still opened, verified and closed. */
async function unlessUnwritable(remembering: Promise<void>): Promise<void> {
  try {
    await remembering;
  } catch (error) {
    const code = systemCode(error);
    if (!['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'].includes(code)) throw error;
    console.error('the list of cases could not be written:', error);
  }
}
