/** One line of `penumbra score --json`: what a file gives without a case. */
import * as z from 'zod';
import { FindingDraft, Measure, Outcome } from './analysis.ts';
import { WireErrorSchema } from './errors.ts';
import { MediaKind } from './exhibits.ts';
import { ProviderChoice, ProviderName } from './providers.ts';
import { DetectorId, FrameNumber, Sha256, Us } from './values.ts';

/** `trackId`: the face it belongs to, `null` for the whole picture. Frame n of `frames` has value n of `values`; `null` is a gap. Sound has `ptsUs` instead of frames. */
const ScoredSignal = z.strictObject({
  name: z.string(),
  unit: z.string(),
  trackId: z.int().nonnegative().nullable(),
  frames: z.array(FrameNumber).optional(),
  ptsUs: z.array(Us).optional(),
  values: z.array(z.number().nullable()),
});

const ScoredFinding = z.strictObject({
  kind: z.string(),
  weight: FindingDraft.shape.weight,
  startUs: Us,
  endUs: Us,
  firstFrame: FrameNumber.nullable(),
  lastFrame: FrameNumber.nullable(),
  measure: Measure,
});

const ScoredDetector = z.strictObject({
  outcome: z.enum(Outcome.options.map(({ shape }) => shape.status.value)),
  /** Why there is no score: for every outcome but `measured`. */
  reason: z.string().optional(),
  /** Only when measured; in the unit of the detector's card, higher always meaning less like genuine media. */
  score: z.number().optional(),
  /** Only from a detector that has a calibration. */
  log10LR: z.number().optional(),
  /** ENFSI's words for it. */
  verbal: z.string().optional(),
  /** Why there is no likelihood ratio although the detector has a calibration. */
  notValidated: z.string().optional(),
  /** Only when asked for: a film of an hour has megabytes of them. */
  signals: z.array(ScoredSignal).optional(),
  findings: z.array(ScoredFinding),
});
export type ScoredDetector = z.infer<typeof ScoredDetector>;

export const ScoredFile = z.strictObject({
  /** The path as it was given. */
  file: z.string(),
  sha256: Sha256,
  kind: MediaKind,
  durationSeconds: z.number().nonnegative().nullable(),
  /** Average frames a second; `null` where there is no such rate. */
  fps: z.number().positive().nullable(),
  /** Of the picture and the sound, as far as there are: conditions under which a validation holds. */
  conditions: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** Frames that were decoded and examined. */
  frames: z.int().nonnegative(),
  /** Blocks of one second of sound that were examined. */
  blocks: z.int().nonnegative(),
  /** Face tracks: a person who leaves and comes back counts twice. */
  facesTracked: z.int().nonnegative(),
  detectors: z.record(DetectorId, ScoredDetector),
  /** Only where a fusion concerns at least two of the detectors: the likelihood ratio with what each cue adds to its logarithm, or why there is none. */
  combined: z
    .array(
      z.union([
        z.strictObject({
          log10LR: z.number(),
          verbal: z.string(),
          constant: z.number(),
          contributions: z.record(DetectorId, z.number()),
          fusionSha256: Sha256,
        }),
        z.strictObject({ cues: z.array(DetectorId), notValidated: z.string(), fusionSha256: Sha256 }),
      ]),
    )
    .optional(),
  /** What ran the networks. A line without it is of a version that knew only the processor. */
  provider: ProviderName.default('cpu'),
  /** What was asked for, and why another did not run. */
  providerChoice: ProviderChoice.optional(),
  timing: z.strictObject({ decodeSeconds: z.number().nonnegative(), totalSeconds: z.number().nonnegative() }),
  version: z.string(),
});
export type ScoredFile = z.infer<typeof ScoredFile>;

export const UnscoredFile = z.strictObject({ file: z.string(), error: WireErrorSchema });
export type UnscoredFile = z.infer<typeof UnscoredFile>;

export const ScoreLine = z.union([ScoredFile, UnscoredFile]);
export type ScoreLine = z.infer<typeof ScoreLine>;
