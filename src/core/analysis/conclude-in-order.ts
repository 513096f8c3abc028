/** What a thread that draws conclusions is asked, what it answers, and how: one detector after the other, from the case file alone. */
import { must } from '../../base/assert.ts';
import type { FindingDraft, Outcome, Track } from '../../contract/analysis.ts';
import type { WireError } from '../../contract/errors.ts';
import type { DetectorId } from '../../contract/values.ts';
import type { AnyDetector } from '../../engine/detectors/interface.ts';
import { splitOverlay } from '../../engine/faces/overlay.ts';
import type { CaseReader } from '../../store/case-store.ts';
import { signalWords } from '../../store/jobs.ts';
import type { StoredWords } from '../../store/records.ts';
import { detectorsOfPlan } from '../packs/detectors-of-plan.ts';
import { concludeOne, type Examined } from './conclude.ts';
import { buildTracks } from './tracks.ts';

export interface ConcludeTask {
  readonly folder: string;
  readonly jobId: string;
  /** In this order. */
  readonly detectorIds: readonly string[];
  /** Failures that no batch carried into the case file, because there was no frame after them. */
  readonly untold: readonly { readonly detectorId: string; readonly error: WireError }[];
}

/** Not yet evaluated: what a score is worth does not depend on the rows. */
export interface StoredConclusion {
  readonly detectorId: DetectorId;
  readonly outcome: Outcome;
  readonly findings: readonly FindingDraft[];
  readonly signals: readonly StoredWords[];
}

export type FromConcluding =
  | { readonly type: 'tracks'; readonly tracks: readonly Track[] }
  /** It is this one's turn: what goes wrong from here to its conclusion is its failure. */
  | { readonly type: 'began'; readonly detectorId: DetectorId }
  | { readonly type: 'concluded'; readonly conclusion: StoredConclusion }
  /** The last one: all are concluded, or nothing could be read. */
  | { readonly type: 'ended'; readonly error: WireError | null };

/** Throws what the case file cannot give. */
export function* concludeInOrder(read: CaseReader, task: ConcludeTask, own: readonly AnyDetector[]): Generator<FromConcluding> {
  const job = read.job(task.jobId);
  const tracks = buildTracks(read.faceBatches(job.id));
  yield { type: 'tracks', tracks };
  const examined: Examined = {
    facts: read.exhibit(job.exhibitId).facts,
    structure: read.structure(job.id),
    keyFrames: read.frameIndex(job.exhibitId)?.keyFrames ?? [],
    tracks,
    framesTotal: job.framesTotal,
    framesDecoded: read.checkpoint(job.id).framesDecoded,
    failures: new Map([...read.failures(job.id), ...task.untold].map(({ detectorId, error }) => [detectorId, error])),
    rows: (detectorId) => read.packedObservations(job.id, detectorId),
    faceAt: (frame, trackId) => {
      const face = read.faces(job.id, frame, 1).find((row) => row.trackId === trackId);
      return face === undefined ? null : { box: face.box, ...splitOverlay(face.points) };
    },
  };
  const detectors = new Map<string, AnyDetector>(detectorsOfPlan(own, job.plan).map((detector) => [detector.card.id, detector]));
  for (const id of task.detectorIds) {
    const detector = must(detectors.get(id), 'a detector of the plan');
    yield { type: 'began', detectorId: detector.card.id };
    const { signals, ...concluded } = concludeOne(detector, examined);
    yield { type: 'concluded', conclusion: { ...concluded, signals: signals.map(signalWords) } };
  }
  yield { type: 'ended', error: null };
}
