/** A stored examination, run once more and compared number by number with what the case holds. */
import * as z from 'zod';
import { ToolVersion } from './exhibits.ts';
import { ProviderName } from './providers.ts';
import { DetectorId, ExhibitId, JobId } from './values.ts';

const Compared = z.strictObject({
  rows: z.int().nonnegative(),
  rowsRepeated: z.int().nonnegative(),
  /** Rows that are not equal in every field to the row at the same place; those that only one side has are among them. */
  differing: z.int().nonnegative(),
  /** Between two numbers at the same place of the same row, in the unit of the row; `null` where no two numbers differ. */
  greatestDifference: z.number().positive().nullable(),
});
export type Compared = z.infer<typeof Compared>;

/**
 * Of a detector's likelihood ratio, or of several detectors' together (`blink + gaze`). `same-words`: another number, the same verbal equivalent;
 * `otherwise`: another verbal equivalent; `other-basis`: made with another calibration, so that the two cannot be compared.
 */
export const RatioDifference = z.strictObject({
  of: z.string(),
  kind: z.enum(['same-words', 'otherwise', 'other-basis']),
  differs: z.string(),
});
export type RatioDifference = z.infer<typeof RatioDifference>;

export const Repetition = z.strictObject({
  jobId: JobId,
  exhibitId: ExhibitId,
  /** What ran the networks then and now. */
  provider: z.strictObject({ stored: ProviderName, repeated: ProviderName }),
  decoder: ToolVersion,
  runtime: ToolVersion,
  penumbraVersion: z.string(),
  /**
   * `identical`: every stored face, observation, warning, track, signal, outcome, finding and likelihood ratio is equal, to the last bit.
   * `same-conclusions`: numbers differ, or ratios have another basis; every detector's outcome has the same status and the same findings at the
   * same places, and no ratio of the same basis has another verbal equivalent.
   * `different`: something was concluded that was not concluded before, or the reverse.
   */
  result: z.enum(['identical', 'same-conclusions', 'different']),
  faces: Compared,
  observations: z.array(Compared.extend({ detectorId: DetectorId })),
  /** Detectors whose conclusion is not the same, with what differs. */
  conclusions: z.array(z.strictObject({ detectorId: DetectorId, differs: z.string() })),
  /** How many likelihood ratios the stored run has, and those that are not the same. */
  ratios: z.strictObject({ stored: z.int().nonnegative(), differing: z.array(RatioDifference) }),
  seconds: z.number().nonnegative(),
});
export type Repetition = z.infer<typeof Repetition>;

/** What the custody entry of a repetition states: the sums over all rows instead of the rows of each detector. */
export const RepetitionEntry = Repetition.omit({ jobId: true, faces: true, observations: true }).extend({
  rows: z.int().nonnegative(),
  differing: z.int().nonnegative(),
  /** Entries of earlier versions do not state it. */
  ratios: Repetition.shape.ratios.optional(),
});
export type RepetitionEntry = z.infer<typeof RepetitionEntry>;
