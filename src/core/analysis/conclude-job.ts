/** Reads everything that a job observed back from the case file, and concludes from that alone. */
import type { Job } from '../../contract/analysis.ts';
import type { WireError } from '../../contract/errors.ts';
import type { AnyDetector } from '../../engine/detectors/interface.ts';
import { splitOverlay } from '../../engine/faces/overlay.ts';
import type { CaseReader } from '../../store/case-store.ts';
import type { JobEnd } from '../../store/records.ts';
import { combineAll, concludeAll, type Evaluating, type Examined } from './conclude.ts';
import { buildTracks } from './tracks.ts';

/** `untold`: failures that no batch carried into the case file, because there was no frame after them. */
export function concludeJob(
  store: CaseReader,
  job: Job,
  detectors: readonly AnyDetector[],
  untold: readonly { readonly detectorId: string; readonly error: WireError }[],
  shelf: Pick<Evaluating, 'calibrations' | 'fusions'>,
): JobEnd {
  const tracks = buildTracks(store.faceBatches(job.id));
  const examined: Examined = {
    facts: store.exhibit(job.exhibitId).facts,
    structure: store.structure(job.id),
    keyFrames: store.frameIndex(job.exhibitId)?.keyFrames ?? [],
    tracks,
    framesTotal: job.framesTotal,
    framesDecoded: store.checkpoint(job.id).framesDecoded,
    failures: new Map([...store.failures(job.id), ...untold].map(({ detectorId, error }) => [detectorId, error])),
    rows: (detectorId) => store.observations(job.id, detectorId),
    faceAt: (frame, trackId) => {
      const face = store.faces(job.id, frame, 1).find((row) => row.trackId === trackId);
      return face === undefined ? null : { box: face.box, ...splitOverlay(face.points) };
    },
  };
  const evaluating = { ...shelf, plan: job.plan };
  const conclusions = concludeAll(detectors, examined, evaluating);
  return {
    jobId: job.id,
    state: 'finished',
    combined: combineAll(conclusions, examined, evaluating),
    outcomes: conclusions.map(({ detectorId, outcome }) => ({ detectorId, outcome })),
    tracks,
    signals: conclusions.flatMap(({ signals }) => signals),
    findings: conclusions.flatMap(({ findings }) => findings),
    error: null,
  };
}
