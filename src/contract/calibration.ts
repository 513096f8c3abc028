/** A calibration: how one detector's score becomes a likelihood ratio, on what data that rests, and where it may be used. */
import * as z from 'zod';
import { MediaKind } from './exhibits.ts';
import { DetectorId, Sha256 } from './values.ts';

/** Where an exhibit must lie to be like the pool. `measure` is one of the detector's own measures, by its name. */
export const Condition = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('kind'), oneOf: z.array(MediaKind).min(1) }),
  z.strictObject({ on: z.enum(['videoCodec', 'audioCodec']), oneOf: z.array(z.string().min(1)).min(1) }),
  z.strictObject({
    on: z.enum(['widthPx', 'heightPx', 'durationSeconds', 'interocularPx', 'sampleRateHz', 'bitRate']),
    least: z.number(),
    most: z.number(),
  }),
  z.strictObject({ on: z.literal('measure'), name: z.string().min(1), unit: z.string(), least: z.number(), most: z.number() }),
]);
export type Condition = z.infer<typeof Condition>;

/** What a person states of the data, before anything is computed. */
export const PoolDescription = z.strictObject({
  /** H1, of a synthetic or altered item, and H2, of a genuine one: whole sentences. */
  propositions: z.strictObject({ h1: z.string().min(10), h2: z.string().min(10) }),
  /** Sources and generators, how they were drawn, and what they are not. */
  pool: z.string().min(10),
  conditions: z.array(Condition).min(1),
  limits: z.array(z.string().min(1)).min(1),
});
export type PoolDescription = z.infer<typeof PoolDescription>;

export const Counts = z.strictObject({ genuine: z.int().positive(), synthetic: z.int().positive() });
export const Interval = z.tuple([z.number(), z.number()]);

export const Calibration = PoolDescription.extend({
  format: z.literal('penumbra-calibration/1'),
  detector: z.strictObject({
    id: DetectorId,
    version: z.string(),
    parametersSha256: Sha256,
    weights: z.array(z.strictObject({ id: z.string(), sha256: Sha256 })),
  }),
  /** Day of making, UTC. */
  date: z.iso.date(),
  fittedOn: z.strictObject({ scoresSha256: Sha256, files: Counts, groups: Counts, scoreRange: Interval }),
  /** log10 LR = intercept + slope · score, then held within the bounds. */
  line: z.strictObject({ intercept: z.number(), slope: z.number().positive() }),
  bounds: z.strictObject({ lower: z.number().max(0), upper: z.number().min(0), origin: z.string() }),
  /** From files of groups that the fit had not seen. */
  validation: z.strictObject({
    how: z.enum(['cross-fitted by group', 'another set of files']),
    scoresSha256: Sha256,
    files: Counts,
    groups: Counts,
    auc: z.number(),
    aucInterval: Interval.nullable(),
    equalErrorRate: z.number(),
    cllr: z.number(),
    cllrInterval: Interval.nullable(),
    leastCllr: z.number(),
    /** Share of the bounded LRs on the wrong side of 1. */
    misleading: z.strictObject({ genuine: z.number(), synthetic: z.number() }),
    greatest: z.strictObject({ genuine: z.number(), synthetic: z.number() }),
    /** log10 LR at which each share of the class lies above: [log10 LR, share], falling shares. */
    tippett: z.strictObject({ genuine: z.array(Interval), synthetic: z.array(Interval) }),
  }),
});
export type Calibration = z.infer<typeof Calibration>;

/** A calibration as the program has it: its file's hash is the one in the lock. */
export const LockedCalibration = z.strictObject({ sha256: Sha256, calibration: Calibration });
export type LockedCalibration = z.infer<typeof LockedCalibration>;

/**
 * What a score is worth, kept with the outcome; everything needed to compute it again is in it. An outcome without one comes from a detector
 * that is not calibrated.
 */
export const Evaluation = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('evaluated'),
    log10LR: z.number(),
    /** It reached a bound: the data support no more. */
    bounded: z.enum(['lower', 'upper']).nullable(),
    /** ENFSI's words. */
    verbal: z.string(),
    calibration: LockedCalibration,
  }),
  /** There is a calibration, but not for this item or this version. */
  z.strictObject({ status: z.literal('notValidated'), reason: z.string(), calibrationSha256: Sha256 }),
]);
export type Evaluation = z.infer<typeof Evaluation>;
