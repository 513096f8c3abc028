/** What a worker's own machine would write into a plan, so that a plan made elsewhere is carried out only where every part of it is the same. */
import { join } from 'node:path';
import type { Plan } from '../../contract/analysis.ts';
import type { MediaFacts, MediaKind } from '../../contract/exhibits.ts';
import { Failure } from '../../base/failure.ts';
import { detectors } from '../../engine/detectors/registry.ts';
import { packDetector } from '../../engine/detectors/pack/detector.ts';
import { TRACKING_WEIGHTS } from '../../engine/faces/track.ts';
import { lockedWeights } from '../../engine/inference/lock.ts';
import { runtimeVersion } from '../../engine/inference/providers.ts';
import { modelsFolder } from '../analysis/models-folder.ts';
import { makePlan, ownSampling, refuseChangedPlan } from '../analysis/plan.ts';
import { detectorsOfPlan } from '../packs/detectors-of-plan.ts';
import { PackShelf } from '../packs/pack-shelf.ts';
import { wishedProvider } from '../providers/machine.ts';

export interface MachineHere {
  readonly decoderVersion: string;
  readonly penumbraVersion: string;
  readonly dataFolder: string;
}

/** Rejects with RACK_REFUSED, whose detail names what differs: detectors, weights, packs, decoder, runtime or provider. */
export async function refuseOtherPlan(plan: Plan, { decoderVersion, penumbraVersion, dataFolder }: MachineHere): Promise<void> {
  const packs = new PackShelf(dataFolder).list();
  const wanted = new Set<string>(plan.detectors.map(({ id }) => id));
  const own = [...detectors, ...packs.map(packDetector)].filter(({ card }) => wanted.has(card.id));
  const { provider, choice } = await wishedProvider(plan.provider, dataFolder);
  try {
    // What of the sampling is the case's own choice is carried out as the plan says; the rest is checked when the file's facts are there.
    const today = makePlan({ sha256: plan.exhibitSha256, kind: ANY_KIND }, own, {
      decoderVersion,
      penumbraVersion,
      runtimeVersion: runtimeVersion(),
      lockedWeights: lockedWeights(join(modelsFolder(), 'models.lock.json')),
      trackerNetworks: TRACKING_WEIGHTS,
      packs,
      chosen: { provider, choice },
    });
    refuseChangedPlan(plan, { ...today, sampling: plan.sampling });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('RACK_REFUSED', error.detail ?? error.code, { cause: error });
  }
}

/** Throws RACK_REFUSED where sound or picture would be read otherwise here than the plan states. */
export function refuseOtherSampling(plan: Plan, facts: MediaFacts): void {
  const wanted = new Set<string>(plan.detectors.map(({ id }) => id));
  const { soundBlockSeconds, colours, assembler } = ownSampling(
    facts,
    detectorsOfPlan(detectors, plan).filter(({ card }) => wanted.has(card.id)),
  );
  const { sampling } = plan;
  if (soundBlockSeconds !== sampling.soundBlockSeconds || colours !== sampling.colours || assembler !== sampling.assembler)
    throw new Failure('RACK_REFUSED', 'sampling');
}

/** Only the sampling depends on it. */
const ANY_KIND: MediaKind = 'video';
