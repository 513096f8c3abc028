/**
 * The open case database as the core sees it. Everything is synchronous; reading returns the contract's types.
 *
 * What is atomic: one `act` is one transaction: all its writes and its one custody entry are on the disk together
 * (synchronous=FULL) when it returns, or none of them is when it throws. One `appendBatch` is one transaction too.
 * Nothing else writes, but for the thread that stores how a long examination ended, in one transaction of its own (ADR 0026).
 */
import type { Finding, Job, PastReview, Signal, Track } from '../contract/analysis.ts';
import type { CustodyEntry } from '../contract/custody.ts';
import type { Exhibit, ExhibitCoverage, FrameIndex } from '../contract/exhibits.ts';
import type { LightDrawing, NewLightWithdrawal } from '../contract/light.ts';
import type { CheckedNote, NewWithdrawal, Note } from '../contract/notes.ts';
import type { NewSnapshot, NewSnapshotWithdrawal, Snapshot } from '../contract/snapshots.ts';
import type { Mark, NewMarkWithdrawal } from '../contract/marks.ts';
import type { FileStructure } from '../contract/structure.ts';
import type { Report } from '../contract/report.ts';
import type { WireError } from '../contract/errors.ts';
import type { FaceRow, FrameWarning } from '../engine/protocol.ts';
import type { ObservationRow } from '../engine/detectors/interface.ts';
import type {
  SignalHead,
  Acquisition,
  Batch,
  By,
  CaseRecord,
  Checkpoint,
  DerivedFile,
  EndedJob,
  JobEnd,
  NewAcquisition,
  NewDerivedFile,
  NewEntry,
  NewExhibit,
  NewJob,
  NewLightDrawingRecord,
  NewMark,
  NewReportRecord,
  NewReviewRecord,
  NewReviewWithdrawal,
  SoundBatch,
  WithdrawnReview,
} from './records.ts';

export interface CaseReader {
  /** Absolute path of the case folder. */
  readonly folder: string;
  info(): CaseRecord;

  exhibits(): Exhibit[];
  /** Throws EXHIBIT_NOT_FOUND. */
  exhibit(exhibitId: string): Exhibit;
  exhibitBySha256(sha256: string): Exhibit | null;
  exhibitCount(): number;
  /** Absolute path of the stored original. Throws EXHIBIT_NOT_FOUND. */
  exhibitPath(exhibitId: string): string;
  acquisitions(exhibitId: string): Acquisition[];
  /** `null` when the exhibit has no video frames. Throws EXHIBIT_NOT_FOUND. */
  frameIndex(exhibitId: string): FrameIndex | null;
  derivedFiles(exhibitId?: string): DerivedFile[];

  /** In order of start. */
  jobs(exhibitId?: string): Job[];
  /** Throws JOB_NOT_FOUND, as every method with a `jobId`. */
  job(jobId: string): Job;
  checkpoint(jobId: string): Checkpoint;
  warnings(jobId: string): FrameWarning[];
  /** Detectors that failed while the job ran (they keep what they observed before). */
  failures(jobId: string): { detectorId: string; error: WireError }[];
  /** What the exhibit's file said about itself; `null` where no detector of the job asked. */
  structure(jobId: string): FileStructure | null;
  /** In order of frame, then track, of a detector of sound in order of block; exactly the numbers that were appended. */
  observations(jobId: string, detectorId: string): ObservationRow[];
  /** The same, as they were appended: one batch is in memory at a time. */
  observationBatches(jobId: string, detectorId: string): IterableIterator<ObservationRow[]>;
  /** The same rows in a quarter of the memory, for whoever reads all of a long film: their numbers are read where they lie. */
  packedObservations(jobId: string, detectorId: string): ObservationRow[];
  /** What was measured in a range of frames only: `count` frames from `firstFrame`. Quick, by index. */
  observationsAt(jobId: string, firstFrame: number, count: number): Map<string, ObservationRow[]>;
  /** In order of frame, then track; coordinates and confidence rounded to Float32 (under 0.001 px up to 8192 px). Quick, by index. */
  faces(jobId: string, firstFrame: number, count: number): FaceRow[];
  /** Every face of the job, batch by batch, so that a long film never lies in memory at once. */
  faceBatches(jobId: string): IterableIterator<FaceRow[]>;
  /** As given to `endJob`; empty before. */
  tracks(jobId: string): Track[];
  signals(jobId: string): Signal[];
  signalCount(jobId: string): number;
  /** Quick beside `signals`: the values stay in the file. */
  signalHead(jobId: string, position: number): SignalHead;
  /** One signal as its JSON is stored, unparsed: for whoever reads it in another thread. */
  signalWords(jobId: string, position: number): string;
  /** By exhibit, job or all, in order of id; each with the newest decision that was not taken back. */
  findings(filter?: { readonly exhibitId?: string; readonly jobId?: string }): Finding[];
  /** Of one job, unread. */
  findingCount(jobId: string): number;
  /** Of every exhibit that was examined: what its newest examination looked at, and how much of it was reviewed. */
  coverage(): ExhibitCoverage[];
  /** Throws FINDING_NOT_FOUND. */
  finding(findingId: string): Finding;
  /** The whole history, oldest first. */
  reviews(findingId: string): PastReview[];

  /** Of one exhibit or all, in order of keeping. */
  lightDrawings(exhibitId?: string): LightDrawing[];
  /** Of one exhibit or all, in order of keeping, the withdrawn ones too. */
  notes(exhibitId?: string): Note[];
  /** Of one exhibit or all, in order of keeping, the withdrawn ones too. */
  snapshots(exhibitId?: string): Snapshot[];

  /** Tags and notes on whole exhibits: of one or all, in order of keeping, the withdrawn ones too. */
  marks(exhibitId?: string): Mark[];

  reports(): Report[];
  /** Throws REPORT_NOT_FOUND. */
  report(reportId: string): Report;
  /** Absolute path. Throws REPORT_NOT_FOUND. */
  reportPath(reportId: string): string;
  /** The id that the next `addReport` will give, so that a report can print its own. */
  nextReportId(): string;

  entries(fromSeq: number, limit: number): CustodyEntry[];
  /** The newest entry of this act. */
  lastEntry(action: CustodyEntry['action']): CustodyEntry | null;
  head(): { seq: number; hash: string };
}

/** The only writable handle; it exists inside `act` and is dead afterwards. Ids come from counters inside the transaction. */
export interface CaseWriter {
  readonly read: CaseReader;
  /** The time of this act, the same as in its entry. */
  readonly atUtc: string;
  addExhibit(exhibit: NewExhibit): Exhibit;
  addAcquisition(acquisition: NewAcquisition): Acquisition;
  addDerivedFile(file: NewDerivedFile): DerivedFile;
  /** Throws JOB_ALREADY_RUNNING when the exhibit has a running job. */
  addJob(job: NewJob): Job;
  /** Sets an interrupted or cancelled job running again. */
  resumeJob(jobId: string): Job;
  /** Ends a running job, storing its conclusions; replaces nothing, since a job ends with conclusions only once. */
  endJob(end: JobEnd): EndedJob;
  /** Throws FINDING_NOT_FOUND. */
  addReview(review: NewReviewRecord): Finding;
  /** Throws FINDING_NOT_FOUND, or REVIEW_NOT_FOUND where no decision stands. */
  withdrawReview(withdrawal: NewReviewWithdrawal): WithdrawnReview;
  addLightDrawing(drawing: NewLightDrawingRecord): LightDrawing;
  /** Throws LIGHT_DRAWING_NOT_FOUND, or LIGHT_DRAWING_WITHDRAWN where it was withdrawn before. */
  withdrawLightDrawing(withdrawal: NewLightWithdrawal & By): LightDrawing;
  addNote(note: CheckedNote & By): Note;
  /** Throws NOTE_NOT_FOUND, or NOTE_WITHDRAWN where it was withdrawn before. */
  withdrawNote(withdrawal: NewWithdrawal & By): Note;
  addSnapshot(snapshot: NewSnapshot & By): Snapshot;
  /** Throws SNAPSHOT_NOT_FOUND, or SNAPSHOT_WITHDRAWN where it was withdrawn before. */
  withdrawSnapshot(withdrawal: NewSnapshotWithdrawal & By): Snapshot;
  addMark(mark: NewMark): Mark;
  /** Throws NOTE_NOT_FOUND, or NOTE_WITHDRAWN where it was withdrawn before. */
  withdrawMark(withdrawal: NewMarkWithdrawal & By): Mark;
  addReport(report: NewReportRecord): Report;
}

export interface CaseStore extends CaseReader {
  /**
   * Runs `work` and appends exactly one custody entry, in one transaction. Use the makers in entries.ts for `entry`:
   * verification holds each record against the fields that its entry states.
   * `work` must be synchronous (it is refused otherwise) and must not keep the writer.
   * When `entry` is a function, annotate its parameter: TypeScript infers from left to right.
   */
  act<T>(entry: NewEntry | ((result: T) => NewEntry), work: (tx: CaseWriter) => T): T;
  /** Several like acts in one transaction, all or none: each has its own entry, in the order given, and all have the same time. */
  actTogether<A, T>(each: readonly A[], entry: (result: T) => NewEntry, work: (tx: CaseWriter, one: A) => T): T[];
  /** An act that changes no table but the ledger (case.verified, exhibit.refused, …). */
  note(entry: NewEntry): CustodyEntry;
  /**
   * The one write without an entry: rows, checkpoint and tracker state of a running job in one transaction.
   * Why: a batch comes many times a second and is not an act of a person; the entry that ends the examination carries
   * a digest over every stored batch, so verification can still prove that none was changed.
   * `batch.firstFrame` must be the checkpoint's `nextFrame`.
   */
  appendBatch(jobId: string, batch: Batch, failed?: readonly { readonly detectorId: string; readonly error: WireError }[]): void;
  /** The same for the sound: `batch.firstBlock` must be the checkpoint's `nextBlock`. */
  appendSoundBatch(jobId: string, batch: SoundBatch, failed?: readonly { readonly detectorId: string; readonly error: WireError }[]): void;
  /** Like a batch: part of what the entry that ends the examination vouches for. Does nothing when the job has one. */
  keepStructure(jobId: string, structure: FileStructure): void;
  /** Called after each commit, with its last entry. Returns the function that ends it. */
  onEntry(listener: (entry: CustodyEntry) => void): () => void;
  /** Tells whoever listens of an entry that another thread of this program appended. */
  heard(entry: CustodyEntry): void;
  /** Writes the database as it is now, or as it becomes while this runs, into a new file; what `onPages` throws ends it. */
  snapshot(path: string, onPages: (done: number, total: number) => void): Promise<void>;
  /** Checkpoints the write-ahead log and gives up the lock; further calls throw CASE_NOT_OPEN. */
  close(): void;
}
