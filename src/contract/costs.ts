/** How long each detector takes on one machine, by measurement. */
import * as z from 'zod';

const Milliseconds = z.record(z.string(), z.number().nonnegative());

export const DetectorCosts = z.strictObject({
  /** Day, UTC. */
  measuredOn: z.iso.date(),
  machine: z.string(),
  /** Of the film's working frames. */
  width: z.int().positive(),
  height: z.int().positive(),
  frames: z.int().positive(),
  /** By detector: of each frame, sampled or not. */
  msPerFrame: Milliseconds,
  /** By detector: of each second of sound. */
  msPerSecondOfSound: Milliseconds,
});
export type DetectorCosts = z.infer<typeof DetectorCosts>;
