/** A validation as it is kept and shown: what detectors gave on files whose truth is known, as numbers and curves, without the files. */
import * as z from 'zod';
import { Interval } from './calibration.ts';
import { LockedFusion } from './fusion.ts';
import { DetectorId, Sha256 } from './values.ts';

const Both = <T extends z.ZodType>(of: T) => z.strictObject({ genuine: of, synthetic: of });
const Count = z.int().nonnegative();
/** Of files; `interval`: 95 %, Wilson. */
const Share = z.strictObject({ count: Count, of: Count, interval: Interval.nullable() });
/** At most this many points of a curve are kept. */
export const CURVE_POINTS = 200;

/** The scored files of one kind. Intervals are 95 %, over sources. */
export const ValidationCondition = z.strictObject({
  /** `all`, or what the files have in common: `method VQMIVC`, `sound coding mp3`. */
  name: z.string().min(1).max(200),
  files: Both(Count),
  groups: Both(Count),
  auc: z.number().nullable(),
  aucInterval: Interval.nullable(),
  equalErrorRate: z.number().nullable(),
  equalErrorInterval: Interval.nullable(),
  /** Of likelihood ratios by the installed calibration, or by a fit that had not seen the file's group. */
  cllr: z.number().nullable(),
  cllrInterval: Interval.nullable(),
  leastCllr: z.number().nullable(),
  /** Shares of each class in equal bins from the lowest to the highest score; `null` where no file was scored. */
  histogram: z
    .strictObject({ from: z.number(), to: z.number(), genuine: z.array(z.number()).min(1), synthetic: z.array(z.number()).min(1) })
    .nullable(),
  /** [share of genuine files, share of synthetic files] at or above each threshold, from (0, 0) to (1, 1). */
  roc: z.array(Interval).max(CURVE_POINTS),
});
export type ValidationCondition = z.infer<typeof ValidationCondition>;

export const ValidatedDetector = z.strictObject({
  id: DetectorId,
  version: z.string(),
  parametersSha256: Sha256,
  scoreUnit: z.string(),
  /** Files in which it gave a score. */
  assessable: Both(Share),
  /** Files in which it raised at least one anomaly. */
  flagged: Both(Share),
  /** The first is `all`. */
  conditions: z.array(ValidationCondition).min(1),
});
export type ValidatedDetector = z.infer<typeof ValidatedDetector>;

export const Validation = z.strictObject({
  format: z.literal('penumbra-validation/1'),
  /** What the files were, in words that can be quoted. */
  title: z.string().min(3).max(300),
  /** Day of the run, UTC. */
  date: z.iso.date(),
  penumbraVersion: z.string(),
  decoderVersion: z.string(),
  provider: z.string(),
  labelsSha256: Sha256,
  /** Files that could not be examined. */
  failed: Count,
  detectors: z.array(ValidatedDetector).min(1),
});
export type Validation = z.infer<typeof Validation>;

/** What the program knows of its own worth: validations, the newest first, and fusions; `problems` names files that could not be read. */
export const KnownValidations = z.strictObject({
  validations: z.array(Validation),
  fusions: z.array(LockedFusion),
  problems: z.array(z.string()),
});
export type KnownValidations = z.infer<typeof KnownValidations>;
