/** The examinations of the open case: which one is shown, how a running one goes on, what each has found. */
import type { DetectorCard, Job, Progress, Signal, Track } from '../../contract/analysis.ts';
import type { LockedCalibration } from '../../contract/calibration.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { JobId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';
import { OverlayCache } from './overlay-cache.svelte.ts';

export interface Results {
  readonly jobId: JobId;
  readonly signals: readonly Signal[];
  readonly tracks: readonly Track[];
  readonly overlays: OverlayCache;
}

const number = (id: string) => Number(id.slice(1));

export class Examinations {
  cards = $state.raw<readonly DetectorCard[]>([]);
  calibrations = $state.raw<readonly LockedCalibration[]>([]);
  jobs = $state.raw<readonly Job[]>([]);
  /** The last word on each job that has run while this window was open. */
  progress = $state.raw<Readonly<Record<string, Progress>>>({});
  results = $state.raw<Results | null>(null);
  /** A person may look at an older examination of the same exhibit. */
  chosen = $state<JobId | null>(null);
  asking = $state(false);
  readonly #transport: Transport;
  readonly #messages: Messages;
  #redrawnAt = 0;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  async loadCards(): Promise<void> {
    const cards = await this.#messages.during('Reading the list of detectors', () => this.#transport.call('analysis.detectors', {}));
    this.cards = cards ?? [];
    const calibrations = await this.#messages.during('Reading the calibrations', () => this.#transport.call('analysis.calibrations', {}));
    this.calibrations = calibrations ?? [];
  }

  card(detectorId: string): DetectorCard | null {
    return this.cards.find((card) => card.id === detectorId) ?? null;
  }

  /** Newest first. */
  of(exhibitId: string): Job[] {
    return this.jobs.filter((job) => job.exhibitId === exhibitId).sort((a, b) => number(b.id) - number(a.id));
  }

  /** The one that is shown: the chosen one, otherwise the newest. */
  shown(exhibitId: string | null): Job | null {
    if (exhibitId === null) return null;
    const all = this.of(exhibitId);
    return all.find((job) => job.id === this.chosen) ?? all[0] ?? null;
  }

  running(exhibitId: string): Job | null {
    return this.of(exhibitId).find((job) => job.state === 'running') ?? null;
  }

  async start(exhibit: Exhibit): Promise<void> {
    await this.#act('Starting the examination', () => this.#transport.call('analysis.start', { exhibitId: exhibit.id }));
  }

  async resume(job: Job): Promise<void> {
    await this.#act('Resuming the examination', () => this.#transport.call('analysis.resume', { jobId: job.id }));
  }

  async cancel(job: Job): Promise<void> {
    await this.#act('Cancelling the examination', () => this.#transport.call('analysis.cancel', { jobId: job.id }));
  }

  /** What the file says about itself, as the examination read it; `null` where it did not, or it cannot be read. */
  structure(jobId: JobId): Promise<FileStructure | null> {
    return this.#messages.during('Reading the structure of the file', () => this.#transport.call('analysis.structure', { jobId }));
  }

  /** Fetches what is drawn for the shown examination; keeps what is there if it is the same one. */
  async load(job: Job | null, again = false): Promise<void> {
    if (job === null) {
      this.results = null;
      return;
    }
    if (this.results?.jobId === job.id && !again) return;
    const jobId = job.id;
    const overlays = new OverlayCache(
      jobId,
      (request) => this.#transport.call('analysis.overlays', request),
      (error) => this.#messages.error('Reading the overlays', error),
    );
    this.results = { jobId, signals: [], tracks: [], overlays };
    const read = await this.#messages.during('Reading the measurements', () =>
      Promise.all([this.#transport.call('analysis.signals', { jobId }), this.#transport.call('analysis.tracks', { jobId })]),
    );
    if (read !== null && this.results.jobId === jobId) this.results = { jobId, signals: read[0], tracks: read[1], overlays };
  }

  progressed(progress: Progress): void {
    this.progress = { ...this.progress, [progress.jobId]: progress };
    if (this.results?.jobId !== progress.jobId || Math.abs(progress.framesDone - this.#redrawnAt) < 500) return;
    this.#redrawnAt = progress.framesDone;
    this.results.overlays.forget();
  }

  put(job: Job): void {
    this.jobs = [...this.jobs.filter((other) => other.id !== job.id), job];
  }

  async #act(context: string, act: () => Promise<Job>): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    const job = await this.#messages.during(context, act);
    this.asking = false;
    if (job === null) return;
    this.put(job);
    this.chosen = job.id;
  }
}
