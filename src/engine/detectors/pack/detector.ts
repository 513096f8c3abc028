/** A model pack as a detector: what it was asked stands in the plan, so its conclusion can be repeated without its network. */
import type { InstalledPack } from '../../../contract/packs.ts';
import { must } from '../../../base/assert.ts';
import type { Detector } from '../interface.ts';
import { everyNthOf } from '../sampling.ts';
import { packDetectorCard, PER_SECOND } from './card.ts';
import { concludePack } from './conclude.ts';
import { COLUMNS, packObserver } from './observe.ts';

export function packDetector(pack: InstalledPack): Detector<'face'> {
  const card = packDetectorCard(pack);
  return {
    card,
    columns: COLUMNS,
    applies: (facts) =>
      facts.kind === 'audio' ? { applies: false, reason: 'It is asked about faces: a picture or a film is needed.' } : { applies: true },
    async open({ networks, facts }) {
      const network = await must(networks.loadPack, 'networks that can load packs')(pack);
      return packObserver(
        pack.card,
        (pixels) => network.answer(pixels),
        everyNthOf(facts, PER_SECOND),
        () => network.close(),
      );
    },
    conclude: (input) => concludePack(card.id, pack.card.name, input),
  };
}
