/** What the self-test compares, and what it says: golden results that come with the program, and the result on one machine. */
import * as z from 'zod';
import { AtUtc, Sha256 } from './values.ts';

/** What else could change a number. */
const Surroundings = z.strictObject({
  processor: z.string(),
  platform: z.string(),
  decoder: z.string(),
  runtime: z.string(),
  node: z.string(),
});
export type Surroundings = z.infer<typeof Surroundings>;

/** One number, and how far from it another machine may come; `tolerance` 0: not at all. */
const GoldenNumber = z.strictObject({ value: z.number(), tolerance: z.number().nonnegative() });
export type GoldenNumber = z.infer<typeof GoldenNumber>;

export const GoldenDetector = z.strictObject({
  version: z.string(),
  parametersSha256: Sha256,
  /** Of every network that this detector's numbers come through, the face tracker's among them. */
  weights: z.record(z.string(), Sha256),
  outcome: z.string(),
  numbers: z.record(z.string(), GoldenNumber),
});
export type GoldenDetector = z.infer<typeof GoldenDetector>;

export const Golden = z.strictObject({
  format: z.literal('penumbra-selftest/1'),
  madeAtUtc: AtUtc,
  madeOn: Surroundings,
  /** Where the tolerances come from, in words. */
  tolerances: z.string(),
  samples: z.record(
    z.string(),
    z.strictObject({
      /** Of the file, where every machine makes the same bytes; `null` where ffmpeg packs the same packets anew. */
      sha256: Sha256.nullable(),
      frames: z.int().nonnegative(),
      blocks: z.int().nonnegative(),
      detectors: z.record(z.string(), GoldenDetector),
    }),
  ),
});
export type Golden = z.infer<typeof Golden>;

/** In order of weight: what is said of a detector is the last of what is said of it on each sample. */
export const SelfTestState = z.enum(['notRun', 'same', 'withinTolerance', 'otherVersion', 'otherWeights', 'differs']);
export type SelfTestState = z.infer<typeof SelfTestState>;

const Difference = z.strictObject({ name: z.string(), expected: z.number(), found: z.number().nullable(), tolerance: z.number() });
export type Difference = z.infer<typeof Difference>;

export const SelfTestLine = z.strictObject({
  detectorId: z.string(),
  sample: z.string(),
  state: SelfTestState,
  /** How many numbers were compared. */
  numbers: z.int().nonnegative(),
  words: z.string(),
  /** The largest first, each beyond its tolerance. */
  differences: z.array(Difference),
});
export type SelfTestLine = z.infer<typeof SelfTestLine>;

export const SelfTestResult = z.strictObject({
  format: z.literal('penumbra-selftest-result/1'),
  atUtc: AtUtc,
  version: z.string(),
  extent: z.enum(['fast', 'whole']),
  here: Surroundings,
  madeOn: Surroundings,
  lines: z.array(SelfTestLine),
});
export type SelfTestResult = z.infer<typeof SelfTestResult>;
