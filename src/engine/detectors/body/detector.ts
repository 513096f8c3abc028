/** Body: whether the torso stands still as a picture while the head above it moves. */
import type { Detector } from '../interface.ts';
import { bodyCard } from './card.ts';
import { concludeBody } from './conclude.ts';
import { drawBody } from './draw.ts';
import { COLUMNS, observerOf, stepOf } from './observe.ts';

export const bodyDetector: Detector<'face'> = {
  card: bodyCard,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video') return { applies: false, reason: 'Head and body are compared as they move: a film is needed.' };
    if (!facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 1)) {
      return { applies: false, reason: 'The film has no more than one picture.' };
    }
    return { applies: true };
  },
  async open({ networks, facts }) {
    const video = facts.streams.find((stream) => stream.type === 'video');
    const network = await networks.load('movenet');
    return { observe: observerOf(network, stepOf(video?.averageFrameRate ?? null)), close: () => Promise.resolve() };
  },
  conclude: (input) => concludeBody(bodyCard.id, input),
  draw: drawBody,
};
