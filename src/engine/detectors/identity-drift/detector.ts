/** Identity drift: whether the face that is followed stays the same face. */
import type { Detector } from '../interface.ts';
import { identityDriftCard } from './card.ts';
import { concludeIdentity } from './conclude.ts';
import { drawIdentity } from './draw.ts';
import { COLUMNS, observerOf, stepOf } from './observe.ts';

export const identityDriftDetector: Detector<'face'> = {
  card: identityDriftCard,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video') return { applies: false, reason: 'A face is compared with itself over time: a film is needed.' };
    if (!facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 1)) {
      return { applies: false, reason: 'The film has no more than one picture.' };
    }
    return { applies: true };
  },
  async open({ networks, facts }) {
    const video = facts.streams.find((stream) => stream.type === 'video');
    const network = await networks.load('faceres');
    return { observe: observerOf(network, stepOf(video?.averageFrameRate ?? null)), close: () => Promise.resolve() };
  },
  conclude: (input) => concludeIdentity(identityDriftCard.id, input),
  draw: drawIdentity,
};
