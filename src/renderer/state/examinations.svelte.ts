/** The examinations of the open case: which one is shown, how a running one goes on, what each has found. */
import type { DecodingWarning, DetectorCard, Job, SamplingWish, Progress, Track } from '../../contract/analysis.ts';
import type { LockedCalibration } from '../../contract/calibration.ts';
import type { DetectorCosts } from '../../contract/costs.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { SignalPlot } from '../../contract/plots.ts';
import type { Input } from '../../contract/index.ts';
import type { ExhibitId, JobId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';
import { standing } from './evidence-order.ts';
import { DetectorChoice } from './detector-choice.svelte.ts';
import { FacePictures } from './face-pictures.ts';
import { OverlayCache } from './overlay-cache.svelte.ts';
import { PlotValues } from './plot-values.svelte.ts';
import { SignalTiles } from './signal-tiles.svelte.ts';

export interface Results {
  readonly jobId: JobId;
  readonly plots: readonly SignalPlot[];
  readonly tiles: SignalTiles;
  readonly values: PlotValues;
  readonly tracks: readonly Track[];
  readonly warnings: readonly DecodingWarning[];
  readonly overlays: OverlayCache;
  readonly faces: FacePictures;
}

const number = (id: string) => Number(id.slice(1));

export class Examinations {
  cards = $state.raw<readonly DetectorCard[]>([]);
  calibrations = $state.raw<readonly LockedCalibration[]>([]);
  /** What each detector took on this machine; `null` where that was not measured. */
  costs = $state.raw<DetectorCosts | null>(null);
  jobs = $state.raw<readonly Job[]>([]);
  /** The last word on each job that has run while this window was open. */
  progress = $state.raw<Readonly<Record<string, Progress>>>({});
  results = $state.raw<Results | null>(null);
  /** A person may look at an older examination of the same exhibit. */
  chosen = $state<JobId | null>(null);
  asking = $state(false);
  /** The one that runs, then those that wait. */
  queue = $state.raw<readonly JobId[]>([]);
  /** What the next examination changes of the sampling; kept until the case is closed. */
  sampling = $state.raw<SamplingWish>({});
  /** Why a detector cannot be asked about an exhibit, by exhibit and detector. */
  reasons = $state.raw<Readonly<Record<string, Readonly<Record<string, string>>>>>({});
  /** Networks that a detector lacks on this machine, by detector. */
  missing = $state.raw<Readonly<Record<string, readonly string[]>>>({});
  readonly choice = new DetectorChoice();
  /** Of model packs, as the shown examination's plan has them: one may have been removed or replaced since. */
  #planCards = $state.raw<readonly DetectorCard[]>([]);
  readonly #transport: Transport;
  readonly #messages: Messages;
  #redrawnAt = 0;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  async loadCards(): Promise<void> {
    const [cards, calibrations, costs] = await Promise.all([
      this.#messages.during('Reading the list of detectors', () => this.#transport.call('analysis.detectors', {})),
      this.#messages.during('Reading the calibrations', () => this.#transport.call('analysis.calibrations', {})),
      this.#messages.during('Reading what detectors cost', () => this.#transport.call('analysis.costs', {})),
    ]);
    this.cards = cards ?? [];
    this.calibrations = calibrations ?? [];
    this.costs = costs;
  }

  card(detectorId: string): DetectorCard | null {
    return this.cardsShown.find((card) => card.id === detectorId) ?? null;
  }

  /** An arrow: it is handed on. */
  readonly ofFaces = (detectorId: string): boolean => this.card(detectorId)?.feed === 'face';

  /** Those of this machine, and the packs of the shown examination. */
  get cardsShown(): DetectorCard[] {
    const own = this.#planCards.map(({ id }) => id);
    return [...this.cards.filter(({ id }) => !own.includes(id)), ...this.#planCards];
  }

  /** Newest first. */
  of(exhibitId: string): Job[] {
    return this.jobs.filter((job) => job.exhibitId === exhibitId).sort((a, b) => number(b.id) - number(a.id));
  }

  /** The one that is shown: the chosen one, otherwise the newest that finished, otherwise the newest. */
  shown(exhibitId: string | null): Job | null {
    if (exhibitId === null) return null;
    const all = this.of(exhibitId);
    return all.find((job) => job.id === this.chosen) ?? standing(all);
  }

  running(exhibitId: string): Job | null {
    return this.of(exhibitId).find((job) => job.state === 'running') ?? null;
  }

  async start(exhibit: Exhibit): Promise<void> {
    await this.#act('Starting the examination', () => this.#transport.call('analysis.start', this.#wish(exhibit)));
  }

  /** One after the other, in the order of the exhibits; one that cannot begin does not stop the others. */
  async startAll(exhibits: readonly Exhibit[]): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    for (const exhibit of exhibits) {
      const job = await this.#messages.during(`Starting the examination of ${exhibit.id}`, () =>
        this.#transport.call('analysis.start', this.#wish(exhibit)),
      );
      if (job !== null) this.put(job);
    }
    this.asking = false;
  }

  /** Without a list of detectors nobody has chosen: the application then runs its own. */
  #wish(exhibit: Exhibit): Input<'analysis.start'> {
    const chosen = this.cards.length === 0 ? {} : { detectorIds: this.choice.of(this.cards) };
    return { exhibitId: exhibit.id, ...chosen, ...(Object.keys(this.sampling).length === 0 ? {} : { sampling: this.sampling }) };
  }

  /** Exhibits that no examination has looked at or is looking at. */
  untouched(exhibits: readonly Exhibit[]): Exhibit[] {
    return exhibits.filter(({ id }) => this.of(id).length === 0);
  }

  async pause(job: Job): Promise<void> {
    await this.#act('Pausing the examination', () => this.#transport.call('analysis.pause', { jobId: job.id }));
  }

  async runNext(job: Job): Promise<void> {
    const queue = await this.#messages.during('Ordering the queue', () => this.#transport.call('analysis.next', { jobId: job.id }));
    if (queue !== null) this.queue = queue;
  }

  async readQueue(): Promise<void> {
    const queue = await this.#messages.during('Reading the queue', () => this.#transport.call('analysis.queue', {}));
    if (queue !== null) this.queue = queue;
  }

  async readReasons(exhibitId: ExhibitId): Promise<void> {
    const all = await this.#messages.during('Reading what applies', () => this.#transport.call('analysis.applicable', { exhibitId }));
    if (all === null) return;
    const said = all.flatMap(({ detectorId, reason }) => (reason === null ? [] : [[detectorId, reason] as const]));
    this.missing = Object.fromEntries(all.map(({ detectorId, missing }) => [detectorId, missing]));
    this.reasons = { ...this.reasons, [exhibitId]: Object.fromEntries(said) };
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
      this.results?.faces.close();
      this.results = null;
      this.#planCards = [];
      return;
    }
    if (this.results?.jobId === job.id && !again) return;
    const jobId = job.id;
    const overlays = new OverlayCache(
      jobId,
      (request) => this.#transport.call('analysis.overlays', request),
      (error) => this.#messages.error('Reading the overlays', error),
    );
    const values = new PlotValues(
      jobId,
      (question) => this.#transport.call('analysis.values', question),
      (error) => this.#messages.error('Reading the values of this frame', error),
    );
    const tiles = new SignalTiles(jobId, (path) => this.#transport.signalUrl(path));
    const faces = new FacePictures((path) => this.#transport.faceUrl(path));
    const drawn = { jobId, overlays, values, tiles, faces };
    this.results?.faces.close();
    this.results = { ...drawn, plots: [], tracks: [], warnings: [] };
    const planCards = await this.#packCards(job);
    if (!this.#shows(jobId)) return;
    this.#planCards = planCards;
    const read = await this.#messages.during('Reading the measurements', () =>
      Promise.all([
        this.#transport.call('analysis.plots', { jobId }),
        this.#transport.call('analysis.tracks', { jobId }),
        this.#transport.call('analysis.warnings', { jobId }),
      ]),
    );
    if (read !== null && this.#shows(jobId)) this.results = { ...drawn, plots: read[0], tracks: read[1], warnings: read[2] };
  }

  /** Asked after each wait: another exhibit may have been selected meanwhile, one without an examination too. */
  #shows(jobId: JobId): boolean {
    return this.results?.jobId === jobId;
  }

  async #packCards({ id: jobId, plan: { packs = [] } }: Job): Promise<readonly DetectorCard[]> {
    if (packs.length === 0) return [];
    const cards = await this.#messages.during('Reading the model packs', () => this.#transport.call('analysis.detectors', { jobId }));
    return cards?.filter((card) => packs.some(({ detectorId }) => detectorId === card.id)) ?? [];
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
