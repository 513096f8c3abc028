import * as z from 'zod';
import { DetectorId, FrameNumber, JobId, Us } from './values.ts';

/** Signals of one detector, person and unit share a plot and its axes; their values come as tiles (base/signal-grid). */
export const SignalPlot = z.strictObject({
  detectorId: DetectorId,
  trackId: z.int().nonnegative().nullable(),
  unit: z.string(),
  /** Its rows are times of the sound, not frames. */
  ofSound: z.boolean(),
  series: z.array(z.strictObject({ name: z.string(), title: z.string() })).min(1),
  /** Lines worth drawing, such as a baseline or the limit that was used. */
  levels: z.array(z.strictObject({ name: z.string(), value: z.number() })),
});
export type SignalPlot = z.infer<typeof SignalPlot>;

/** `plots`: places in the list of `analysis.plots`. */
export const ValuesQuestion = z.strictObject({
  jobId: JobId,
  plots: z.array(z.int().nonnegative()).max(100),
  frame: FrameNumber,
  us: Us,
});
export type ValuesQuestion = z.infer<typeof ValuesQuestion>;
