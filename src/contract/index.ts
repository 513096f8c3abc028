/** Every procedure and event that crosses a door: written first, once, as data. */
import * as z from 'zod';
import {
  Applicable,
  DecodingWarning,
  DetectorCard,
  Finding,
  FrameOverlay,
  GroupReview,
  Job,
  NewReview,
  PastReview,
  Progress,
  Review,
  ReviewWithdrawal,
  SamplingWish,
  Signal,
  Track,
} from './analysis.ts';
import { ArchiveExport, ArchiveImport, ArchivePlace, ArchiveProgress } from './archives.ts';
import { LockedCalibration } from './calibration.ts';
import { DetectorCosts } from './costs.ts';
import { KnownValidations } from './validation.ts';
import {
  CaseSummary,
  CaseVerification,
  ListedCase,
  NewCase,
  PastVerification,
  ReverifyDays,
  SealCheck,
  TypedFolder,
  VerificationProgress,
  UnfinishedImport,
} from './cases.ts';
import { CustodyEntry, LedgerExport, LedgerFormat, NewSeal, Seal } from './custody.ts';
import { WireErrorSchema } from './errors.ts';
import {
  Exhibit,
  ExhibitCoverage,
  ExhibitRecord,
  FrameIndex,
  FrameKinds,
  ImportOutcome,
  Proxy,
  ProxyProgress,
  ProxyState,
  ToolVersion,
} from './exhibits.ts';
import { InstalledPack, PackCheck } from './packs.ts';
import { ProviderSurvey, ProviderWish } from './providers.ts';
import { Draft, IdentityInfo, NewCountersignature, NewDraft, NewReport, Report, ReportCheck, SigningSettings } from './report.ts';
import { Repetition } from './repetition.ts';
import { Language } from './language.ts';
import { LightDrawing, LightQuestion, LightSolution, NewLightDrawing, NewLightWithdrawal } from './light.ts';
import { Mark, NewMarks, NewMarkWithdrawal } from './marks.ts';
import { NewNote, NewWithdrawal, Note } from './notes.ts';
import { SignalPlot, ValuesQuestion } from './plots.ts';
import { NewSnapshot, NewSnapshotWithdrawal, Snapshot } from './snapshots.ts';
import { NewIdentity, SittingSettings, SittingState, Unlocking } from './sitting.ts';
import { SoundInfo, SoundMeasures, SoundQuestion } from './sound.ts';
import { FileStructure } from './structure.ts';
import { CaseId, DetectorId, ExhibitId, FindingId, FrameNumber, JobId, ReportId } from './values.ts';

const None = z.strictObject({});

export const AppInfo = z.strictObject({
  version: z.string(),
  door: z.enum(['electron', 'loopback', 'cli']),
  tools: z.array(ToolVersion),
  provider: z.string(),
  identity: IdentityInfo.nullable(),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** Everything about the open case that the window lists; small even for large cases. */
export const CaseState = z.strictObject({
  case: CaseSummary,
  exhibits: z.array(Exhibit),
  jobs: z.array(Job),
  reports: z.array(Report),
  ledgerHead: z.strictObject({ seq: z.int(), hash: z.string() }),
  /** The last one in the ledger, on whatever machine. */
  verified: PastVerification.nullable(),
  verificationDue: z.boolean(),
  /** Of the last import of several files, where it was killed. */
  unfinishedImport: UnfinishedImport.nullable(),
});
export type CaseState = z.infer<typeof CaseState>;

/** A case that came out of an archive, and what was found of the signatures over its ledger on the way. */
const ImportedCase = z.strictObject({ ...CaseState.shape, seals: z.array(SealCheck) });

export const procedures = {
  'app.info': { input: None, output: AppInfo },
  /** Newest first. */
  'cases.list': { input: None, output: z.array(ListedCase) },
  'cases.create': { input: NewCase, output: CaseState },
  'cases.open': { input: z.strictObject({ caseId: CaseId }), output: CaseState },
  'cases.openFolder': { input: TypedFolder, output: CaseState },
  /** Takes the case off the list of this machine; the case itself is not touched. */
  'cases.forget': { input: z.strictObject({ caseId: CaseId }), output: None },
  'cases.close': { input: None, output: None },
  'cases.state': { input: None, output: CaseState },
  /** What the last verification said since the case was opened; `null` before the first. */
  'cases.lastVerification': { input: None, output: CaseVerification.nullable() },
  'cases.verify': { input: None, output: CaseVerification },
  /** Writes the open case into a new file; takes as long as reading it. */
  'cases.exportArchive': { input: ArchivePlace, output: ArchiveExport },
  /** Takes a case out of an archive and opens it. */
  'cases.importArchive': { input: ArchiveImport, output: ImportedCase },
  /** Ends the export or import that runs; it rejects with ARCHIVE_CANCELLED and leaves nothing behind. */
  'cases.cancelArchive': { input: None, output: z.strictObject({ cancelled: z.boolean() }) },
  'exhibits.frames': { input: z.strictObject({ exhibitId: ExhibitId }), output: FrameIndex },
  /** Decodes the frames around this one; nothing is stored. */
  'exhibits.frameKinds': { input: z.strictObject({ exhibitId: ExhibitId, frame: FrameNumber }), output: FrameKinds },
  /** Of every exhibit that was examined. */
  'exhibits.coverage': { input: None, output: z.array(ExhibitCoverage) },
  'exhibits.record': { input: z.strictObject({ exhibitId: ExhibitId }), output: ExhibitRecord },
  /** Ends the file that is being imported; the ledger names it as refused. */
  'exhibits.cancelImport': { input: None, output: z.strictObject({ cancelled: z.boolean() }) },
  /** The proxy of an exhibit, and how far one is that is just being made of it. */
  'exhibits.proxy': { input: z.strictObject({ exhibitId: ExhibitId }), output: ProxyState },
  /** Takes as long as encoding does; answers with the one that is there where it is whole. */
  'exhibits.makeProxy': { input: z.strictObject({ exhibitId: ExhibitId }), output: Proxy },
  /** Ends the making; it rejects with PROXY_CANCELLED and leaves nothing behind. */
  'exhibits.cancelProxy': { input: None, output: z.strictObject({ cancelled: z.boolean() }) },
  /** Of all exhibits, in order of keeping, the withdrawn ones too. */
  'exhibits.marks': { input: None, output: z.array(Mark) },
  /** Answers with those that are new. */
  'exhibits.mark': { input: NewMarks, output: z.array(Mark) },
  /** The mark stays, as withdrawn. */
  'exhibits.withdrawMark': { input: NewMarkWithdrawal, output: Mark },
  /** With a job: as its own plan describes them, packs that were removed since included. */
  'analysis.detectors': { input: z.strictObject({ jobId: JobId.optional() }), output: z.array(DetectorCard) },
  /** Of detectors in their version of today; few have one. */
  'analysis.calibrations': { input: None, output: z.array(LockedCalibration) },
  /** `null` until `penumbra bench` ran on this machine. */
  'analysis.costs': { input: None, output: DetectorCosts.nullable() },
  'analysis.validations': { input: None, output: KnownValidations },
  'analysis.start': {
    input: z.strictObject({
      exhibitId: ExhibitId,
      detectorIds: z.array(DetectorId).min(1).optional(),
      provider: ProviderWish.optional(),
      sampling: SamplingWish.optional(),
    }),
    output: Job,
  },
  'analysis.resume': { input: z.strictObject({ jobId: JobId }), output: Job },
  /** Ends it at its last checkpoint, to be resumed; one that waits leaves the queue. */
  'analysis.pause': { input: z.strictObject({ jobId: JobId }), output: Job },
  /** The one that runs, then those that wait, in their order. */
  'analysis.queue': { input: None, output: z.array(JobId) },
  /** Lets one that waits run next. */
  'analysis.next': { input: z.strictObject({ jobId: JobId }), output: z.array(JobId) },
  /** Every detector of this machine: why one cannot be asked about this exhibit, and what it lacks here. */
  'analysis.applicable': { input: z.strictObject({ exhibitId: ExhibitId }), output: z.array(Applicable) },
  'analysis.cancel': { input: z.strictObject({ jobId: JobId }), output: Job },
  /** Runs a finished examination again, beside the case, and compares; takes as long as the examination did. `provider`: that of the stored run when absent. */
  'analysis.repeat': { input: z.strictObject({ jobId: JobId, provider: ProviderWish.optional() }), output: Repetition },
  'analysis.signals': { input: z.strictObject({ jobId: JobId }), output: z.array(Signal) },
  /** What is drawn of the signals; the window reads their values as tiles through the byte door `signal`. Empty until the examination has concluded. */
  'analysis.plots': { input: z.strictObject({ jobId: JobId }), output: z.array(SignalPlot) },
  /** Exactly what was measured for a frame: a value of each series of each plot that is asked for. Of the sound: of what began last. */
  'analysis.values': { input: ValuesQuestion, output: z.array(z.array(z.number().nullable())) },
  'analysis.tracks': { input: z.strictObject({ jobId: JobId }), output: z.array(Track) },
  /** What the decoder said of the frames and the sound, in its order; of a running one, so far. */
  'analysis.warnings': { input: z.strictObject({ jobId: JobId }), output: z.array(DecodingWarning) },
  /** What the file says about itself; `null` where no detector of the job asked. */
  'analysis.structure': { input: z.strictObject({ jobId: JobId }), output: FileStructure.nullable() },
  /** Overlays of at most 500 consecutive frames. */
  'analysis.overlays': {
    input: z.strictObject({ jobId: JobId, firstFrame: FrameNumber, count: z.int().min(1).max(500) }),
    output: z.array(FrameOverlay),
  },
  'analysis.findings': { input: z.strictObject({ exhibitId: ExhibitId.optional() }), output: z.array(Finding) },
  /** Whether one light satisfies what was drawn; nothing is stored. */
  'analysis.solveLight': { input: LightQuestion, output: LightSolution },
  'analysis.keepLight': { input: NewLightDrawing, output: LightDrawing },
  /** The drawing stays, as withdrawn. */
  'analysis.withdrawLight': { input: NewLightWithdrawal, output: LightDrawing },
  /** In order of keeping. */
  'analysis.lightDrawings': { input: z.strictObject({ exhibitId: ExhibitId }), output: z.array(LightDrawing) },
  'analysis.keepNote': { input: NewNote, output: Note },
  /** The note stays, as withdrawn. */
  'analysis.withdrawNote': { input: NewWithdrawal, output: Note },
  /** Of one exhibit or all, in order of keeping, the withdrawn ones too. */
  'analysis.notes': { input: z.strictObject({ exhibitId: ExhibitId.optional() }), output: z.array(Note) },
  'analysis.keepSnapshot': { input: NewSnapshot, output: Snapshot },
  /** The snapshot stays, as withdrawn. */
  'analysis.withdrawSnapshot': { input: NewSnapshotWithdrawal, output: Snapshot },
  /** In order of keeping, the withdrawn ones too. */
  'analysis.snapshots': { input: z.strictObject({ exhibitId: ExhibitId }), output: z.array(Snapshot) },
  'analysis.review': { input: NewReview, output: Finding },
  'analysis.reviewAll': { input: GroupReview, output: Review },
  /** Takes back the newest standing decision on each; the answer says which decision stands then. */
  'analysis.withdrawReviews': {
    input: ReviewWithdrawal,
    output: z.array(z.strictObject({ findingId: FindingId, review: Review.nullable() })),
  },
  /** The whole history, oldest first. */
  'analysis.reviews': { input: z.strictObject({ findingId: FindingId }), output: z.array(PastReview) },
  /** Begins to read an exhibit's sound, or says how far it is. */
  'sound.open': { input: z.strictObject({ exhibitId: ExhibitId }), output: SoundInfo },
  /** Nothing is stored. */
  'sound.measure': { input: SoundQuestion, output: SoundMeasures },
  'custody.entries': {
    input: z.strictObject({ fromSeq: z.int().positive(), limit: z.int().min(1).max(1000) }),
    output: z.array(CustodyEntry),
  },
  /** Written into the case folder, read-only, and recorded. */
  'custody.export': { input: z.strictObject({ format: LedgerFormat }), output: LedgerExport },
  /** Signs the head of the ledger; with a timestamp where an authority is configured and answers. */
  'custody.seal': { input: NewSeal, output: Seal },
  'providers.wish': { input: None, output: z.strictObject({ wish: ProviderWish }) },
  'providers.choose': { input: z.strictObject({ wish: ProviderWish }), output: z.strictObject({ wish: ProviderWish }) },
  /** Tries every one that this system could have; takes seconds to minutes the first time. */
  'providers.survey': { input: None, output: ProviderSurvey },
  'packs.list': { input: None, output: z.array(InstalledPack) },
  /** Hashes every file again and asks the network its reference crops. */
  'packs.verify': { input: z.strictObject({ packId: z.string() }), output: PackCheck },
  'packs.remove': { input: z.strictObject({ packId: z.string() }), output: None },
  /** Of the window's own words; what is written into a case is English in every language. */
  'language.chosen': { input: None, output: z.strictObject({ language: Language }) },
  'language.choose': { input: z.strictObject({ language: Language }), output: z.strictObject({ language: Language }) },
  'reminder.chosen': { input: None, output: z.strictObject({ days: ReverifyDays }) },
  'reminder.choose': { input: z.strictObject({ days: ReverifyDays }), output: z.strictObject({ days: ReverifyDays }) },
  'signing.settings': { input: None, output: SigningSettings },
  /** @throws TIMESTAMP_NOT_CONFIGURED for a level that needs an authority, without one. */
  'signing.configure': { input: SigningSettings, output: SigningSettings },
  'sitting.state': { input: None, output: SittingState },
  /** Takes the place of one that is there. @throws IDENTITY_UNREADABLE, IDENTITY_UNUSABLE */
  'sitting.importIdentity': { input: NewIdentity, output: SittingState },
  'sitting.removeIdentity': { input: None, output: SittingState },
  /** @throws IDENTITY_NONE, IDENTITY_PASSPHRASE_WRONG, IDENTITY_TRIES_PAUSED, IDENTITY_UNUSABLE */
  'sitting.unlock': { input: Unlocking, output: SittingState },
  'sitting.lock': { input: None, output: SittingState },
  /** The examiner is at work: the time until locking begins anew. Does nothing while locked. */
  'sitting.extend': { input: None, output: SittingState },
  'sitting.configure': { input: SittingSettings, output: SittingState },
  'report.export': { input: NewReport, output: Report },
  /** @throws COUNTERSIGNER_NOT_ANOTHER when the identity signed the report before. */
  'report.countersign': { input: NewCountersignature, output: Report },
  /** Its bytes are then served as a report's, under `draft/` and its number. */
  'report.draft': { input: NewDraft, output: Draft },
  'report.verify': { input: z.strictObject({ reportId: ReportId }), output: ReportCheck },
  'report.list': { input: None, output: z.array(Report) },
  'report.get': { input: z.strictObject({ reportId: ReportId }), output: Report },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type ProcedureName = keyof typeof procedures;
export type Input<K extends ProcedureName> = z.input<(typeof procedures)[K]['input']>;
export type Output<K extends ProcedureName> = z.output<(typeof procedures)[K]['output']>;

/** What the core tells every window; a window that missed one asks `cases.state` again. */
export const AppEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('analysis.progressed'), progress: Progress }),
  z.strictObject({ type: z.literal('analysis.queued'), jobIds: z.array(JobId) }),
  z.strictObject({ type: z.literal('analysis.ended'), job: Job, findings: z.int().nonnegative() }),
  /** The examination runs no longer and the case file could not take how it ended; that is tried again when the job is touched, or the case closed. */
  z.strictObject({ type: z.literal('analysis.endUnstored'), jobId: JobId, error: WireErrorSchema }),
  z.strictObject({ type: z.literal('exhibits.importing'), name: z.string(), bytesDone: z.int(), bytesTotal: z.int().nullable() }),
  z.strictObject({ type: z.literal('exhibits.imported'), outcome: ImportOutcome }),
  z.strictObject({ type: z.literal('exhibits.proxying'), progress: ProxyProgress }),
  /** `proxy` is `null` where none was kept. */
  z.strictObject({ type: z.literal('exhibits.proxyEnded'), exhibitId: ExhibitId, proxy: Proxy.nullable() }),
  /** A frame that was shown was not the same when it was decoded once more; stills of this exhibit are to be asked for again. */
  z.strictObject({ type: z.literal('exhibits.decodedAnew'), sha256: z.string(), frame: FrameNumber }),
  z.strictObject({ type: z.literal('custody.appended'), seq: z.int(), hash: z.string() }),
  z.strictObject({ type: z.literal('cases.verifying'), progress: VerificationProgress }),
  z.strictObject({ type: z.literal('cases.archiving'), progress: ArchiveProgress }),
  z.strictObject({ type: z.literal('case.changed') }),
  z.strictObject({ type: z.literal('sitting.changed'), sitting: SittingState }),
  /** It was to be sealed as it was closed, and was not; it is closed all the same. */
  z.strictObject({ type: z.literal('cases.leftUnsealed'), name: z.string(), error: WireErrorSchema }),
]);
export type AppEvent = z.infer<typeof AppEvent>;

/** Every answer to a call: the output, or an error of the closed table. */
export const Answer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: WireErrorSchema }),
]);
export type Answer = z.infer<typeof Answer>;
