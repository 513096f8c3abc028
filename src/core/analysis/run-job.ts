/** Runs one examination between the entry that starts it and the entry that ends it. */
import type { Job, Progress } from '../../contract/analysis.ts';
import type { WireError } from '../../contract/errors.ts';
import { toWireError } from '../../base/failure.ts';
import type { EngineTask } from '../../engine/protocol.ts';
import { entryFor } from '../../store/entries.ts';
import type { JobEnd } from '../../store/records.ts';
import type { Context, OpenCase } from '../context.ts';
import type { Evaluating } from './conclude.ts';
import { concludeJob } from './conclude-job.ts';
import type { Concluder } from './concluder.ts';
import { driveEngine, type DrivenEngine, type EngineEnd } from './drive-engine.ts';
import { Rate } from './progress.ts';

/** At most four progress events a second, and one when a stage begins. */
const PROGRESS_INTERVAL_MS = 250;
/** Frames and blocks of sound that take as long as a thread that concludes takes to start, and a batch more. */
const NEARLY_DONE = 128;
/** Two minutes of film. In a longer one half a second is nothing, and the thread beside those of the examination is 50 MiB more at the peak. */
const SHORT = 3000;

export interface RunParts {
  readonly context: Pick<Context, 'emit' | 'ports'>;
  readonly opened: OpenCase;
  readonly job: Job;
  /** What is concluded, in this order. */
  readonly detectorIds: readonly string[];
  readonly concluder: Pick<Concluder, 'prepare' | 'conclude'>;
  /** Read when the conclusions have been drawn. */
  shelf(): Pick<Evaluating, 'calibrations' | 'fusions'>;
  makeTask(): Promise<EngineTask>;
}

export class JobRun {
  readonly #parts: RunParts;
  readonly #frameRate = new Rate();
  readonly #blockRate = new Rate();
  #engine: DrivenEngine | null = null;
  /** What was asked for; it may come before the engine is there. */
  #wish: 'cancel' | 'stop' | null = null;
  /** Failures that no batch has carried into the case file yet. */
  #untold: { readonly detectorId: string; readonly error: WireError }[] = [];
  /** Ends the conclusions; they are drawn again when the job is resumed. */
  readonly #concluding = new AbortController();
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #toldStage: Progress['stage'] | null = null;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  cancel(): void {
    this.#wish ??= 'cancel';
    this.#engine?.cancel();
    this.#concluding.abort();
  }

  stop(): void {
    this.#wish = 'stop';
    this.#engine?.stop();
    this.#concluding.abort();
  }

  /** How it ended and what was concluded, not yet stored. Never rejects. */
  async run(): Promise<JobEnd> {
    const { job } = this.#parts;
    const ended = (state: JobEnd['state'], error: WireError | null = null): JobEnd => ({
      ...NOTHING_CONCLUDED,
      jobId: job.id,
      state,
      error,
    });
    try {
      const end = await this.#examine();
      switch (end.how) {
        case 'finished':
          this.#tell('concluding');
          return (await this.#conclude()) ?? ended(this.#wish === 'stop' ? 'interrupted' : 'cancelled');
        case 'cancelled':
          return ended('cancelled');
        case 'stopped':
          return ended('interrupted');
        case 'failed':
          return ended('failed', end.error);
      }
    } catch (error) {
      return ended('failed', toWireError(error));
    }
  }

  /** Also before it runs: a waiting job shows as opening, with no frame done. */
  tellOpening(): void {
    this.#tell('opening');
  }

  async #examine(): Promise<EngineEnd> {
    const task = this.#wish === null ? await this.#parts.makeTask() : null;
    if (task === null || this.#wish !== null) return this.#wish === 'stop' ? { how: 'stopped' } : { how: 'cancelled' };
    const { opened, job, context } = this.#parts;
    this.#engine = driveEngine(context.ports.spawnEngine(task), {
      structure: ({ structure }) => opened.store.keepStructure(job.id, structure),
      opened: ({ failed, worker }) => {
        this.#untold = failed.slice();
        if (worker !== undefined) opened.store.note(entryFor.examinationTaken(opened.actor, opened.store.job(job.id), worker));
        this.#progressed('examining');
      },
      batch: ({ firstFrame, lastFrame, framesDecoded, faces, observations, warnings, trackerState, failed }) => {
        const batch = { firstFrame, lastFrame, framesDecoded, faces, observations, warnings, trackerState };
        opened.store.appendBatch(job.id, batch, [...this.#untold, ...failed]);
        this.#untold = [];
        this.#progressed('examining');
      },
      soundBatch: ({ firstBlock, blocks, ended, observations, warnings, failed }) => {
        opened.store.appendSoundBatch(job.id, { firstBlock, blocks, ended, observations, warnings }, [...this.#untold, ...failed]);
        this.#untold = [];
        this.#progressed('listening');
      },
    });
    return this.#engine.ended;
  }

  #conclude(): Promise<JobEnd | null> {
    const { opened, job, detectorIds, concluder } = this.#parts;
    return concludeJob(opened.store, job, {
      ...{ detectorIds, concluder, untold: this.#untold, signal: this.#concluding.signal },
      shelf: () => this.#parts.shelf(),
    });
  }

  #progressed(stage: 'examining' | 'listening'): void {
    const atMs = performance.now();
    const { framesDone, framesTotal, blocksDone, blocksTotal } = this.#parts.opened.store.job(this.#parts.job.id);
    const [total, done] = [framesTotal + blocksTotal, framesDone + blocksDone];
    if (total <= SHORT && total - done <= NEARLY_DONE) this.#parts.concluder.prepare();
    if (stage === 'examining') this.#frameRate.add(atMs, framesDone);
    else this.#blockRate.add(atMs, blocksDone);
    if (stage === this.#toldStage && atMs - this.#toldAtMs < PROGRESS_INTERVAL_MS) return;
    this.#toldAtMs = atMs;
    this.#toldStage = stage;
    this.#tell(stage);
  }

  #tell(stage: Progress['stage']): void {
    const { id, exhibitId, framesDone, framesTotal, blocksDone, blocksTotal } = this.#parts.opened.store.job(this.#parts.job.id);
    const remaining = { opening: null, concluding: null, examining: this.#frameRate, listening: this.#blockRate }[stage];
    const left = stage === 'listening' ? blocksTotal - blocksDone : framesTotal - framesDone;
    const progress: Progress = {
      jobId: id,
      exhibitId,
      stage,
      framesDone,
      framesTotal,
      framesPerSecond: stage === 'examining' ? this.#frameRate.perSecond : null,
      blocksDone,
      blocksTotal,
      blocksPerSecond: stage === 'listening' ? this.#blockRate.perSecond : null,
      remainingSeconds: remaining?.remainingSeconds(Math.max(0, left)) ?? null,
    };
    this.#parts.context.emit({ type: 'analysis.progressed', progress });
  }
}

export const NOTHING_CONCLUDED = { outcomes: [], tracks: [], signals: [], findings: [] } as const;
