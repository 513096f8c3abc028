/** The detectors of a job: those of the program, and the packs as the job's own plan describes them. */
import type { Plan } from '../../contract/analysis.ts';
import type { AnyDetector } from '../../engine/detectors/interface.ts';
import { packDetector } from '../../engine/detectors/pack/detector.ts';

/** `own`: the program's. A pack that was removed or replaced since stays what it was for this job. */
export const detectorsOfPlan = (own: readonly AnyDetector[], { packs = [] }: Plan): AnyDetector[] => [...own, ...packs.map(packDetector)];
