/** What goes into the store: the shapes that its writing methods take. What comes out are the contract's own types. */
import type { Job, JobState, Outcome, Plan, Signal, FindingDraft, Track, Decision } from '../contract/analysis.ts';
import type { CustodyAction } from '../contract/custody.ts';
import type { WireError } from '../contract/errors.ts';
import type { Hashes, MediaFacts } from '../contract/exhibits.ts';
import type { Combined } from '../contract/fusion.ts';
import type { LightDrawing } from '../contract/light.ts';
import type { MarkKind } from '../contract/marks.ts';
import type { Report } from '../contract/report.ts';
import type { ExhibitId, FindingId, JobId, Rational } from '../contract/values.ts';
import type { Json } from '../base/json.ts';
import type { FaceRow, FrameWarning } from '../engine/protocol.ts';
import type { ObservationRow } from '../engine/detectors/interface.ts';
import type { Finding } from '../contract/analysis.ts';

/** One act, before the ledger gives it its number, time and hash. */
export interface NewEntry {
  readonly actor: string;
  readonly action: CustodyAction;
  /** What it was done to: a row's id, a file's name, or the case's id. */
  readonly subject: string;
  readonly payload: Json;
}

export interface CaseRecord {
  readonly id: string;
  readonly name: string;
  readonly examiner: string;
  readonly createdAtUtc: string;
}

export interface NewExhibit {
  readonly originalName: string;
  readonly sizeBytes: number;
  readonly hashes: Hashes;
  /** Of the stored copy: letters and digits only, without the dot. */
  readonly extension: string;
  readonly sourceModifiedAtUtc: string | null;
  readonly facts: MediaFacts;
  readonly index: { readonly timeBase: Rational; readonly pts: readonly number[]; readonly keyFrames: readonly number[] } | null;
}

/** One arrival of an exhibit's bytes; the second import of the same bytes adds one of these and no exhibit. */
export interface NewAcquisition {
  readonly exhibitId: ExhibitId;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sourceModifiedAtUtc: string | null;
  /** `path`: read from a disk of this machine; `bytes`: handed over by a window. */
  readonly received: 'path' | 'bytes';
}

export interface Acquisition extends NewAcquisition {
  readonly acquisitionId: number;
  readonly atUtc: string;
}

/** Law 7: a derived file carries its recipe. */
export interface NewDerivedFile {
  readonly exhibitId: ExhibitId;
  /** For example `ffprobe-json`, `waveform`. */
  readonly kind: string;
  /** Inside the case folder, with forward slashes: `derived/…`. */
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly recipe: Json;
}

export interface DerivedFile extends NewDerivedFile {
  readonly derivedId: number;
  readonly atUtc: string;
}

export interface NewJob {
  readonly exhibitId: ExhibitId;
  readonly plan: Plan;
  readonly framesTotal: number;
  /** Estimated; 0 where no sound is examined. */
  readonly blocksTotal: number;
}

/** One engine message `batch`, as stored. */
export interface Batch {
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** Frames that this batch adds, not the sum since the engine started. */
  readonly framesDecoded: number;
  readonly faces: readonly FaceRow[];
  readonly observations: Readonly<Record<string, readonly ObservationRow[]>>;
  readonly warnings: readonly FrameWarning[];
  readonly trackerState: unknown;
}

/** One engine message `soundBatch`, as stored. */
export interface SoundBatch {
  readonly firstBlock: number;
  /** Blocks that this batch adds; 0 in one that only tells the end. */
  readonly blocks: number;
  readonly ended: boolean;
  readonly observations: Readonly<Record<string, readonly ObservationRow[]>>;
  readonly warnings: readonly FrameWarning[];
}

/** Where a job stands: everything before `nextFrame`, and of the sound before `nextBlock`, is stored. */
export interface Checkpoint {
  readonly nextFrame: number;
  readonly nextBlock: number;
  readonly trackerState: unknown;
  /** Sum over all stored batches. */
  readonly framesDecoded: number;
}

/** A value as the case file holds it: canonical JSON. */
export type StoredWords = string & { readonly stored: unique symbol };

/** The digest over a job's rows as they stood when it was worked out. */
export interface RowsDigest {
  readonly ofState: string;
  readonly sha256: string;
}

/** How a job ended and, for a finished one, everything that was concluded. Lists may be empty. */
export interface JobEnd {
  readonly jobId: JobId;
  readonly state: Exclude<JobState, 'running'>;
  readonly outcomes: readonly { readonly detectorId: string; readonly outcome: Outcome }[];
  /** None when absent. */
  readonly combined?: readonly Combined[];
  readonly tracks: readonly Track[];
  /** Words where another thread wrote them: hours of film have millions of values. */
  readonly signals: readonly (Signal | StoredWords)[];
  readonly findings: readonly FindingDraft[];
  readonly error: WireError | null;
  /** Where it was worked out beforehand; taken only if no row was added since. */
  readonly rowsDigest?: RowsDigest;
}

/** A stored signal without its values. */
export type SignalHead = Omit<Signal, 'frames' | 'ptsUs' | 'values'> & { readonly ofSound: boolean };

/** What `endJob` hands back, for the entry that records it. */
export interface EndedJob {
  readonly job: Job;
  readonly framesDecoded: number;
  /** Of what the tracker of faces remembers for a later resumption. */
  readonly trackerStateSha256: string | null;
  readonly findingCount: number;
  /** Over every stored face, observation and sound batch and warning of the job. */
  readonly observationsSha256: string;
  /** Over outcomes, what was combined of them, tracks, signals and findings. */
  readonly conclusionsSha256: string;
}

export interface NewReviewRecord {
  readonly findingId: FindingId;
  readonly decision: Decision;
  readonly reason: string;
  readonly by: string;
}

/** Findings whose newest standing decision is taken back. */
export interface NewReviewWithdrawal {
  readonly findingId: FindingId;
  readonly by: string;
}

/** What `withdrawReview` hands back, for the entry that records it. */
export interface WithdrawnReview {
  readonly finding: Finding;
  /** The decision that was taken back, and the number of the entry that stated it. */
  readonly decision: Decision;
  readonly reviewEntry: number;
  readonly by: string;
}

export type NewLightDrawingRecord = Omit<LightDrawing, 'id' | 'atUtc' | 'withdrawn'>;

export interface NewMark extends By {
  readonly exhibitId: ExhibitId;
  readonly kind: MarkKind;
  readonly text: string;
}

/** Who acted. */
export interface By {
  readonly by: string;
}

export interface NewReportRecord extends Omit<Report, 'id' | 'createdAtUtc'> {
  /** Inside the case folder, with forward slashes: `reports/…`. The file lies there before the act. */
  readonly path: string;
}
