/** A whole case going into an archive or coming out of one: how far it is, and what was written. */
import type { ArchiveExport, ArchiveProgress } from '../../contract/archives.ts';
import type { AppEvent, CaseState } from '../../contract/index.ts';
import { CallError, type Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';

export class Archives {
  /** What runs now. */
  running = $state<'export' | 'import' | null>(null);
  cancelling = $state(false);
  progress = $state.raw<ArchiveProgress | null>(null);
  /** Of the open case, since it was opened. */
  exported = $state.raw<ArchiveExport | null>(null);
  readonly #transport: Transport;
  readonly #messages: Messages;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  async export(path: string): Promise<void> {
    const made = await this.#run('export', 'Exporting the case', () => this.#transport.call('cases.exportArchive', { path }));
    if (made !== null) this.exported = made;
  }

  import(path: string, importer: string): Promise<CaseState | null> {
    return this.#run('import', 'Importing the archive', () => this.#transport.call('cases.importArchive', { path, importer }));
  }

  async cancel(): Promise<void> {
    this.cancelling = true;
    await this.#messages.during('Cancelling', () => this.#transport.call('cases.cancelArchive', {}));
  }

  handle(event: AppEvent): void {
    if (event.type === 'cases.archiving' && this.running !== null) this.progress = event.progress;
  }

  async #run<T>(act: 'export' | 'import', context: string, work: () => Promise<T>): Promise<T | null> {
    if (this.running !== null) return null;
    this.running = act;
    this.progress = null;
    this.cancelling = false;
    try {
      return await work();
    } catch (error) {
      // Whoever cancelled knows it.
      if (!(error instanceof CallError && error.code === 'ARCHIVE_CANCELLED')) this.#messages.error(context, error);
      return null;
    } finally {
      this.running = null;
    }
  }
}
