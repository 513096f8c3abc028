/** Concludes a job from everything that it stored, and from that alone. */
import type { Job } from '../../contract/analysis.ts';
import type { CaseReader } from '../../store/case-store.ts';
import type { JobEnd } from '../../store/records.ts';
import type { ConcludeTask } from './conclude-in-order.ts';
import { combineAll, evaluateAll, type Evaluating } from './conclude.ts';
import { LITTLE, type Concluder } from './concluder.ts';

export interface Concluding extends Pick<ConcludeTask, 'detectorIds' | 'untold'> {
  readonly concluder: Pick<Concluder, 'conclude'>;
  readonly signal: AbortSignal;
  /** Read when the conclusions have been drawn. */
  shelf(): Pick<Evaluating, 'calibrations' | 'fusions'>;
}

/** `null` where the signal ended it. */
export async function concludeJob(store: CaseReader, job: Job, concluding: Concluding): Promise<JobEnd | null> {
  const { detectorIds, untold, concluder, signal } = concluding;
  const little = job.framesTotal + job.blocksTotal < LITTLE;
  const drawn = await concluder.conclude({ folder: store.folder, jobId: job.id, detectorIds, untold }, signal, little);
  if (drawn === null) return null;
  const conditions = { facts: store.exhibit(job.exhibitId).facts, tracks: drawn.tracks };
  const evaluating = { ...concluding.shelf(), plan: job.plan };
  const conclusions = evaluateAll(drawn.conclusions, conditions, evaluating);
  return {
    jobId: job.id,
    state: 'finished',
    combined: combineAll(conclusions, conditions, evaluating),
    outcomes: conclusions.map(({ detectorId, outcome }) => ({ detectorId, outcome })),
    tracks: drawn.tracks,
    signals: conclusions.flatMap(({ signals }) => signals),
    findings: conclusions.flatMap(({ findings }) => findings),
    error: null,
  };
}
