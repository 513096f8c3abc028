/** Starts, resumes, cancels and ends examinations. One engine runs at a time, or as many as the ports say; later ones wait as running jobs with no frame done. */
import type { Applicable, Job, Plan, SamplingWish } from '../../contract/analysis.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import type { ProviderWish } from '../../contract/providers.ts';
import type { Repetition } from '../../contract/repetition.ts';
import { JobId } from '../../contract/values.ts';
import { Failure, toWireError } from '../../base/failure.ts';
import type { AnyDetector } from '../../engine/detectors/interface.ts';
import { looksAtPicture } from '../../engine/looks-at-picture.ts';
import type { EngineTask } from '../../engine/protocol.ts';
import { entryFor } from '../../store/entries.ts';
import type { JobEnd } from '../../store/records.ts';
import type { Context, OpenCase } from '../context.ts';
import type { Calibrations } from '../validation/calibrations.ts';
import type { ShelvedFusion } from '../validation/fusions.ts';
import type { Evaluating } from './conclude.ts';
import { Concluder, type ConcluderParts } from './concluder.ts';
import { chosenDetectors, expectedBlocks, makePlan, refuseChangedPlan, type PlanParts } from './plan.ts';
import { beginRepetition } from './repeat-job.ts';
import { JobRun, NOTHING_CONCLUDED } from './run-job.ts';
import { type EndingParts, storeEnd } from './store-end.ts';
import { detectorsOfPlan } from '../packs/detectors-of-plan.ts';
import { Turns } from './turns.ts';

/** What examinations need besides the context; procedures.ts gives the real ones, tests their own. */
export interface ExaminationParts {
  /** The program's own. */
  readonly registry: readonly AnyDetector[];
  /** Model packs of this machine as detectors; none when absent. */
  readonly packs?: () => readonly AnyDetector[];
  /** The program's; none when absent. */
  readonly calibrations?: () => Calibrations;
  readonly fusions?: () => readonly ShelvedFusion[];
  /** How conclusions are drawn; in a thread of this machine when absent. */
  readonly concluding?: ConcluderParts;
  /** How the end is stored; that of a long examination in a thread of this machine when absent. */
  readonly ending?: Partial<EndingParts>;
  readonly weightsFolder: string;
  readonly packsFolder?: string;
  /** Networks and model packs that are missing or cut off on this machine, by the ids that cards name; none when absent. */
  readonly missingNetworks?: () => readonly string[];
  /** `asked`: what shall run the networks; the settings say it when not given. Never rejects for a provider that cannot run: the processor takes over. */
  planParts(asked?: ProviderWish): Promise<Pick<PlanParts, 'lockedWeights' | 'trackerNetworks' | 'runtimeVersion' | 'chosen' | 'packs'>>;
  /** Rejects with EXHIBIT_MISSING or EXHIBIT_ALTERED. */
  checkExhibit(opened: OpenCase, exhibitId: string): Promise<void>;
}

/** What can be asked of an exhibit today. */
export const onOffer = ({ registry, packs }: ExaminationParts): AnyDetector[] => [...registry, ...(packs?.() ?? [])];

interface Running {
  readonly run: Pick<JobRun, 'cancel' | 'stop'>;
  /** Resolves when the end is stored. */
  readonly done: Promise<void>;
}

export class Examinations {
  readonly #context: Context;
  readonly #parts: ExaminationParts;
  readonly #turns: Turns;
  readonly #concluder: Concluder;
  readonly #running = new Map<string, Running>();
  /** Ends that the case file could not take, because a disk is full: tried again before anything else is done with the job. */
  readonly #unstored = new Map<string, JobEnd>();

  constructor(context: Context, parts: ExaminationParts) {
    this.#context = context;
    this.#parts = parts;
    this.#turns = new Turns(context.ports.examinationsAtOnce);
    this.#concluder = new Concluder(parts.concluding);
  }

  /** Rejects with EXHIBIT_NOT_FOUND, EXHIBIT_MISSING, EXHIBIT_ALTERED, DETECTOR_UNKNOWN, JOB_ALREADY_RUNNING or TOOL_MISSING. */
  async start(exhibitId: string, detectorIds: readonly string[] | undefined, asked?: ProviderWish, sampling?: SamplingWish): Promise<Job> {
    const opened = this.#context.current();
    const { store, actor } = opened;
    const exhibit = store.exhibit(exhibitId);
    await this.#settle(exhibitId);
    const detectors = chosenDetectors(onOffer(this.#parts), detectorIds);
    refuseSecondJob(opened, exhibitId);
    await this.#parts.checkExhibit(opened, exhibitId);
    const plan = await this.#plan(exhibit, detectors, asked, sampling);
    // Trying a provider takes a while: someone else may have begun meanwhile.
    refuseSecondJob(opened, exhibitId);
    const framesTotal = framesOf(opened, exhibit).pts.length;
    const blocksTotal = expectedBlocks(exhibit.facts, detectors);
    const job = store.act(
      (added: Job) => entryFor.examinationStarted(actor, added),
      (tx) => tx.addJob({ exhibitId: exhibit.id, plan, framesTotal, blocksTotal }),
    );
    this.#enqueue(opened, exhibit, job);
    return job;
  }

  /** Rejects with JOB_NOT_FOUND, JOB_PLAN_CHANGED, JOB_ALREADY_RUNNING, EXHIBIT_MISSING or EXHIBIT_ALTERED. A finished job stays as it is. */
  async resume(jobId: string): Promise<Job> {
    const opened = this.#context.current();
    const { store, actor } = opened;
    await this.#settle(store.job(jobId).exhibitId);
    const stored = store.job(jobId);
    if (stored.state === 'finished') return stored;
    const exhibit = store.exhibit(stored.exhibitId);
    refuseSecondJob(opened, exhibit.id);
    await this.#parts.checkExhibit(opened, exhibit.id);
    refuseChangedPlan(stored.plan, await this.#plan(exhibit, this.#detectorsOf(stored), stored.plan.provider, stored.plan.sampling));
    const job = store.act(
      (resumed: Job) => entryFor.examinationResumed(actor, resumed),
      (tx) => tx.resumeJob(jobId),
    );
    this.#enqueue(opened, exhibit, job);
    return job;
  }

  /**
   * Runs a finished job again in a case of its own that is thrown away, compares, and records what came of it. It waits for its turn, and `cancel` ends it.
   * Rejects with JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_NOT_REPEATABLE, JOB_ALREADY_RUNNING, JOB_REPETITION_ENDED, EXHIBIT_MISSING or EXHIBIT_ALTERED.
   */
  async repeat(jobId: string, asked?: ProviderWish): Promise<Repetition> {
    const opened = this.#context.current();
    const stored = opened.store.job(jobId);
    if (stored.state !== 'finished') throw new Failure('JOB_NOT_FINISHED', jobId);
    if (this.#running.has(jobId)) throw new Failure('JOB_ALREADY_RUNNING', jobId);
    const exhibit = opened.store.exhibit(stored.exhibitId);
    await this.#parts.checkExhibit(opened, exhibit.id);
    const plan = await this.#plan(exhibit, this.#detectorsOf(stored), asked ?? stored.plan.provider, stored.plan.sampling);
    refuseChangedPlan({ ...stored.plan, provider: plan.provider }, plan, 'JOB_NOT_REPEATABLE');
    const repetition = beginRepetition({
      context: this.#context,
      opened,
      stored,
      plan,
      detectorIds: this.#detectorsOf(stored).map(({ card }) => card.id),
      concluder: this.#concluder,
      shelf: this.#shelf,
      makeTask: () => this.#task(opened, exhibit, { ...stored, plan }, 'anew'),
    });
    const result = this.#turns.take(() => repetition.compare(), jobId);
    const done = result.then(
      () => undefined,
      () => undefined,
    );
    this.#running.set(jobId, { run: repetition.run, done });
    try {
      const compared = await result;
      opened.store.note(entryFor.jobRepeated(opened.actor, compared));
      return compared;
    } finally {
      this.#running.delete(jobId);
    }
  }

  /** Resolves with the job as it ended; its finished batches are kept. A job that is not running is returned as it is. */
  async cancel(jobId: string): Promise<Job> {
    const { store } = this.#context.current();
    await this.#settle(store.job(jobId).exhibitId);
    const running = this.#running.get(jobId);
    running?.run.cancel();
    this.#turns.letGo(jobId);
    await running?.done;
    return store.job(jobId);
  }

  /** Resolves with the job as it ended, at its last checkpoint and to be resumed. A job that is not running is returned as it is. */
  async pause(jobId: string): Promise<Job> {
    const { store } = this.#context.current();
    await this.#settle(store.job(jobId).exhibitId);
    const running = this.#running.get(jobId);
    running?.run.stop();
    this.#turns.letGo(jobId);
    await running?.done;
    return store.job(jobId);
  }

  /** The one that runs, then those that wait, in their order. */
  queue(): JobId[] {
    const waiting = this.#turns.keys;
    const now = [...this.#running.keys()].filter((id) => !waiting.includes(id));
    return [...now, ...waiting].map((id) => JobId.parse(id));
  }

  runNext(jobId: string): JobId[] {
    this.#context.current().store.job(jobId);
    this.#turns.putFirst(jobId);
    this.#tellQueue();
    return this.queue();
  }

  applicable(exhibitId: string): Applicable[] {
    const { facts } = this.#context.current().store.exhibit(exhibitId);
    const absent = this.#parts.missingNetworks?.() ?? [];
    return onOffer(this.#parts).map((detector) => {
      const answer = detector.applies(facts);
      const missing = detector.card.weights.filter((id) => absent.includes(id));
      return { detectorId: detector.card.id, reason: answer.applies ? null : answer.reason, missing };
    });
  }

  /** Rejects only when the end of the job could not be stored. */
  async whenJobEnds(jobId: string): Promise<void> {
    await this.#running.get(jobId)?.done;
  }

  /** Ends everything at its last checkpoint, to be resumed another day. */
  async stopAll(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { run } of all) run.stop();
    for (const id of this.#turns.keys) this.#turns.letGo(id);
    await Promise.allSettled(all.map(({ done }) => done));
    await this.#concluder.close();
    // What cannot be stored now either is found by the case's next opening.
    for (const jobId of [...this.#unstored.keys()]) await this.#storeFailed(this.#context.current(), jobId).catch(() => undefined);
    this.#unstored.clear();
  }

  /** Rejects with what still keeps the end of an examination of this exhibit from being stored. */
  async #settle(exhibitId: string): Promise<void> {
    const opened = this.#context.current();
    const left = [...this.#unstored.keys()].filter((jobId) => opened.store.job(jobId).exhibitId === exhibitId);
    for (const jobId of left) this.#tellEnd(opened, await this.#storeFailed(opened, jobId));
  }

  /** Read when the conclusions have been drawn. */
  get #shelf(): () => Pick<Evaluating, 'calibrations' | 'fusions'> {
    return () => ({ calibrations: this.#parts.calibrations?.() ?? new Map(), fusions: this.#parts.fusions?.() ?? [] });
  }

  #enqueue(opened: OpenCase, exhibit: Exhibit, job: Job): void {
    const run = new JobRun({
      context: this.#context,
      opened,
      job,
      detectorIds: this.#detectorsOf(job).map(({ card }) => card.id),
      concluder: this.#concluder,
      shelf: this.#shelf,
      makeTask: () => this.#task(opened, exhibit, job, 'on'),
    });
    const done = this.#turns.take(async () => {
      const ended = await this.#storeEnd(opened, await run.run());
      this.#running.delete(job.id);
      this.#tellQueue();
      this.#tellEnd(opened, ended);
    }, job.id);
    // Whoever waits for the job is told too.
    done.catch((error: unknown) => {
      this.#running.delete(job.id);
      this.#tellQueue();
      this.#context.emit({ type: 'analysis.endUnstored', jobId: job.id, error: toWireError(error) });
    });
    this.#running.set(job.id, { run, done });
    run.tellOpening();
    this.#tellQueue();
  }

  /** Conclusions that cannot be stored make the job a failed one: its rows stay, and it can be resumed to conclude again. */
  async #storeEnd(opened: OpenCase, end: JobEnd): Promise<Job> {
    try {
      return await storeEnd(opened, end, { now: this.#context.ports.now, ...this.#parts.ending });
    } catch (error) {
      this.#unstored.set(end.jobId, { ...NOTHING_CONCLUDED, jobId: end.jobId, state: 'failed', error: toWireError(error) });
      return this.#storeFailed(opened, end.jobId);
    }
  }

  async #storeFailed(opened: OpenCase, jobId: string): Promise<Job> {
    const end = this.#unstored.get(jobId);
    const job = opened.store.job(jobId);
    // What could not be stored by a thread is not entrusted to another one.
    const parts = { now: this.#context.ports.now, short: Number.POSITIVE_INFINITY };
    const ended = end === undefined || job.state !== 'running' ? job : await storeEnd(opened, end, parts);
    this.#unstored.delete(jobId);
    return ended;
  }

  #tellEnd(opened: OpenCase, job: Job): void {
    this.#context.emit({ type: 'analysis.ended', job, findings: opened.store.findingCount(job.id) });
  }

  #tellQueue(): void {
    this.#context.emit({ type: 'analysis.queued', jobIds: this.queue() });
  }

  #detectorsOf(job: Job): AnyDetector[] {
    const ids = new Set<string>(job.plan.detectors.map(({ id }) => id));
    return detectorsOfPlan(this.#parts.registry, job.plan).filter(({ card }) => ids.has(card.id));
  }

  async #plan(
    exhibit: Exhibit,
    detectors: readonly AnyDetector[],
    asked: ProviderWish | undefined,
    sampling: SamplingWish | undefined,
  ): Promise<Plan> {
    const { version } = await this.#context.tools();
    return makePlan({ sha256: exhibit.hashes.sha256, kind: exhibit.kind, facts: exhibit.facts }, detectors, {
      ...(await this.#parts.planParts(asked)),
      decoderVersion: version,
      penumbraVersion: this.#context.ports.version,
      ...(sampling === undefined ? {} : { sampling }),
    });
  }

  async #task(opened: OpenCase, exhibit: Exhibit, job: Job, how: 'on' | 'anew'): Promise<EngineTask> {
    const { ffmpegPath, ffprobePath } = await this.#context.tools();
    const { nextFrame, nextBlock, trackerState } = opened.store.checkpoint(job.id);
    const failedDetectorIds = opened.store.failures(job.id).map(({ detectorId }) => detectorId);
    const task = {
      path: opened.store.exhibitPath(exhibit.id),
      facts: exhibit.facts,
      ...framesOf(opened, exhibit),
      plan: job.plan,
      ffmpegPath,
      ffprobePath,
      weightsFolder: this.#parts.weightsFolder,
      ...(this.#parts.packsFolder === undefined ? {} : { packsFolder: this.#parts.packsFolder }),
      resume: how === 'anew' || (nextFrame === 0 && nextBlock === 0) ? null : { nextFrame, nextBlock, trackerState, failedDetectorIds },
    };
    return { ...task, looksAtPicture: looksAtPicture(detectorsOfPlan(this.#parts.registry, job.plan), task) };
  }
}

function refuseSecondJob(opened: OpenCase, exhibitId: string): void {
  const running = opened.store.jobs(exhibitId).find(({ state }) => state === 'running');
  if (running !== undefined) throw new Failure('JOB_ALREADY_RUNNING', running.id);
}

/** The frames to examine. Sound alone has none; an image that has no index is one frame at 0. */
function framesOf(opened: OpenCase, exhibit: Exhibit): Pick<EngineTask, 'timeBase' | 'pts'> {
  const index = opened.store.frameIndex(exhibit.id);
  if (index !== null) return { timeBase: index.timeBase, pts: index.pts };
  return { timeBase: { num: 1, den: 1_000_000 }, pts: exhibit.kind === 'image' ? [0] : [] };
}
