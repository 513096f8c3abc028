/** Finished examinations that are run once more: how far, and what came of it. The ledger keeps every result; here stand those of this sitting. */
import type { Job, Progress } from '../../contract/analysis.ts';
import type { Repetition } from '../../contract/repetition.ts';
import type { JobId } from '../../contract/values.ts';
import { CallError, type Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';

export class Repetitions {
  /** One at a time: it uses the machine as an examination does. */
  running = $state<JobId | null>(null);
  /** `null` while it waits for its turn. */
  progress = $state.raw<Progress | null>(null);
  cancelling = $state(false);
  /** The newest result of each examination. */
  results = $state.raw<Readonly<Record<string, Repetition>>>({});
  readonly #transport: Transport;
  readonly #messages: Messages;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  async repeat({ id: jobId }: Job): Promise<void> {
    if (this.running !== null) return;
    this.running = jobId;
    this.progress = null;
    this.cancelling = false;
    try {
      const repetition = await this.#transport.call('analysis.repeat', { jobId });
      this.results = { ...this.results, [jobId]: repetition };
    } catch (error) {
      // Whoever cancelled knows it. Read through a function: it was set while the answer was awaited.
      const cancelled = ((): boolean => this.cancelling)();
      if (!(cancelled && error instanceof CallError && error.code === 'JOB_REPETITION_ENDED'))
        this.#messages.error('Repeating the examination', error);
    } finally {
      this.running = null;
    }
  }

  async cancel(): Promise<void> {
    const jobId = this.running;
    if (jobId === null) return;
    this.cancelling = true;
    await this.#messages.during('Cancelling', () => this.#transport.call('analysis.cancel', { jobId }));
  }

  /** Says whether the progress is a repetition's, which is not the examination's own. */
  progressed(progress: Progress): boolean {
    if (progress.jobId !== this.running) return false;
    this.progress = progress;
    return true;
  }
}
