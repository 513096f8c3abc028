/** File structure as a detector of the registry. */
import type { ContainerDetector } from '../interface.ts';
import { containerCard } from './card.ts';
import { conclude } from './conclude.ts';

export const containerDetector: ContainerDetector = { card: containerCard, applies: () => ({ applies: true }), conclude };
