/** C2PA as a detector of the registry. */
import type { ContainerDetector } from '../interface.ts';
import { provenanceCard } from './card.ts';
import { conclude } from './conclude.ts';

export const provenanceDetector: ContainerDetector = {
  card: provenanceCard,
  applies: () => ({ applies: true }),
  conclude,
};
