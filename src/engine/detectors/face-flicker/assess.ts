/** Frames whose face differs from both neighbours while these are alike: a face that is there for one frame. */
import type { ConcludeInput, ObservationRow } from '../interface.ts';
import { byTrack } from '../by-track.ts';
import { PARAMETERS } from './parameters.ts';

export interface Sample {
  readonly frame: number;
  readonly ptsUs: number;
  readonly trackId: number;
  /** Change of the face into this frame, luma steps. */
  readonly change: number;
  /**
   * The smaller of the changes into and out of this frame over (floor + the change between its neighbours); `null` where a neighbour is
   * missing. Movement makes the neighbours differ more than either from the frame between them, so it stays below 1.
   */
  readonly foreign: number | null;
  /** The larger of the changes around the face, into and out of this frame; `null` where nothing around it could be compared. */
  readonly around: number | null;
}

export interface Assessment {
  readonly samples: readonly Sample[];
  /** Frames that have both neighbours. */
  readonly judged: number;
  readonly strongest: Sample | null;
  readonly foreign: readonly (Sample & { readonly foreign: number })[];
  /** Frames over the limit whose surroundings changed as well, or could not be compared. */
  readonly shared: number;
}

export function assess({ rows }: ConcludeInput): Assessment | { readonly reason: string } {
  const samples = byTrack(rows).flatMap(([trackId, own]) => own.map((row, index) => sampleOf(row, own[index + 1], trackId)));
  const judged = samples.filter(({ foreign }) => foreign !== null);
  if (judged.length < PARAMETERS.leastFrames.value) {
    return {
      reason: `The face could be compared with both neighbours in ${String(judged.length)} frames; at least ${String(PARAMETERS.leastFrames.value)} are needed (a face of ${String(Math.ceil(PARAMETERS.leastPatchPx.value / PARAMETERS.patch.value))} px, inside the picture).`,
    };
  }
  const over = judged.flatMap((sample) =>
    sample.foreign !== null && sample.foreign >= PARAMETERS.limit.value ? [{ ...sample, foreign: sample.foreign }] : [],
  );
  const alone = over.filter(isAlone);
  const counted = judged.filter((sample) => (sample.foreign ?? 0) < PARAMETERS.limit.value || isAlone(sample));
  return {
    samples,
    judged: judged.length,
    strongest: counted.reduce<Sample | null>((best, sample) => ((sample.foreign ?? 0) > (best?.foreign ?? -1) ? sample : best), null),
    foreign: alone,
    shared: over.length - alone.length,
  };
}

/** The surroundings did not change with the face. */
const isAlone = ({ change, around }: Sample): boolean => around !== null && around <= PARAMETERS.around.value * change;

function sampleOf({ frame, ptsUs, values }: ObservationRow, next: ObservationRow | undefined, trackId: number): Sample {
  const [change, , around] = values;
  const after = next?.frame === frame + 1 ? next.values : null;
  const [out, acrossBoth, aroundOut] = after ?? [];
  const known = typeof change === 'number' && typeof out === 'number' && typeof acrossBoth === 'number';
  return {
    frame,
    ptsUs,
    trackId,
    change: change ?? 0,
    foreign: known ? Math.min(change, out) / (PARAMETERS.floor.value + acrossBoth) : null,
    around: typeof around === 'number' && typeof aroundOut === 'number' ? Math.max(around, aroundOut) : null,
  };
}
