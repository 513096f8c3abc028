/** Whether anybody looks at the picture: asked before the engine is started, which knows its detectors only when it has read them. */
import type { AnyDetector } from './detectors/interface.ts';
import type { EngineTask } from './protocol.ts';

/** False where no detector of the plan looks at this file's picture, or all that would have failed before. */
export function looksAtPicture(
  detectors: readonly AnyDetector[],
  { facts, plan, resume }: Pick<EngineTask, 'facts' | 'plan' | 'resume'>,
): boolean {
  const left = new Set<string>(plan.detectors.map(({ id }) => id));
  for (const id of resume?.failedDetectorIds ?? []) left.delete(id);
  return detectors.some((detector) => left.has(detector.card.id) && LOOKING.has(detector.card.feed) && detector.applies(facts).applies);
}

const LOOKING = new Set<AnyDetector['card']['feed']>(['face', 'frame']);
