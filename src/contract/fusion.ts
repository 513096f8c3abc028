/** A fusion: how the scores of several detectors about one item become one likelihood ratio, on what data that rests, and what each cue adds. */
import * as z from 'zod';
import { Calibration, Counts, Interval, PoolDescription } from './calibration.ts';
import { DetectorId, Sha256 } from './values.ts';

/** Which cues are combined: more would need a pool that nobody here has. */
const Cues = z.array(DetectorId).min(2).max(4);

/** For items in which exactly these of the cues gave a score. */
export const FusionPattern = z.strictObject({
  /** log10 LR = constant + the sum of slope · (score - centre), then held within the bounds. Centre: half way between the means of the classes. */
  cues: z.array(z.strictObject({ id: DetectorId, centre: z.number(), slope: z.number().positive() })).min(2),
  constant: z.number(),
  /** Weight of the squared slopes, per standard deviation of a score, in natural logarithms. */
  ridge: z.number().positive(),
  fittedOn: z.strictObject({ files: Counts, groups: Counts }),
  bounds: Calibration.shape.bounds,
  /** From files of groups that the fit had not seen; every cue alone was fitted and bounded on the same files. */
  validation: z.strictObject({
    how: z.enum(['cross-fitted by group', 'another set of files']),
    files: Counts,
    groups: Counts,
    auc: z.number(),
    cllr: z.number(),
    cllrInterval: Interval,
    leastCllr: z.number(),
    alone: z.array(z.strictObject({ id: DetectorId, cllr: z.number() })),
    /** The best of fewer cues on these files: one alone, or all but one. */
    best: z.array(DetectorId).min(1),
    /** 95 % interval, over sources, of the fusion's Cllr less that of the best of fewer cues: wholly below 0. */
    gain: Interval,
    misleading: z.strictObject({ genuine: z.number(), synthetic: z.number() }),
  }),
});
export type FusionPattern = z.infer<typeof FusionPattern>;

export const Fusion = PoolDescription.extend({
  format: z.literal('penumbra-fusion/1'),
  /** In the order in which they were named. */
  cues: z.array(Calibration.shape.detector).min(2).max(4),
  date: z.iso.date(),
  scoresSha256: Sha256,
  testScoresSha256: Sha256.nullable(),
  /** All cues first. */
  patterns: z.array(FusionPattern).min(1),
  /** Fewer cues, and why there is no likelihood ratio for them. */
  refused: z.array(z.strictObject({ cues: z.array(DetectorId), reason: z.string() })),
});
export type Fusion = z.infer<typeof Fusion>;

export const LockedFusion = z.strictObject({ sha256: Sha256, fusion: Fusion });
export type LockedFusion = z.infer<typeof LockedFusion>;

/** What the scores of an examination are worth together; everything needed to compute it again is in it and in the outcomes beside it. */
export const Combined = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('evaluated'),
    cues: Cues,
    log10LR: z.number(),
    bounded: z.enum(['lower', 'upper']).nullable(),
    /** ENFSI's words. */
    verbal: z.string(),
    constant: z.number(),
    /** Before the bounds: with the constant they add up to the log10 LR. */
    contributions: z.array(z.strictObject({ detectorId: DetectorId, score: z.number(), log10LR: z.number() })).min(2),
    /** Cues that gave no score, or not as they were fitted: they add nothing. */
    without: z.array(z.strictObject({ detectorId: DetectorId, reason: z.string() })),
    fusion: LockedFusion,
  }),
  z.strictObject({ status: z.literal('notValidated'), cues: Cues, reason: z.string(), fusionSha256: Sha256 }),
]);
export type Combined = z.infer<typeof Combined>;
