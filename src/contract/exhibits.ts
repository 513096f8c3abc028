import * as z from 'zod';
import { WireErrorSchema } from './errors.ts';
import { AtUtc, ExhibitId, JobId, Rational, Sha256, Us } from './values.ts';

export const MediaKind = z.enum(['video', 'image', 'audio']);
export type MediaKind = z.infer<typeof MediaKind>;

export const Hashes = z.strictObject({
  sha256: Sha256,
  sha1: z.string().regex(/^[0-9a-f]{40}$/),
  md5: z.string().regex(/^[0-9a-f]{32}$/),
});
export type Hashes = z.infer<typeof Hashes>;

export const VideoStream = z.strictObject({
  type: z.literal('video'),
  index: z.int().nonnegative(),
  codec: z.string(),
  profile: z.string().nullable(),
  /** Size of the decoded frame before rotation, pixels. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Clockwise display rotation, degrees: 0, 90, 180 or 270. Frames are always shown and measured after rotation. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** The display matrix (or Exif) mirrors it left to right as well, after the rotation; absent where it does not. */
  mirrored: z.exactOptional(z.literal(true)),
  sampleAspectRatio: Rational.nullable(),
  pixelFormat: z.string().nullable(),
  colorSpace: z.string().nullable(),
  colorRange: z.string().nullable(),
  timeBase: Rational,
  averageFrameRate: Rational.nullable(),
  /** From the frame index: number of frames, whether intervals between frames vary by more than one tick. */
  frameCount: z.int().nonnegative(),
  keyFrameCount: z.int().nonnegative(),
  variableFrameRate: z.boolean(),
  startUs: Us,
  durationUs: z.int().nonnegative().nullable(),
  encoder: z.string().nullable(),
});
export type VideoStream = z.infer<typeof VideoStream>;

export const AudioStream = z.strictObject({
  type: z.literal('audio'),
  index: z.int().nonnegative(),
  codec: z.string(),
  sampleRate: z.int().positive(),
  channels: z.int().positive(),
  channelLayout: z.string().nullable(),
  startUs: Us,
  durationUs: z.int().nonnegative().nullable(),
});
export type AudioStream = z.infer<typeof AudioStream>;

export const OtherStream = z.strictObject({
  type: z.literal('other'),
  index: z.int().nonnegative(),
  codec: z.string(),
  mediaType: z.string(),
});

export const ToolVersion = z.strictObject({ name: z.string(), version: z.string() });
export type ToolVersion = z.infer<typeof ToolVersion>;

/** What ffprobe says about the file, reduced to what is used; the full output is kept as a derived file. */
export const MediaFacts = z.strictObject({
  kind: MediaKind,
  container: z.string(),
  containerLong: z.string().nullable(),
  durationUs: z.int().nonnegative().nullable(),
  bitRate: z.int().nonnegative().nullable(),
  tags: z.record(z.string(), z.string()),
  streams: z.array(z.discriminatedUnion('type', [VideoStream, AudioStream, OtherStream])),
  /** Things that ffprobe or the index complained about, in its own words. */
  warnings: z.array(z.string()),
  tool: ToolVersion,
});
export type MediaFacts = z.infer<typeof MediaFacts>;

export const Exhibit = z.strictObject({
  id: ExhibitId,
  kind: MediaKind,
  /** The name the file had where it came from. */
  originalName: z.string(),
  sizeBytes: z.int().positive(),
  hashes: Hashes,
  importedAtUtc: AtUtc,
  sourceModifiedAtUtc: AtUtc.nullable(),
  facts: MediaFacts,
});
export type Exhibit = z.infer<typeof Exhibit>;

/** Presentation times of every frame, in ticks of the stream's time base: frame n is shown at pts[n] * timeBase seconds. */
export const FrameIndex = z.strictObject({
  exhibitId: ExhibitId,
  timeBase: Rational,
  /** Strictly increasing. */
  pts: z.array(z.int()),
  /** Frame numbers of the key frames, ascending. */
  keyFrames: z.array(z.int().nonnegative()),
});
export type FrameIndex = z.infer<typeof FrameIndex>;

/** Coded on its own, from earlier frames, from both sides. */
export const FrameKind = z.enum(['I', 'P', 'B']);
export type FrameKind = z.infer<typeof FrameKind>;

/** Of the group of pictures around a frame, or a part of a long one, in order of presentation; `null` where the decoder says nothing of the kind. */
export const FrameKinds = z.strictObject({
  exhibitId: ExhibitId,
  firstFrame: z.int().nonnegative(),
  kinds: z.array(FrameKind.nullable()),
});
export type FrameKinds = z.infer<typeof FrameKinds>;

export const ImportOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('imported'), name: z.string(), exhibit: Exhibit }),
  /** The same bytes were already there: one exhibit, two custody entries. */
  z.strictObject({ outcome: z.literal('duplicate'), name: z.string(), exhibit: Exhibit }),
  z.strictObject({ outcome: z.literal('refused'), name: z.string(), error: WireErrorSchema }),
]);
export type ImportOutcome = z.infer<typeof ImportOutcome>;

/** How much has been reviewed of what the newest finished examination of an exhibit found; of the newest where none has finished. */
export const ExhibitCoverage = z.strictObject({
  exhibitId: ExhibitId,
  jobId: JobId,
  findings: z.int().nonnegative(),
  reviewed: z.int().nonnegative(),
  /** Findings without a decision of all examinations of the exhibit, as a report prints them. */
  undecided: z.int().nonnegative(),
  /** How many warnings that examination has. */
  warnings: z.int().nonnegative(),
});
export type ExhibitCoverage = z.infer<typeof ExhibitCoverage>;

/** How an exhibit came into the case, and what was made from it. */
export const ExhibitRecord = z.strictObject({
  /** In order of arrival; more than one where the same bytes came again. */
  acquisitions: z.array(
    z.strictObject({ name: z.string(), received: z.enum(['path', 'bytes']), sourceModifiedAtUtc: AtUtc.nullable(), atUtc: AtUtc }),
  ),
  derived: z.array(z.strictObject({ name: z.string(), kind: z.string(), sizeBytes: z.int().nonnegative(), sha256: Sha256, atUtc: AtUtc })),
});
export type ExhibitRecord = z.infer<typeof ExhibitRecord>;

/** A copy for playing only, in a format that the window knows. Frame n of it is frame n of the exhibit; nothing is measured on it. */
export const Proxy = z.strictObject({
  exhibitId: ExhibitId,
  /** Its name in the case's folder of derived files. */
  name: z.string(),
  sizeBytes: z.int().positive(),
  sha256: Sha256,
  /** Of the exhibit's clock at the moment that a player calls zero. */
  startUs: Us,
});
export type Proxy = z.infer<typeof Proxy>;

/** `checking`: the finished copy is held against the exhibit. `done` and `total`: frames of a film, microseconds of a recording. */
export const ProxyProgress = z.strictObject({
  exhibitId: ExhibitId,
  stage: z.enum(['making', 'checking']),
  unit: z.enum(['frames', 'us']),
  done: z.int().nonnegative(),
  total: z.int().nonnegative().nullable(),
});
export type ProxyProgress = z.infer<typeof ProxyProgress>;

export const ProxyState = z.strictObject({ proxy: Proxy.nullable(), making: ProxyProgress.nullable() });
export type ProxyState = z.infer<typeof ProxyState>;
