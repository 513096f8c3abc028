/** A detector around a network that was trained on crops of faces: all of it but the card and the words. */
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { Applicability, Detector } from '../detectors/interface.ts';
import { everyNthOf } from '../detectors/sampling.ts';
import { columnsOf } from './columns.ts';
import { concludeLearned } from './conclude.ts';
import { drawLearned } from './draw.ts';
import type { LearnedNetwork } from './learned-network.ts';
import { lookWith } from './observe.ts';
import { LEARNED } from './parameters.ts';

export function learnedFaceDetector(card: Detector<'face'>['card'], network: LearnedNetwork): Detector<'face'> {
  return {
    card,
    columns: columnsOf(network.hasMap),
    applies,
    async open({ networks, facts }) {
      const step = facts.kind === 'image' ? 1 : everyNthOf(facts, LEARNED.samplesPerSecond.value);
      return { observe: lookWith(await networks.load(network.id), network.hasMap, step), close: () => Promise.resolve() };
    },
    conclude: (input) => concludeLearned(card.id, network, input),
    ...(network.hasMap ? { draw: (item) => drawLearned(network, item) } : {}),
  };
}

function applies(facts: MediaFacts): Applicability {
  return facts.streams.some(({ type }) => type === 'video')
    ? { applies: true }
    : { applies: false, reason: 'There is no picture in it in which a face could be.' };
}
