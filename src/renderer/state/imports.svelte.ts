/** Files on their way into the case, and what became of them. */
import type { ImportOutcome } from '../../contract/exhibits.ts';
import type { ImportProgress, Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';

export class Imports {
  progress = $state.raw<ImportProgress | null>(null);
  /** Of the last import; stays until dismissed. */
  outcomes = $state.raw<readonly ImportOutcome[]>([]);
  readonly #transport: Transport;
  readonly #messages: Messages;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  get busy(): boolean {
    return this.progress !== null;
  }

  /** The outcomes, so that the caller can show the first new exhibit. */
  async take(files: readonly File[]): Promise<readonly ImportOutcome[]> {
    const first = files[0];
    if (first === undefined) return [];
    if (this.busy) {
      this.#messages.note('Import', 'An import is still running. Wait until it has ended, then add these files.');
      return [];
    }
    this.outcomes = [];
    this.progress = { index: 0, count: files.length, name: first.name, bytesDone: 0, bytesTotal: first.size };
    const outcomes = await this.#messages.during('Importing', () =>
      this.#transport.importFiles(files, (progress) => {
        this.progress = progress;
      }),
    );
    this.progress = null;
    this.outcomes = outcomes ?? [];
    return this.outcomes;
  }

  dismiss(): void {
    this.outcomes = [];
  }
}
