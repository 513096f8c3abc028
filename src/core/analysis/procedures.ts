/** The analysis procedures of the contract, over the open case. */
import { join } from 'node:path';
import { detectors } from '../../engine/detectors/registry.ts';
import { TRACKING_WEIGHTS } from '../../engine/faces/track.ts';
import { solveLight } from '../../engine/light/solve-light.ts';
import { lockedWeights } from '../../engine/inference/lock.ts';
import { entryFor } from '../../store/entries.ts';
import type { ProcedureName } from '../../contract/index.ts';
import type { Context, Handlers } from '../context.ts';
import { readCalibrations } from '../validation/calibrations.ts';
import { checkExhibit } from '../exhibits/check-exhibit.ts';
import { Examinations, type ExaminationParts } from './examinations.ts';
import { modelsFolder } from './models-folder.ts';
import { keepLight } from './keep-light.ts';
import { frameOverlays } from './overlays.ts';

type AnalysisName = Extract<ProcedureName, `analysis.${string}`>;

export interface Analysis {
  readonly handlers: Pick<Handlers, AnalysisName>;
  /** Resolves when the job has ended, however it ended, and at once when it is not running. */
  whenJobEnds(jobId: string): Promise<void>;
  /** Ends running examinations at their last checkpoint; call it before the case is closed. */
  stopAll(): Promise<void>;
}

export function analysisProcedures(context: Context, parts: ExaminationParts = realParts()): Analysis {
  const examinations = new Examinations(context, parts);
  const store = () => context.current().store;
  return {
    handlers: {
      'analysis.detectors': () => Promise.resolve(parts.registry.map(({ card }) => card)),
      'analysis.calibrations': () =>
        answer(() => [...(parts.calibrations?.() ?? new Map<string, never>()).values()].flatMap((one) => ('problem' in one ? [] : [one]))),
      'analysis.start': ({ exhibitId, detectorIds }) => examinations.start(exhibitId, detectorIds),
      'analysis.resume': ({ jobId }) => examinations.resume(jobId),
      'analysis.cancel': ({ jobId }) => examinations.cancel(jobId),
      'analysis.signals': ({ jobId }) => answer(() => store().signals(jobId)),
      'analysis.tracks': ({ jobId }) => answer(() => store().tracks(jobId)),
      'analysis.structure': ({ jobId }) => answer(() => store().structure(jobId)),
      'analysis.overlays': (range) => answer(() => frameOverlays(store(), parts.registry, range)),
      'analysis.findings': ({ exhibitId }) => answer(() => store().findings(exhibitId === undefined ? {} : { exhibitId })),
      'analysis.solveLight': (question) => answer(() => solveLight(question)),
      'analysis.keepLight': (drawing) => keepLight(context, drawing),
      'analysis.lightDrawings': ({ exhibitId }) => answer(() => store().lightDrawings(store().exhibit(exhibitId).id)),
      'analysis.review': ({ findingId, decision, reason }) =>
        answer(() => {
          const { actor, store: writing } = context.current();
          return writing.act(entryFor.findingReviewed, (tx) => tx.addReview({ findingId, decision, reason, by: actor }));
        }),
    },
    whenJobEnds: (jobId) => examinations.whenJobEnds(jobId),
    stopAll: () => examinations.stopAll(),
  };
}

/** What reading throws is a rejection, as from every procedure. */
const answer = <T>(read: () => T): Promise<T> => new Promise((resolve) => resolve(read()));

function realParts(): ExaminationParts {
  const models = modelsFolder();
  return {
    registry: detectors,
    calibrations: () => readCalibrations(),
    weightsFolder: join(models, 'weights'),
    planParts: async () => ({
      lockedWeights: lockedWeights(join(models, 'models.lock.json')),
      trackerNetworks: TRACKING_WEIGHTS,
      // Loaded only now: a window that examines nothing need not load the runtime.
      runtimeVersion: (await import('../../engine/inference/providers.ts')).runtimeVersion(),
    }),
    checkExhibit: async (opened, exhibitId) => {
      await checkExhibit(opened.store, exhibitId);
    },
  };
}
