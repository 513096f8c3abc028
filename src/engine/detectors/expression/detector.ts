/** Expression: lengths of the face that follow its action units, and steps of them that its own movement does not explain. */
import type { Detector } from '../interface.ts';
import { expressionCard } from './card.ts';
import { concludeExpression } from './conclude.ts';
import { drawExpression } from './draw.ts';
import { COLUMNS, observeFace } from './observe.ts';

export const expressionDetector: Detector<'face'> = {
  card: expressionCard,
  columns: COLUMNS,
  applies(facts) {
    if (facts.kind !== 'video' || !facts.streams.some((stream) => stream.type === 'video' && stream.frameCount > 1)) {
      return { applies: false, reason: 'Expressions are compared over time: a film is needed.' };
    }
    return { applies: true };
  },
  open: () => Promise.resolve({ observe: observeFace, close: () => Promise.resolve() }),
  conclude: (input) => concludeExpression(expressionCard.id, input),
  draw: drawExpression,
};
