/** What can run the networks on this machine, and what came of trying it. */
import * as z from 'zod';
import { ErrorCodeSchema } from './errors.ts';

export const ProviderName = z.enum(['cpu', 'cuda', 'tensorrt', 'dml', 'coreml', 'webgpu']);
export type ProviderName = z.infer<typeof ProviderName>;

/** `auto`: the first of this machine's that gives the processor's numbers; the processor where none does. */
export const ProviderWish = z.enum([...ProviderName.options, 'auto']);
export type ProviderWish = z.infer<typeof ProviderWish>;

export const ProviderReport = z.strictObject({
  provider: ProviderName,
  /** `absent`: this system or this build of the runtime does not have it. */
  state: z.enum(['accepted', 'refused', 'absent']),
  /** `null` where it was accepted. */
  refusal: z.strictObject({ code: ErrorCodeSchema, words: z.string() }).nullable(),
  /** As far as the runtime tells it. */
  device: z.string(),
  /** Those that were tried, up to the first that failed. */
  networks: z.array(
    z.strictObject({
      id: z.string(),
      /** Largest difference from the processor over the outputs, as a share of the largest value of that output, or of 1 where all are smaller. */
      largestDifference: z.number(),
      tolerance: z.number(),
      /** Median of the runs that were timed. */
      msPerRun: z.number(),
    }),
  ),
});
export type ProviderReport = z.infer<typeof ProviderReport>;

export const ProviderSurvey = z.strictObject({ wish: ProviderWish, reports: z.array(ProviderReport) });
export type ProviderSurvey = z.infer<typeof ProviderSurvey>;

/** Beside a plan's provider: what was asked for, and why another does not run. */
export const ProviderChoice = z.strictObject({
  asked: ProviderWish,
  passedOver: z.array(z.strictObject({ provider: ProviderName, code: ErrorCodeSchema, words: z.string() })),
});
export type ProviderChoice = z.infer<typeof ProviderChoice>;
