/** The detectors of a job: those of the program, and the packs as the job's own plan describes them. */
import type { Plan } from '../../contract/analysis.ts';
import type { AnyDetector } from '../../engine/detectors/interface.ts';
import { packDetector } from '../../engine/detectors/pack/detector.ts';

/** A pack that was removed or replaced since stays what it was for this job. */
export function detectorsOfPlan(registry: readonly AnyDetector[], { packs = [] }: Plan): AnyDetector[] {
  const own = new Set<string>(packs.map(({ detectorId }) => detectorId));
  return [...registry.filter(({ card }) => !own.has(card.id)), ...packs.map(packDetector)];
}
