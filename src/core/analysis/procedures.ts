/** The analysis procedures of the contract, over the open case. */
import { join } from 'node:path';
import { packDetector } from '../../engine/detectors/pack/detector.ts';
import { detectors } from '../../engine/detectors/registry.ts';
import { TRACKING_WEIGHTS } from '../../engine/faces/track.ts';
import { solveLight } from '../../engine/light/solve-light.ts';
import { lockedWeights, readLock } from '../../engine/inference/lock.ts';
import { missingWeights } from '../../engine/inference/weights.ts';
import { warnedFrames } from '../../engine/media/warned-frames.ts';
import type { ProcedureName } from '../../contract/index.ts';
import type { Context, Handlers } from '../context.ts';
import { detectorsOfPlan } from '../packs/detectors-of-plan.ts';
import { PackShelf, packsFolder } from '../packs/pack-shelf.ts';
import { wishedProvider } from '../providers/machine.ts';
import { knownCosts } from '../bench/costs.ts';
import { readCalibrations } from '../validation/calibrations.ts';
import { readFusions } from '../validation/fusions.ts';
import { knownValidations } from '../validation/known-validations.ts';
import { checkExhibit } from '../exhibits/check-exhibit.ts';
import { Examinations, onOffer, type ExaminationParts } from './examinations.ts';
import { modelsFolder } from './models-folder.ts';
import { keepLight, withdrawLight } from './keep-light.ts';
import { keepNote, withdrawNote } from './notes.ts';
import { keepSnapshot, withdrawSnapshot } from './snapshots.ts';
import { frameOverlays } from './overlays.ts';
import { review, reviewAll, withdrawReviews } from './reviews.ts';
import { soon } from '../soon.ts';
import { SignalPlots } from './signal-plots.ts';

type AnalysisName = Extract<ProcedureName, `analysis.${string}`>;

export interface Analysis {
  readonly handlers: Pick<Handlers, AnalysisName>;
  /** Resolves when the job has ended, however it ended, and at once when it is not running. */
  whenJobEnds(jobId: string): Promise<void>;
  /** A tile of a plot, `J1/3/16/0`; null when the path is not understood. Rejects with JOB_NOT_FOUND. */
  signalBytes(path: string): Promise<Uint8Array | null>;
  /** Ends running examinations at their last checkpoint, and threads; call it before the case is closed. */
  stopAll(): Promise<void>;
}

export function analysisProcedures(context: Context, parts: ExaminationParts = realParts(context.ports.dataFolder)): Analysis {
  const examinations = new Examinations(context, parts);
  const store = () => context.current().store;
  const plots = new SignalPlots(context);
  return {
    handlers: {
      'analysis.detectors': soon(({ jobId }) => {
        const all = jobId === undefined ? onOffer(parts) : detectorsOfPlan(parts.registry, store().job(jobId).plan);
        return all.map(({ card }) => card);
      }),
      'analysis.start': ({ exhibitId, detectorIds, provider, sampling }) => examinations.start(exhibitId, detectorIds, provider, sampling),
      'analysis.calibrations': soon(() =>
        [...(parts.calibrations?.() ?? new Map<string, never>()).values()].flatMap((one) => ('problem' in one ? [] : [one])),
      ),
      'analysis.costs': soon(() => knownCosts(context.ports.dataFolder)),
      'analysis.validations': soon(() => knownValidations(context.ports.dataFolder)),
      'analysis.resume': ({ jobId }) => examinations.resume(jobId),
      'analysis.repeat': ({ jobId, provider }) => examinations.repeat(jobId, provider),
      'analysis.pause': ({ jobId }) => examinations.pause(jobId),
      'analysis.queue': soon(() => examinations.queue()),
      'analysis.next': soon(({ jobId }) => examinations.runNext(jobId)),
      'analysis.applicable': soon(({ exhibitId }) => examinations.applicable(exhibitId)),
      'analysis.cancel': ({ jobId }) => examinations.cancel(jobId),
      'analysis.signals': soon(({ jobId }) => store().signals(jobId)),
      'analysis.plots': ({ jobId }) => plots.plots(jobId),
      'analysis.values': (question) => plots.values(question),
      'analysis.tracks': soon(({ jobId }) => store().tracks(jobId)),
      'analysis.warnings': soon(({ jobId }) =>
        store()
          .warnings(store().job(jobId).id)
          .map((warning) => ({ frames: warnedFrames(warning), words: warning.words })),
      ),
      'analysis.structure': soon(({ jobId }) => store().structure(jobId)),
      'analysis.overlays': soon((range) => frameOverlays(store(), detectorsOfPlan(parts.registry, store().job(range.jobId).plan), range)),
      'analysis.findings': soon(({ exhibitId }) => store().findings(exhibitId === undefined ? {} : { exhibitId })),
      'analysis.solveLight': soon((question) => solveLight(question)),
      'analysis.keepLight': (drawing) => keepLight(context, drawing),
      'analysis.withdrawLight': soon((withdrawal) => withdrawLight(context, withdrawal)),
      'analysis.lightDrawings': soon(({ exhibitId }) => store().lightDrawings(store().exhibit(exhibitId).id)),
      'analysis.keepNote': soon((note) => keepNote(context, note)),
      'analysis.withdrawNote': soon((withdrawal) => withdrawNote(context, withdrawal)),
      'analysis.notes': soon(({ exhibitId }) => store().notes(exhibitId === undefined ? undefined : store().exhibit(exhibitId).id)),
      'analysis.keepSnapshot': soon((snapshot) => keepSnapshot(context, snapshot)),
      'analysis.withdrawSnapshot': soon((withdrawal) => withdrawSnapshot(context, withdrawal)),
      'analysis.snapshots': soon(({ exhibitId }) => store().snapshots(store().exhibit(exhibitId).id)),
      'analysis.review': soon((decided) => review(context, decided)),
      'analysis.reviewAll': soon((decided) => reviewAll(context, decided)),
      'analysis.withdrawReviews': soon((withdrawal) => withdrawReviews(context, withdrawal)),
      'analysis.reviews': soon(({ findingId }) => store().reviews(findingId)),
    },
    whenJobEnds: (jobId) => examinations.whenJobEnds(jobId),
    signalBytes: (path) => plots.bytes(path),
    stopAll: async () => {
      await examinations.stopAll();
      await plots.close();
    },
  };
}

function realParts(dataFolder: string): ExaminationParts {
  const models = modelsFolder();
  const shelf = new PackShelf(dataFolder);
  return {
    registry: detectors,
    // Read anew each time: a pack may have been added or removed by another door.
    packs: () => shelf.list().map(packDetector),
    packsFolder: packsFolder(dataFolder),
    calibrations: () => readCalibrations(),
    fusions: () => readFusions(),
    weightsFolder: join(models, 'weights'),
    missingNetworks: () => [
      ...missingWeights(join(models, 'weights'), readLock(join(models, 'models.lock.json'))),
      ...missingWeights(
        packsFolder(dataFolder),
        shelf.list().map(({ detectorId, sha256, card }) => ({
          id: detectorId,
          file: join(sha256, 'network.onnx'),
          bytes: card.network.bytes,
        })),
      ),
    ],
    planParts: async (asked) => ({
      lockedWeights: lockedWeights(join(models, 'models.lock.json')),
      trackerNetworks: TRACKING_WEIGHTS,
      // Loaded only now: a window that examines nothing need not load the runtime.
      runtimeVersion: (await import('../../engine/inference/providers.ts')).runtimeVersion(),
      packs: shelf.list(),
      chosen: await wishedProvider(asked, dataFolder),
    }),
    checkExhibit: async (opened, exhibitId) => {
      await checkExhibit(opened.store, exhibitId);
    },
  };
}
