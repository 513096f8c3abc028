import * as z from 'zod';
import { Evaluation } from './calibration.ts';
import { Combined } from './fusion.ts';
import { WireErrorSchema } from './errors.ts';
import { ToolVersion } from './exhibits.ts';
import { InstalledPack } from './packs.ts';
import { ProviderChoice, ProviderName } from './providers.ts';
import { AtUtc, Box, DetectorId, ExhibitId, FindingId, FrameNumber, JobId, Line, Sha256, Us } from './values.ts';

export const Family = z.enum(['movement', 'imaging', 'sound', 'learned', 'structure']);
export type Family = z.infer<typeof Family>;

/** A detector's method sheet: shown in the window and printed in the report. */
export const DetectorCard = z.strictObject({
  id: DetectorId,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: z.string(),
  family: Family,
  /** The question that it answers, in one sentence. */
  question: z.string(),
  /** How it measures, in words that a court's expert can follow. */
  method: z.string(),
  feed: z.enum(['frame', 'face', 'audio', 'container']),
  citations: z.array(z.strictObject({ text: z.string(), doi: z.string().optional() })).min(1),
  /** Error rates as published by others. */
  published: z.array(z.strictObject({ measure: z.string(), value: z.string(), dataset: z.string(), source: z.string() })),
  /** Error rates that we measured ourselves, with the data set and its size. */
  measured: z.array(z.strictObject({ measure: z.string(), value: z.string(), dataset: z.string(), n: z.string() })),
  /** What it cannot do, and when it abstains. */
  limits: z.array(z.string()).min(1),
  score: z.strictObject({
    unit: z.string(),
    /** Higher always means less like genuine media. */
    meaning: z.string(),
  }),
  /** Every number the method depends on, with where it comes from. */
  parameters: z.array(z.strictObject({ name: z.string(), value: z.number(), unit: z.string(), origin: z.string() })),
  /** Ids of the networks it runs, as in models.lock.json. */
  weights: z.array(z.string()),
});
export type DetectorCard = z.infer<typeof DetectorCard>;

export const Measure = z.strictObject({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  /** What the interval is, for example "95 % Poisson". */
  intervalKind: z.string().optional(),
  /** Where genuine recordings lie: a range to read the value beside, and no limit. */
  usual: z.tuple([z.number(), z.number()]).optional(),
  /** What the range is, for example "middle 90 % of 120 genuine recordings". */
  usualOf: z.string().optional(),
});
export type Measure = z.infer<typeof Measure>;

/** Law 1: an outcome is measured, or it says why not. */
export const Outcome = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('measured'),
    score: z.number(),
    measures: z.array(Measure),
    /** One or two sober sentences. */
    statement: z.string(),
    /** What the score is worth, from a calibration and never from the detector itself; absent where there is no calibration. */
    evaluation: Evaluation.optional(),
  }),
  z.strictObject({ status: z.literal('abstained'), reason: z.string(), measures: z.array(Measure) }),
  z.strictObject({ status: z.literal('notApplicable'), reason: z.string() }),
  z.strictObject({ status: z.literal('failed'), error: WireErrorSchema }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** A time series: one value (or a gap) for each frame given; of the sound (`frames` is `null`), for each time given. */
export const Signal = z.strictObject({
  detectorId: DetectorId,
  name: z.string(),
  title: z.string(),
  unit: z.string(),
  trackId: z.int().nonnegative().nullable(),
  frames: z.array(FrameNumber).nullable(),
  /** Ascending. */
  ptsUs: z.array(Us),
  values: z.array(z.number().nullable()),
  /** Lines worth drawing, such as a baseline or the limit that was used. */
  levels: z.array(z.strictObject({ name: z.string(), value: z.number() })),
});
export type Signal = z.infer<typeof Signal>;

export const Decision = z.enum(['confirmed', 'rejected', 'inconclusive']);
export type Decision = z.infer<typeof Decision>;

export const Review = z.strictObject({ decision: Decision, reason: z.string(), by: z.string(), atUtc: AtUtc });
export type Review = z.infer<typeof Review>;

/** One decision in the history of a finding; one that was taken back stays in it. */
export const PastReview = Review.extend({ withdrawn: z.strictObject({ by: z.string(), atUtc: AtUtc }).nullable() });
export type PastReview = z.infer<typeof PastReview>;

/** What a detector wants a person to look at: never a verdict. */
export const FindingDraft = z.strictObject({
  detectorId: DetectorId,
  kind: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  trackId: z.int().nonnegative().nullable(),
  firstFrame: FrameNumber.nullable(),
  lastFrame: FrameNumber.nullable(),
  /** The frame to show first. */
  keyFrame: FrameNumber.nullable(),
  startUs: Us,
  endUs: Us,
  region: Box.nullable(),
  /** The stretch of the same exhibit that this one is a copy of; examinations before it was kept say it in words only. */
  copyOf: z.strictObject({ startUs: Us, endUs: Us }).optional(),
  measure: Measure,
  /** `anomaly`: unlike genuine media; `note`: an event that is normal and worth having in the record (a blink). */
  weight: z.enum(['anomaly', 'note']),
  explanation: z.string(),
  /** What a human can check there with their own eyes. */
  check: z.string(),
});
export type FindingDraft = z.infer<typeof FindingDraft>;

export const Finding = FindingDraft.extend({
  id: FindingId,
  jobId: JobId,
  exhibitId: ExhibitId,
  /** The newest decision that was not taken back. */
  review: Review.nullable(),
});
export type Finding = z.infer<typeof Finding>;

export const NewReview = z.strictObject({ findingId: FindingId, decision: Decision, reason: Line(2000) });
export type NewReview = z.infer<typeof NewReview>;

const FindingIds = z
  .array(FindingId)
  .min(1)
  .max(5000)
  .refine((ids) => new Set(ids).size === ids.length, 'a finding is named once');
/** One decision with one reason on many findings: one act, and still an entry of its own for each of them. */
export const GroupReview = z.strictObject({ findingIds: FindingIds, decision: Decision, reason: Line(2000) });
export type GroupReview = z.infer<typeof GroupReview>;

export const ReviewWithdrawal = z.strictObject({ findingIds: FindingIds });
export type ReviewWithdrawal = z.infer<typeof ReviewWithdrawal>;

/** Law 7: everything needed to repeat the examination. */
export const Plan = z.strictObject({
  exhibitSha256: Sha256,
  detectors: z.array(z.strictObject({ id: DetectorId, version: z.string(), parametersSha256: Sha256 })),
  weights: z.array(z.strictObject({ id: z.string(), sha256: Sha256 })),
  /** Model packs among the detectors, with their whole cards. */
  packs: z.array(InstalledPack).optional(),
  decoder: ToolVersion,
  /** ONNX Runtime's version and the execution provider that was asked for. */
  runtime: ToolVersion,
  provider: ProviderName,
  /** Absent in plans from before there was a choice. */
  providerChoice: ProviderChoice.optional(),
  sampling: z.strictObject({
    /** 1: every frame is examined. */
    everyNthFrame: z.int().positive(),
    /** The face detector looks for new faces every so many frames; between them faces are tracked. */
    detectFacesEvery: z.int().positive(),
    /** Frames wider than this are scaled down to it before anything is measured, pixels. */
    maxWorkingWidth: z.int().positive(),
    maxFaces: z.int().positive(),
    /** Sound is examined in blocks of so many seconds; only in plans with a detector of sound. */
    soundBlockSeconds: z.int().positive().optional(),
    /**
     * How a film that is not in BT.601 comes to it: by its matrix alone (ADR 0027), `and-back` where traces of the coder are then measured on
     * the luma that was coded (ADR 0028). Absent: by way of RGB, as in plans from before, or nothing is to be done.
     */
    colours: z.enum(['by-matrix', 'by-matrix-and-back']).optional(),
    /** What put a still together that the decoder cannot open by itself, with its version. */
    assembler: z.string().optional(),
  }),
  penumbraVersion: z.string(),
});
export type Plan = z.infer<typeof Plan>;

/** What an examiner may change of the sampling; what is absent is as the program does it. */
export const SamplingWish = z.strictObject({
  everyNthFrame: z.int().min(1).max(1000).optional(),
  detectFacesEvery: z.int().min(1).max(250).optional(),
  maxWorkingWidth: z.int().min(160).max(8192).optional(),
  maxFaces: z.int().min(1).max(16).optional(),
});
export type SamplingWish = z.infer<typeof SamplingWish>;

/** Whether a detector can say anything about an exhibit, by what the file states of itself. */
export const Applicable = z.strictObject({
  detectorId: DetectorId,
  reason: z.string().nullable(),
  /** Networks that it needs and that are missing or cut off on this machine: asked all the same, it fails and says so. */
  missing: z.array(z.string()),
});
export type Applicable = z.infer<typeof Applicable>;

export const JobState = z.enum(['running', 'finished', 'cancelled', 'failed', 'interrupted']);
export type JobState = z.infer<typeof JobState>;

export const Job = z.strictObject({
  id: JobId,
  exhibitId: ExhibitId,
  state: JobState,
  plan: Plan,
  framesTotal: z.int().nonnegative(),
  /** Every frame before this one was passed, those too that could not be decoded. */
  framesDone: z.int().nonnegative(),
  framesDecoded: z.int().nonnegative(),
  framesWithFace: z.int().nonnegative(),
  /** Blocks of one second; estimated from the length that the file states until its sound has been heard to the end. 0: no sound is examined. */
  blocksTotal: z.int().nonnegative(),
  blocksDone: z.int().nonnegative(),
  startedAtUtc: AtUtc,
  finishedAtUtc: AtUtc.nullable(),
  outcomes: z.array(z.strictObject({ detectorId: DetectorId, outcome: Outcome })),
  /** Only where a fusion concerns at least two of its detectors. */
  combined: z.array(Combined).optional(),
  error: WireErrorSchema.nullable(),
});
export type Job = z.infer<typeof Job>;

/** What the decoder said of the frames of an examination, in English as it is stored; `frames`: first and last of each stretch it is about, none where it is about all. */
export const DecodingWarning = z.strictObject({ frames: z.array(z.tuple([FrameNumber, FrameNumber])), words: z.string() });
export type DecodingWarning = z.infer<typeof DecodingWarning>;

export const Progress = z.strictObject({
  jobId: JobId,
  exhibitId: ExhibitId,
  /** `listening`: the sound, after the picture. */
  stage: z.enum(['opening', 'examining', 'listening', 'concluding']),
  framesDone: z.int().nonnegative(),
  framesTotal: z.int().nonnegative(),
  framesPerSecond: z.number().nonnegative().nullable(),
  /** As in the job. */
  blocksDone: z.int().nonnegative(),
  blocksTotal: z.int().nonnegative(),
  /** Seconds of sound for each second. */
  blocksPerSecond: z.number().nonnegative().nullable(),
  /** Of this stage. */
  remainingSeconds: z.number().nonnegative().nullable(),
});
export type Progress = z.infer<typeof Progress>;

const Point = z.tuple([z.number(), z.number()]);
const Points = z.array(Point);
const Share = z.number().min(0).max(1);

/** `strong`: what the detector measures; `quiet`: what it is measured against; `x`, `y`, `z`: the axes of a head. */
const Tone = z.enum(['strong', 'quiet', 'x', 'y', 'z']);

/** What a detector draws over a frame; places in pixels of the full-size, rotated frame. Values of bars and traces lie in 0..1. */
export const Shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('line'), points: Points.min(2), closed: z.boolean(), tone: Tone }),
  z.strictObject({ kind: z.literal('arrow'), from: Point, to: Point, tone: Tone }),
  z.strictObject({ kind: z.literal('dots'), points: Points, tone: Tone }),
  z.strictObject({ kind: z.literal('text'), at: Point, text: z.string().max(80) }),
  /** One bar under the other, in screen pixels; `at` is the upper left corner of the first. */
  z.strictObject({
    kind: z.literal('bars'),
    at: Point,
    bars: z.array(z.strictObject({ label: z.string().max(24), value: z.number().min(0).max(1).nullable() })),
  }),
  /** A small curve in a box of screen pixels whose upper left corner is `at`; the last value belongs to this frame. */
  z.strictObject({
    kind: z.literal('trace'),
    at: Point,
    label: z.string().max(40),
    values: z.array(z.number().min(0).max(1).nullable()),
    tone: Tone,
  }),
  /** A heat map: cells row by row over a box; `null` where nothing was measured. 1 is what the legend names. */
  z.strictObject({
    kind: z.literal('grid'),
    box: Box,
    columns: z.int().min(1).max(64),
    rows: z.int().min(1).max(64),
    values: z.array(Share.nullable()),
    legend: z.string().max(60),
  }),
  /** A line whose colour says a value at each point: 0 is like the surroundings, 1 what the legend names. */
  z.strictObject({
    kind: z.literal('ribbon'),
    points: Points.min(2),
    values: z.array(Share.nullable()),
    closed: z.boolean(),
    legend: z.string().max(60),
  }),
  /** A matt ball under the light that was estimated: nine real spherical-harmonic coefficients (order 1; y, z, x; xy, yz, 3z²-1, xz, x²-y²), picture axes: x right, y DOWN, z away from the camera. */
  z.strictObject({ kind: z.literal('sphere'), at: Point, radius: z.number().positive(), coefficients: z.array(z.number()).length(9) }),
  /** The picture between two lines, unrolled and magnified below `at`: column k shows the pixels from `inner[k]` to `outer[k]`. */
  z.strictObject({ kind: z.literal('strip'), at: Point, inner: Points.min(2), outer: Points.min(2), label: z.string().max(40) }),
]);
export type Shape = z.infer<typeof Shape>;

/** Everything that can be drawn over one frame; all coordinates in pixels of the full-size, rotated frame. */
export const FrameOverlay = z.strictObject({
  frame: FrameNumber,
  ptsUs: Us,
  faces: z.array(
    z.strictObject({
      trackId: z.int().nonnegative(),
      confidence: z.number(),
      box: Box,
      /** Closed polygons: eyelid contours and lips; irises are centre plus four rim points. */
      leftEye: Points,
      rightEye: Points,
      leftIris: Points,
      rightIris: Points,
      lips: Points,
      faceOval: Points,
      /** Per-frame values of the detectors for this face, by signal name. */
      values: z.record(z.string(), z.number().nullable()),
    }),
  ),
  /** Drawn by the detectors, from what they stored for this frame; `trackId` is `null` where the whole picture was measured. */
  drawings: z.array(z.strictObject({ detectorId: DetectorId, trackId: z.int().nonnegative().nullable(), shapes: z.array(Shape) })),
});
export type FrameOverlay = z.infer<typeof FrameOverlay>;

export const Track = z.strictObject({
  trackId: z.int().nonnegative(),
  firstFrame: FrameNumber,
  lastFrame: FrameNumber,
  frames: z.int().positive(),
  /** Median inter-ocular distance, pixels. */
  medianInterocularPx: z.number(),
});
export type Track = z.infer<typeof Track>;
