/** Face swaps: how much each face is like the swapped and self-blended faces that our own network was trained with. */
import { learnedFaceDetector } from '../../learned/learned-face.ts';
import { faceSwapCard } from './card.ts';
import { faceSwapNetwork } from './network.ts';

export const faceSwapDetector = learnedFaceDetector(faceSwapCard, faceSwapNetwork);
